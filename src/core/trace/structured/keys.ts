// How payloads call things. Nobody agrees on case, joints and endings, so keys are compared without: `lineno`, `lineNumber`, `line_number` and
// `LineNumber` are `line`; `exception.type`, `exc_type` and `exceptionType` are `type`.

const OF_EXCEPTION = /^"[Ee](?:xception|rror|rr|xc)(?:[._]|(?=[A-Z]))/;

/** No key that we know is longer. */
const MAX_KEY = 64;

/** Keys repeat, so what was made of them is kept; of so many. */
const MAX_KNOWN = 1000;
const known = new Map<string, string>();

/** The common form of a key, which is given in its quotation marks. */
export function keyOf(raw: string): string {
	const before = known.get(raw);
	if (before !== undefined || raw.length > MAX_KEY) {
		return before ?? '';
	}
	const key = raw
		.replace(OF_EXCEPTION, '')
		.toLowerCase()
		.replace(/[^a-z]+/g, '')
		.replace(/(.)(?:name|number|no|string)$/, '$1');
	if (known.size < MAX_KNOWN) {
		known.set(raw, key);
	}
	return key;
}

/** Lists of frames, objects that hold one, and stacks that are texts. `raw…` is Sentry's before sources were looked up. */
export const STACK = /^(?!raw|call).*(?:frames|trace|stack)$/;

/** What holds exceptions that hang together; other lists hold a failure in each item. */
export const CHAIN =
	/^(?:values|.*exceptions?|.*exceptionlist|errors|tracechain|causes?|threads|entries|suppressed|stacks|details?)$/;
