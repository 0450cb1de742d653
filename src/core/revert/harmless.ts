const LIMIT = 200;

/**
 * What GitHub and its like take for "close this": a keyword, then a number, `owner/name#1`, `AB#1` or an address, with "issue" or a colon between.
 * Bounded in what it tries at each place, since whole messages go through it.
 *
 * @see https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue
 * @see https://docs.gitlab.com/user/project/issues/managing_issues/#default-closing-pattern
 */
const CLOSING =
	/\b(clos(?:e[sd]?|ing)|fix(?:e[sd]|ing)?|resolv(?:e[sd]?|ing)|implement(?:s|ed|ing)?)(\s{0,9}:?\s{0,9}(?:(?:issues?|bugs?|tickets?)\s{1,9})?)([\w./-]{0,140}#\d+|GH-\d+|https?:\/\/\S+)/gi;

/** A name after an at sign that somebody would be told by; in an address of mail a word stands before it. */
const MENTION = /(?<!\w)@(?=[\w-])/g;

/** A commit's first line as it can be quoted in another message: one line of bounded length, which closes no issue and calls nobody. */
export function harmlessSubject(subject: string): string {
	const line = oneLine(subject);
	const short = line.length > LIMIT ? `${line.slice(0, LIMIT - 1).trimEnd()}…` : line;
	return harmless(short);
}

/** A text in which no reference stands behind a closing keyword, and no name behind an at sign. */
export function harmless(text: string): string {
	return text.replace(CLOSING, '$1$2($3)').replace(MENTION, '@ ');
}

function oneLine(text: string): string {
	let out = '';
	for (const character of text.toWellFormed()) {
		out += /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(character) ? ' ' : character;
	}
	return out.replace(/\s+/g, ' ').trim();
}
