/** What a link into the editor asks for. Nothing of it is done without a person. */
export type LinkRequest =
	| { readonly kind: 'incident'; readonly key: string }
	| { readonly kind: 'new'; readonly filled: FilledIn }
	| { readonly kind: 'unknown' };

/** What a link writes into the form; all of it text. */
export interface FilledIn {
	readonly title?: string;
	readonly description?: string;
	readonly trace?: string;
	readonly service?: string;
	readonly environment?: string;
	readonly release?: string;
}

/** How much of each field is taken, in UTF-16 units. */
const LIMITS: Readonly<Record<keyof FilledIn, number>> = {
	title: 200,
	description: 10_000,
	trace: 200_000,
	service: 100,
	environment: 100,
	release: 200,
};
const NAMES = Object.keys(LIMITS) as (keyof FilledIn)[];
/** Fields of several lines. */
const LONG: ReadonlySet<string> = new Set(['description', 'trace']);
/** A longer one is no key. */
const KEY_LIMIT = 40;
/** VS Code gives queries decoded, so an ampersand in a value looks like one between two: only in front of a name it is. */
const BETWEEN = new RegExp(`&(?=(?:${NAMES.join('|')})=)`);

/**
 * @param path of the address: `/incident/INC-7F3KQ` or `/new`
 * @param query decoded, as VS Code gives it
 */
export function linkRequest(path: string, query: string): LinkRequest {
	const [, key] = /^\/incident\/([^/]+)\/?$/.exec(path) ?? [];
	if (key !== undefined) {
		return { kind: 'incident', key: oneLine(key).slice(0, KEY_LIMIT) };
	}
	return /^\/new\/?$/.test(path) ? { kind: 'new', filled: filledIn(query) } : { kind: 'unknown' };
}

function filledIn(query: string): FilledIn {
	const isForm = query.includes('+') && !query.includes(' '); // as forms write spaces
	const filled: { -readonly [name in keyof FilledIn]: string } = {};
	for (const part of query.split(BETWEEN)) {
		const end = part.indexOf('=');
		const name = NAMES.find((one) => one === part.slice(0, end));
		if (name !== undefined && filled[name] === undefined) {
			const raw = part.slice(end + 1, end + 1 + LIMITS[name]).toWellFormed();
			const text = isForm ? raw.replaceAll('+', ' ') : raw;
			filled[name] = LONG.has(name) ? text.replaceAll(/[^\P{Cc}\n\r\t]/gu, '\ufffd') : oneLine(text);
		}
	}
	return filled;
}

/** Without what ends lines, hides, or turns the direction of text. */
function oneLine(text: string): string {
	return text
		.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ')
		.replaceAll(/\s+/g, ' ')
		.trim();
}
