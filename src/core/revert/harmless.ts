const LIMIT = 200;

/** What GitHub and its like take for "close this": a keyword before a number, `owner/name#1` or an address. */
const CLOSING =
	/\b(close[sd]?|fix(?:e[sd])?|resolve[sd]?|implement(?:s|ed)?)(\s*:?\s+)((?:[\w.-]+\/[\w.-]+)?#\d+|GH-\d+|https?:\/\/\S+)/gi;

/** A name after an at sign that somebody would be told by; an address of mail is none. */
const MENTION = /(^|[^\w/.@-])@(?=[\w-])/g;

/** A commit's first line as it can be quoted in another message: one line of bounded length, which closes no issue and calls nobody. */
export function harmlessSubject(subject: string): string {
	const line = oneLine(subject);
	const short = line.length > LIMIT ? `${line.slice(0, LIMIT - 1).trimEnd()}…` : line;
	return harmless(short);
}

/** A text in which no reference stands behind a closing keyword, and no name behind an at sign. */
export function harmless(text: string): string {
	return text.replace(CLOSING, '$1$2($3)').replace(MENTION, '$1@ ');
}

function oneLine(text: string): string {
	let out = '';
	for (const character of text.toWellFormed()) {
		out += /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(character) ? ' ' : character;
	}
	return out.replace(/\s+/g, ' ').trim();
}
