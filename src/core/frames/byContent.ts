/** What else than its number is known of a line that cannot be read any more. */
export interface LineHints {
	/** The line itself, as the trace or a source map shows it. */
	readonly code?: string;
	/** The function it is in, as the trace calls it. */
	readonly function?: string;
}

/** Where a line probably is, and by what it was found. */
export interface GuessedLine {
	readonly kind: 'guessed';
	/** 1-based. */
	readonly line: number;
	/** 0..1. */
	readonly confidence: number;
	/** `number`: by nothing but the number that was printed. */
	readonly by: 'code' | 'function' | 'number';
	/** How many lines the file has at the revision, where these are fewer than the one that was printed: another text ran. */
	readonly fileLines?: number;
}

/** Letters and digits of a line that is hardly there twice by chance. */
const TELLING = 12;

/** Words that stand before the name of a function where it is made. */
const MAKES =
	/(?:^|[^\w$])(?:function\s*\*?|def|defp|defn|func|fn|fun|sub|proc|method)\s*(?:\([^()]*\)\s*)?(?:[\w$.:]*[.:])?$/;
/** What stands behind a name that a function is given to. */
const GIVEN = /^[:=]\s*(?:async\s*)?(?:function\b|\([^()]*\)\s*(?:=>|:|\{)|[\w$]+\s*=>)/;
/** Words and signs before a name that is used, not made. */
const USES =
	/(?:^|[^\w$])(?:return|if|while|for|switch|match|await|else|throw|new|in|case|yield|and|or|not)$|[=(,.&|!?<>+*/%-]$/;

/**
 * Finds a line in a text by what is known of it, for a revision that is not here: the line's own text, else its function, else its number.
 *
 * @param line 1-based, as it was printed
 */
export function lineByContent(text: string, line: number, hints: LineHints): GuessedLine {
	const lines = text.split(/\r\n|\n|\r/);
	return byCode(lines, line, hints.code ?? '') ?? byFunction(lines, line, nameOf(hints.function ?? '')) ?? byNumber();

	function byNumber(): GuessedLine {
		return { kind: 'guessed', line: Math.min(Math.max(line, 1), lines.length), confidence: 0.1, by: 'number' };
	}
}

function byCode(lines: readonly string[], line: number, code: string): GuessedLine | undefined {
	const wanted = plain(code);
	if (wanted === '') {
		return undefined;
	}
	const rows = lines.flatMap((one, row) => (plain(one) === wanted ? [row] : []));
	const [nearest] = rows.toSorted((a, b) => Math.abs(a + 1 - line) - Math.abs(b + 1 - line));
	if (nearest === undefined) {
		return undefined;
	}
	const isTelling = wanted.replace(/[^\p{L}\p{N}]+/gu, '').length >= TELLING;
	const confidence = rows.length > 1 ? 0.4 : isTelling ? 0.9 : 0.6;
	return { kind: 'guessed', line: nearest + 1, confidence, by: 'code' };
}

/** The printed line where it is in the one function of that name, else where that function begins. */
function byFunction(lines: readonly string[], line: number, name: string): GuessedLine | undefined {
	if (name === '') {
		return undefined;
	}
	const starts = functionStarts(lines, name);
	const around = starts.filter((row) => row < line && line <= endOf(lines, row) + 1);
	if (around.length > 0) {
		return { kind: 'guessed', line, confidence: 0.4, by: 'function' };
	}
	const [only, other] = starts;
	return only === undefined || other !== undefined
		? undefined
		: { kind: 'guessed', line: only + 1, confidence: 0.3, by: 'function' };
}

/** Rows (0-based) on which a function of that name is made. */
export const functionStarts = (lines: readonly string[], name: string): readonly number[] =>
	lines.flatMap((one, row) => (makes(one, name) ? [row] : []));

/** `Cart.total`, `shop::Cart::total`, `(*Cart).Total`, `Cart#total`: the last name of it. */
const nameOf = (printed: string) => /([\p{L}\p{N}_$]+)[?!]?(?:\([^()]*\))?\s*$/u.exec(printed)?.[1] ?? '';

/** A longer line was made by a tool, and a function on it is no place. */
const MAX_LINE = 5000;
/** What is looked at on either side of a name. */
const AROUND = 120;

/** Whether a function of that name is made on a line. */
function makes(line: string, name: string): boolean {
	if (line.length > MAX_LINE) {
		return false;
	}
	const opens = /(?:\{|:|=>|\bdo|\bthen)$/.test(line.trimEnd().slice(-AROUND));
	for (let at = line.indexOf(name); at >= 0; at = line.indexOf(name, at + name.length)) {
		const before = line.slice(Math.max(0, at - AROUND), at);
		const behind = line.slice(at + name.length, at + name.length + AROUND);
		if (/[\p{L}\p{N}_$]$/u.test(before) || /^[\p{L}\p{N}_$]/u.test(behind)) {
			continue;
		}
		const isMethod = opens && /^\s*\(/.test(behind) && !USES.test(before.trimEnd());
		if (MAKES.test(before) || GIVEN.test(behind.trimStart()) || isMethod) {
			return true;
		}
	}
	return false;
}

/** The last row of what is indented below a row, with the sign that closes it. */
function endOf(lines: readonly string[], start: number): number {
	const indent = indentOf(lines[start] ?? '');
	let end = start;
	for (let row = start + 1; row < lines.length; row++) {
		const line = lines[row] ?? '';
		if (line.trim() === '') {
			continue;
		}
		if (indentOf(line) <= indent) {
			return /^\s*(?:[)}\]]|end\b)/.test(line) ? row : end;
		}
		end = row;
	}
	return end;
}

const indentOf = (line: string) => line.length - line.trimStart().length;

const plain = (line: string) => line.replace(/\s+/g, ' ').trim();
