import type { Change } from '../ports/repository';

const SAYS_SO =
	/\b(?:re-?format\w*|format(?:ting|ted)?|style|indent\w*|white-?space|lint\w*|prettier|black|gofmt|gofumpt|clang-format|rustfmt|rubocop|eslint|biome|re-?wrap\w*|tabs?|spaces|cosmetic|tidy|clean-?up|pep-?8|checkstyle|spotless|ktlint)\b/i;

/** A change to more files than this may be one over all of them. */
const MANY = 50;

/** Worth the look whether it only reformats: by its subject, or its size. */
export const mayOnlyFormat = ({ commit, paths }: Change) => SAYS_SO.test(commit.subject) || paths.length > MANY;

/**
 * Whether two versions of a file have the same tokens: they differ in white space, in where lines break, in commas at the end of lists, in
 * semicolons at the end of lines and in the kind of quotes. Indentation counts where a language takes it for blocks.
 */
export function isSameCode(before: string, after: string, path: string): boolean {
	if (lettersIn(before) !== lettersIn(after)) {
		return false; // said at once for most: reading tokens takes a hundred times as long
	}
	return /\.(?:py|pyx|coffee|haml|slim|ya?ml)$/.test(path)
		? tokens(before, true) === tokens(after, true)
		: tokens(before, false) === tokens(after, false);
}

/** Letters and digits, which formatting neither adds nor takes away. */
function lettersIn(text: string): number {
	let count = 0;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		count += (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) ? 1 : 0;
	}
	return count;
}

function tokens(text: string, keepsBlocks: boolean): string {
	const code = keepsBlocks ? depths(text) : text;
	return code
		.replaceAll("'", '"')
		.replace(/[ \t\r\f]+/g, keepsBlocks ? '' : ' ')
		.replace(/\s*([^\w\s])\s*/g, '$1')
		.replace(/[;,](?=[\n)\]}]|$)/g, '')
		.replace(/\s+/g, ' ')
		.trim();
}

/** Depth of each line's indentation, whatever it is made of, put before the line where it differs from the one before. */
function depths(text: string): string {
	const widths: number[] = [0];
	let open = 0;
	return text
		.split('\n')
		.map((line) => {
			if (line.trim() === '' || open > 0) {
				open = Math.max(0, open + balance(line));
				return line;
			}
			const width = line.length - line.trimStart().length;
			while ((widths.at(-1) ?? 0) > width) {
				widths.pop();
			}
			if ((widths.at(-1) ?? 0) < width) {
				widths.push(width);
			}
			open = Math.max(0, open + balance(line));
			return `\u0001${widths.length}\u0001${line}`;
		})
		.join('\n');
}

const balance = (line: string) => (line.match(/[([{]/g)?.length ?? 0) - (line.match(/[)\]}]/g)?.length ?? 0);
