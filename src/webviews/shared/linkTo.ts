const ALLOWED: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

/** The address a link in somebody's text may lead to; undefined for all that is not the web or mail, and for what is no whole address. */
export function linkTo(url: string): string | undefined {
	if (!URL.canParse(url)) {
		return undefined;
	}
	const { protocol, href } = new URL(url);
	return ALLOWED.has(protocol) ? href : undefined;
}
