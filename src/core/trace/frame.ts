import type { Location } from './location';
import type { Frame } from './model';
import type { Line } from './transport/line';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Makes a frame out of what a format found in a line. Written out field by field, since a trace may have a hundred thousand.
 *
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
	const frame: Mutable<Frame> = { inApp, raw, range: [line.at(start), last.endAt(end)] };
	if (name) {
		frame.function = name;
	}
	if (location) {
		frame.file = location.file;
		if (location.line !== undefined && location.line > 0) {
			frame.line = location.line; // 0 and less is how runtimes print "unknown"
			if (location.column !== undefined && location.column > 0) {
				frame.column = location.column;
			}
		}
	}
	return frame;
}
