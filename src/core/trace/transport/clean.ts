import { runAtOnce } from '../../../base/slices';
import { type Cleaned, Cuts, type Replacement, replaceSteps } from './cuts';
import { UNESCAPE, unescapedPart } from './escapes';
import { HTML, htmlPart } from './html';
import { CleanedLine, type Line, PlainLine } from './line';
import { prefixLength, samePrefix, suffixLength } from './prefix';
import { cellsIn, fieldIn } from './record';
import { COMMAND_STARTS, withoutCommands } from './terminal';

/** Records in records that are opened. */
const MAX_RECORDS = 3;

const COMMAND_START = new RegExp(`[${COMMAND_STARTS.join('')}]`);
const BAR_BEHIND = /\s*[│┃║▌]$/;
/** Where a test report's element ends. */
const ELEMENT_BEHIND = /(?:\]\]>)?(?:\s{0,9}<\/[\w:.-]{1,60}>){0,9}\s{0,9}$/;
const GREATER = 0x3e;
const DOUBLED = /""/g;
const DOUBLED_PAIR = /""[^"]{1,300}""/;

/** What a text's lines have before and behind them, but for the numbers in it. */
export interface Wrapping {
	readonly prefix: string;
	readonly suffix: string;
	/** The lines are rows of CSV; that cell holds what was logged. */
	readonly column?: number | undefined;
}

export const NO_WRAPPING: Wrapping = { prefix: '', suffix: '' };

/**
 * A line without what logs, terminals and web pages have put into and round it.
 *
 * @param raw the text's [start, end), or its head and its tail
 * @param hasCommands whether a terminal's commands may be in it
 * @param wrapping what this text's lines were found to have round them
 * @param isDiff whether this text's lines have a diff's signs
 */
export function cleanLine(
	start: number,
	end: number,
	raw: string,
	hasCommands: boolean,
	wrapping: Wrapping,
	isDiff: boolean,
): Line {
	const layers: Cuts[] = [];
	let text = raw;
	let hasPrefix = false;
	const use = (cleaned: Cleaned) => {
		if (cleaned.text !== text) {
			text = cleaned.text;
			layers.push(cleaned.cuts);
		}
	};
	const cut = (from: number, to: number) => {
		if (from > 0) {
			const cuts = new Cuts();
			cuts.add(0, from);
			layers.push(cuts);
		}
		text = text.slice(from, to);
	};
	const replace = (pattern: RegExp, by: Replacement) => use(runAtOnce(replaceSteps(text, pattern, by)));

	if (hasCommands && COMMAND_START.test(text)) {
		use(withoutCommands(text));
	}
	const unquote = (isEscaped: boolean) => {
		if (isEscaped) {
			replace(UNESCAPE, unescapedPart);
		} else if (text.includes('""')) {
			replace(DOUBLED, () => '"');
		}
	};
	if (isDiff && /^[+-]/.test(text)) {
		cut(1, text.length);
		hasPrefix = true;
	}
	const logged = wrapping.column === undefined ? undefined : cellsIn(text)[wrapping.column];
	if (logged) {
		cut(logged.start, logged.end);
		hasPrefix = true;
		unquote(false);
	}
	const learned = wrapping.prefix === '' ? 0 : samePrefix(wrapping.prefix, text);
	if (learned > 0) {
		const { prefix, suffix } = wrapping;
		cut(learned, text.length - (suffix === '' ? 0 : suffixLength(suffix, text)));
		hasPrefix = true;
		if (prefix.endsWith('"')) {
			unquote(prefix.includes('{') && text.includes('\\'));
		}
	}
	for (let depth = 0; depth <= MAX_RECORDS; depth++) {
		const prefix = prefixLength(text);
		if (prefix > 0) {
			hasPrefix = true;
			cut(prefix, text.length);
		}
		const field = fieldIn(text);
		if (!field) {
			break;
		}
		hasPrefix ||= field.start > 1;
		cut(field.start, field.end);
		unquote(field.isEscaped);
		if (COMMAND_START.test(text)) {
			use(withoutCommands(text));
		}
	}
	if (text.includes('""') && DOUBLED_PAIR.test(text)) {
		unquote(false); // the middle of a CSV cell
	}
	if (text.includes('&') || text.includes('</') || text.includes('<pre')) {
		replace(HTML, htmlPart);
	}
	const last = text.charCodeAt(text.length - 1);
	const behind = (last > 0x7f ? BAR_BEHIND : last === GREATER ? ELEMENT_BEHIND : undefined)?.exec(text.slice(-200));
	if (behind?.[0]) {
		cut(0, text.length - behind[0].length);
	}
	return layers.length === 0 && text === raw
		? new PlainLine(start, end, raw, 0)
		: new CleanedLine(start, end, text, hasPrefix, raw, layers);
}
