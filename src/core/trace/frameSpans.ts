import type { Frame, ParsedText, Range } from './model';

/** A frame that names a place, by where it is in the text; the numbers say which it is: trace → exception → frame. */
export interface FrameSpan {
	readonly trace: number;
	readonly exception: number;
	readonly frame: number;
	readonly of: Frame;
	/** The part of the text that a link is put on; undefined where another link is there already and nothing else can be told apart. */
	readonly link: Range | undefined;
}

/** Behind a file: `:4:48`, `", line 3`, `(3,9)`, `#L3`. */
const BEHIND_FILE = /^(?:["')]{0,2},? (?:on |at )?line \d+|:\d+(?::\d+)?|\(\d+(?:,\d+)?\)|:[a-z]+ \d+|#L?\d+)/i;

const WEB_ADDRESS = /^https?:\/\//i;

/**
 * The frames of a text that name a file and a line, in the order of the text; at most `limit`.
 *
 * @param text what was parsed
 */
export function frameSpans(text: string, { traces }: ParsedText, limit: number): readonly FrameSpan[] {
	const spans: FrameSpan[] = [];
	for (const [t, trace] of traces.entries()) {
		for (const [e, exception] of trace.exceptions.entries()) {
			for (const [f, frame] of exception.frames.entries()) {
				if (frame.file !== undefined && frame.line !== undefined && spans.length < limit) {
					spans.push({ trace: t, exception: e, frame: f, of: frame, link: linkRange(text, frame) });
				}
			}
		}
	}
	return spans.sort((a, b) => a.of.range[0] - b.of.range[0]);
}

/** The innermost span that holds `offset`; the end counts, too. */
export function spanAt(spans: readonly FrameSpan[], offset: number): FrameSpan | undefined {
	let best: FrameSpan | undefined;
	for (const span of spans) {
		const [start, end] = span.of.range;
		if (start > offset) {
			break;
		}
		const isNarrower = !best || end - start <= best.of.range[1] - best.of.range[0];
		best = offset <= end && isNarrower ? span : best;
	}
	return best;
}

/**
 * The file and line in a frame's text; all of its text where they can't be told apart in it. The editor makes links of web addresses by
 * itself, so of a frame with such a one its function is linked.
 */
function linkRange(text: string, { file = '', function: name = '', range: [start, end] }: Frame): Range | undefined {
	const raw = text.slice(start, end);
	if (WEB_ADDRESS.test(file)) {
		const address = raw.search(/https?:\/\//i);
		const at = name === '' ? -1 : raw.lastIndexOf(name, address);
		return at < 0 || at + name.length > address ? undefined : [start + at, start + at + name.length];
	}
	const at = raw.lastIndexOf(file);
	if (at < 0) {
		const line = raw.trimEnd();
		return line === '' ? undefined : [start + line.length - line.trimStart().length, start + line.length];
	}
	const behind = BEHIND_FILE.exec(raw.slice(at + file.length, at + file.length + 40));
	return [start + at, start + at + file.length + (behind?.[0].length ?? 0)];
}
