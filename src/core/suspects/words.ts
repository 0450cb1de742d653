// Words that tell one failure from another: of messages, names and code.

/** What every error says, whichever it is. */
const COMMON = new Set(
	(
		'the and for not with from this that was are has null none nil undefined error exception type object value call method function string int ' +
		'list dict self index out can cannot could get set new line file true false system java org com lang runtime throw thrown invalid expected ' +
		'got argument arguments attribute module name must have been when while'
	).split(' '),
);

const tells = (word: string) => word.length > 2 && !COMMON.has(word.toLowerCase());

/** The identifiers in a text, as written. */
export function identifiers(text: string): readonly string[] {
	return (text.match(/[A-Za-z_]\w{2,}/g) ?? []).filter(tells);
}

/** The identifiers in a text and the words they are made of, each once, in small letters. */
export function parts(text: string): ReadonlySet<string> {
	const found = new Set<string>();
	for (const identifier of identifiers(text)) {
		found.add(identifier.toLowerCase());
		for (const part of identifier.split(/_|(?<=[a-z0-9])(?=[A-Z])/)) {
			if (tells(part)) {
				found.add(part.toLowerCase());
			}
		}
	}
	return found;
}

/** How many of `wanted` are in `there`. */
export function shared(wanted: Iterable<string>, there: ReadonlySet<string>): number {
	let count = 0;
	for (const word of wanted) {
		count += there.has(word) ? 1 : 0;
	}
	return count;
}

/** A file's name as words may be read in it: without folder and extension. */
export const stemWords = (path: string) =>
	path
		.slice(path.lastIndexOf('/') + 1)
		.replace(/\.\w+$/, '')
		.replaceAll('-', '_');
