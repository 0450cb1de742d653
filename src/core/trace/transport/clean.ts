import { runAtOnce } from '../../../base/slices';
import { type Cleaned, Cuts, type Replacement, replaceSteps } from './cuts';
import { UNESCAPE, unescapedPart } from './escapes';
import { HTML, htmlPart } from './html';
import { CleanedLine, type Line, PlainLine } from './line';
import { prefixLength } from './prefix';
import { fieldIn } from './record';
import { COMMAND_STARTS, withoutCommands } from './terminal';

/** Records in records that are opened. */
const MAX_RECORDS = 3;

const COMMAND_START = new RegExp(`[${COMMAND_STARTS.join('')}]`);
const ENTITY = /&(?:lt|gt|amp|quot|apos|nbsp|#x?[0-9a-f]{1,6});/i;
const BAR_BEHIND = /\s*[│┃║▌]$/;
const DOUBLED = /""/g;

/**
 * A line without what logs, terminals and web pages have put into and round it.
 *
 * @param raw the text's [start, end), or its head and its tail
 * @param hasCommands whether a terminal's commands may be in it
 * @param learned the length of a prefix that this text's lines were found to have, 0 where this one has none
 */
export function cleanLine(
	start: number,
	end: number,
	raw: string,
	hasCommands: boolean,
	learned: (line: string) => number,
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
	for (let depth = 0; depth <= MAX_RECORDS; depth++) {
		const prefix = learned(text) || prefixLength(text);
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
		if (field.isEscaped) {
			replace(UNESCAPE, unescapedPart);
		} else if (text.includes('""')) {
			replace(DOUBLED, () => '"');
		}
		if (COMMAND_START.test(text)) {
			use(withoutCommands(text));
		}
	}
	if (ENTITY.test(text)) {
		replace(HTML, htmlPart);
	}
	const bar = BAR_BEHIND.exec(text.slice(-200));
	if (bar) {
		cut(0, text.length - bar[0].length);
	}
	return layers.length === 0 && text === raw
		? new PlainLine(start, end, raw, 0)
		: new CleanedLine(start, end, text, hasPrefix, raw, layers);
}
