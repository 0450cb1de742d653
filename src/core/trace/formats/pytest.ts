import type { Grammar, Part } from '../grammar';
import { place } from '../needles';
import { formatOf } from '../reader';

// pytest's own tracebacks, in long, in short and in lines.
//
//   failure = { source-line | "E   " error-line | frame | chain }            outermost call first
//   frame   = file ":" line ": " [type | "in " function | type ": " message]

const FRAME =
	/^\s*(\S[^:\n]{0,1000}\.pyx?):(\d{1,9}): ?(?:in (\S[^\n]{0,500}?)|((?:\w{1,100}\.){0,8}[A-Z]\w{0,200})(?:: ([^\n]*))?)?\s*$/;
const ERROR = /^\s*E {1,20}((?:\w{1,100}\.){0,8}[A-Z]\w{0,200}): ?(.*)$|^\s*E {1,20}(\S.*)$/;
const LINK = /^\s*(?:The above exception was the direct (cause)|During handling of the above exception, another)/;
const TITLE = /^\s*(?:_{3,} \S.{0,300} _{3,}|={3,} .{0,300} ={3,}|-{5,} Captured .{0,100} -{5,})\s*$/;

function part(content: string): Part | undefined {
	const frame = FRAME.exec(content);
	if (frame) {
		const [, file = '', line, name, type, message] = frame;
		const location = { file, line: Number(line) };
		return message === undefined
			? { kind: 'frame', name, location }
			: { kind: 'head', type, message, location, isSure: true };
	}
	const error = ERROR.exec(content);
	if (error) {
		const [, type, message, only] = error;
		return {
			kind: 'head',
			isBelow: true,
			isOpen: true,
			type: type ?? 'AssertionError',
			message: (message ?? only ?? '').trim(),
		};
	}
	const link = LINK.exec(content);
	if (link) {
		return { kind: 'head', isOuter: true, relation: link[1] ? 'cause' : 'context' };
	}
	return TITLE.test(content) ? { kind: 'end' } : undefined;
}

export const pytest = formatOf({
	id: 'pytest',
	needles: [place],
	part,
	isMessage: (content) => /^\s*E {3}/.test(content),
	isOutermostFirst: true,
	maxForeign: 60,
} satisfies Grammar);
