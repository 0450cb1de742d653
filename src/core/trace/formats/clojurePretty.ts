import type { Grammar, Part } from '../grammar';
import { isInAppMethod } from '../inApp';
import { place } from '../needles';
import { formatOf } from '../reader';

// What the library clj-commons/pretty (once io.aviso/pretty) prints of an exception: the outermost call first, below the calls the innermost
// exception, and each one below is that it caused.
//
//   trace = { name "  " file ":" line | "..." } { class [": " message] { "  " key ": " value } }

const CALL = /^\s*(?=\S*[./])([^\s:]+)\s+([\w$.-]+\.\w+): *(\d+)\s*(?:[┐│┘].*)?$/;
const HEAD = /^\s*((?:[\w$]+\.)+[\w$]+)(?:: (.*))?$/;

function part(content: string, before: Part | undefined): Part | undefined {
	const [, name = '', file, line] = CALL.exec(content) ?? [];
	if (file) {
		return { kind: 'frame', name, location: { file, line: Number(line) }, inApp: isInAppMethod(name) };
	}
	const [, type, message] = HEAD.exec(content) ?? [];
	if (type) {
		const isBelow = before?.kind === 'frame' || before?.kind === 'skip';
		return { kind: 'head', type, message, isBelow, isOuter: !isBelow, relation: 'cause' };
	}
	return /^\s*\.\.\.\s*$/.test(content) ? { kind: 'skip' } : undefined;
}

export const clojurePretty = formatOf({
	id: 'java',
	needles: [place],
	part,
	isOutermostFirst: true,
	maxForeign: 3,
} satisfies Grammar);
