import type { Location } from './location';
import type { Frame } from './model';
import type { Line } from './transport/line';

/**
 * Makes a frame out of what a format found in a line. The usual ones are made in one piece, since a text may have a million.
 *
 * @param raw the frame as a person would quote it: the located line (`File "a.py", line 3, in f`, without the source below it), and for Go
 * both lines, joined by `\n`, without what a log put before the second
 * @param start index into `line.content` where the frame's text begins
 * @param end index behind it, in `last`, the line it ends in
 */
export function makeFrame(
	name: string | undefined,
	location: Location | undefined,
	inApp: boolean,
	line: Line,
	start: number,
	end: number,
	raw: string = line.content.slice(start, end),
	last: Line = line,
): Frame {
	const range = [line.at(start), last.endAt(end)] as const;
	if (location === undefined) {
		return name ? { function: name, inApp, raw, range } : { inApp, raw, range };
	}
	const { file } = location;
	const atLine = known(location.line);
	const column = atLine && known(location.column);
	if (name && column) {
		return { function: name, file, line: atLine, column, inApp, raw, range };
	}
	if (name && atLine) {
		return { function: name, file, line: atLine, inApp, raw, range };
	}
	if (column) {
		return { file, line: atLine, column, inApp, raw, range };
	}
	return {
		...(name && { function: name }),
		file,
		...(atLine && { line: atLine }),
		inApp,
		raw,
		range,
	};
}

/** Runtimes print 0 and less for "unknown". */
function known(number: number | undefined): number | undefined {
	return number !== undefined && number > 0 ? number : undefined;
}
