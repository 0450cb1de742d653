import type { Change } from '../ports/repository';

const SAYS_SO =
	/\b(?:re-?format\w*|format(?:ting|ted)?|style|indent\w*|white-?space|lint\w*|prettier|black|gofmt|gofumpt|clang-format|rustfmt|rubocop|eslint|biome|re-?wrap\w*|tabs?|spaces|cosmetic|tidy|clean-?up|pep-?8|checkstyle|spotless|ktlint)\b/i;

/** A change to more files than this may be one over all of them. */
const MANY = 50;

/** Worth the look whether it only reformats: by its subject, or its size. */
export const mayOnlyFormat = ({ commit, paths }: Change) => SAYS_SO.test(commit.subject) || paths.length > MANY;

/** Languages in which indentation makes blocks. */
const BLOCKS =
	/\.(?:py[xwi]?|bzl|bazel|star|mk|coffee|haml|slim|pug|sass|styl|ya?ml|nim|gd|hs|elm|fsx?|fsi)$|(?:^|\/)(?:(?:gnu)?makefile|BUILD|SConstruct|SConscript)$/i;

/** Work between two yields: tokens, or characters where only letters are counted. */
const PIECE = 500;
const LETTERS = 200_000;

/**
 * Whether two versions of a file have the same tokens: they differ in white space outside of strings, in where lines break, in commas at the end of
 * lists, in semicolons at the end of blocks and in the kind of quotes. Indentation counts where a language takes it for blocks.
 */
export function* sameCodeSteps(before: string, after: string, path: string): Generator<undefined, boolean> {
	if ((yield* lettersIn(before)) !== (yield* lettersIn(after))) {
		return false; // said at once for most: reading tokens takes a hundred times as long
	}
	const [old, now] = [tokens(before, BLOCKS.test(path)), tokens(after, BLOCKS.test(path))];
	for (let done = 1; ; done++) {
		const [one, other] = [old.next(), now.next()];
		if (one.done || other.done) {
			return one.done === other.done;
		}
		if (one.value !== other.value) {
			return false;
		}
		if (done % PIECE === 0) {
			yield;
		}
	}
}

/** A line before and after. */
type Pair = readonly [before: string, after: string];

/**
 * Which of lines that were taken together are as they were, but for how far they are indented. Where a language takes that for blocks, all that are
 * the same were shifted by as much. White space between words counts: it may be in a string, which a line alone does not tell.
 */
export function sameLines(pairs: readonly Pair[], path: string): readonly boolean[] {
	const shifts = new Map<number, number>();
	for (const pair of pairs) {
		if (isSameText(pair) && pair[0].trim() !== '') {
			shifts.set(shiftOf(pair), (shifts.get(shiftOf(pair)) ?? 0) + 1);
		}
	}
	const [usual] = [...shifts].sort((a, b) => b[1] - a[1])[0] ?? [0];
	const isInPlace = (pair: Pair) => !BLOCKS.test(path) || pair[0].trim() === '' || shiftOf(pair) === usual;
	return pairs.map((pair) => isSameText(pair) && isInPlace(pair));
}

const isSameText = ([before, after]: Pair) => before.trim() === after.trim();

const shiftOf = ([before, after]: Pair) => indentOf(after) - indentOf(before);

const indentOf = (line: string) => line.length - line.trimStart().length;

/** Letters and digits, which formatting neither adds nor takes away. */
function* lettersIn(text: string): Generator<undefined, number> {
	let count = 0;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		count += (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) ? 1 : 0;
		if (i % LETTERS === LETTERS - 1) {
			yield;
		}
	}
	return count;
}

/** A string on one line, a word, or a sign. A string that is longer is read as what is in it, so that a quote that never ends costs little. */
const TOKEN = /"(?:[^"\\]|\\.){0,400}"|'(?:[^'\\]|\\.){0,400}'|`(?:[^`\\]|\\.){0,400}`|\w+|[^\w\s]/g;

/** What a file consists of, without what formatting changes. */
function* tokens(text: string, keepsBlocks: boolean): Generator<string> {
	let held: string | undefined;
	for (const token of keepsBlocks ? inBlocks(text) : inLines(text)) {
		if (held !== undefined && !/^[)\]}]$/.test(token)) {
			yield held;
		}
		held = token === ';' || token === ',' ? token : undefined;
		if (held === undefined) {
			yield token.replaceAll("'", '"');
		}
	}
}

function* inLines(text: string): Generator<string> {
	for (const line of linesIn(text)) {
		for (const [token] of line.matchAll(TOKEN)) {
			yield token;
		}
	}
}

/** Before each line that starts a statement, how deep it is, whatever the indentation is made of. */
function* inBlocks(text: string): Generator<string> {
	const widths: number[] = [0];
	let open = 0;
	for (const line of linesIn(text)) {
		if (line.trim() !== '' && open === 0) {
			const width = line.length - line.trimStart().length;
			while ((widths.at(-1) ?? 0) > width) {
				widths.pop();
			}
			if ((widths.at(-1) ?? 0) < width) {
				widths.push(width);
			}
			yield `\u0001${widths.length}`;
		}
		for (const [token] of line.matchAll(TOKEN)) {
			open = Math.max(0, open + (/^[([{]$/.test(token) ? 1 : /^[)\]}]$/.test(token) ? -1 : 0));
			yield token;
		}
	}
}

function* linesIn(text: string): Generator<string> {
	for (let start = 0; start <= text.length; ) {
		const end = text.indexOf('\n', start);
		yield text.slice(start, end < 0 ? text.length : end);
		start = end < 0 ? text.length + 1 : end + 1;
	}
}
