import type { Grammar, HeadPart, Part } from '../grammar';
import { isInAppPath } from '../inApp';
import { type Location, locationAtEnd } from '../location';
import { place } from '../needles';
import { formatOf } from '../reader';

// Julia.
//
//   trace = head { message-line } "Stacktrace:" { call } { nested } ["in expression starting at " file ":" line]
//   call  = "[" n "] " function [repeats] break "@ " [module " "] file ":" line [" [inlined]"]      ; since 1.6
//         | ("[" n "] " | "in " | "") function " at " file ":" line [" [inlined]"] [repeats]
//   head  = "ERROR: " ["LoadError: "] message | test ": " ("Test Failed" | "Error During Test") " at " file ":" line
//   nested = ("caused by: " | "nested task error: ") message "Stacktrace:" { call }
//   repeats = " (repeats " n " times)"

const TAIL = /(?: \[inlined\]| \(repeats \d{1,9} times\)|--- the .*){1,2}$/;
const NAME = /^\s*\[\d{1,6}\] (\S.*)$/;
const PLACE = /^\s*@ (?:([\p{L}_][\p{L}\w.!]*(?:\.var"[^"]*")?) )?(\S.*)$/u;
const CALL = /^\s*(?:\[\d{1,6}\] |in )?(\S.*?);? at (\S.*)$/;

/** A function without a number before it: one word, or with its types in brackets. */
const FUNCTION = /^(?:[^\s:]+|[^\s(]+\(.*\)|top-level scope|macro expansion)$/;
const UNLOCATED = /^(?:(\S+) at \S+ \(unknown line\)|(unknown function) \(ip: \w+\))$/;

const SKIP =
	/^\s*(?:Stacktrace:|-*(?:\.\.\. ?\()?(?: ?the (?:above|last) \d+ lines are repeated)|\.\.\.and \d+ more exception)/;
const EXPRESSION = /^\s*(?:while loading \S+, )?in expression starting at (.+:\d+)$/;
const NESTED = /^\s*(?:caused by|nested task error):\s*(.*)$/;
const SIGNAL = /signal \([\d.]+\): (.+)$/;

/** Julia's own files are printed relative to its base; those in a package's folder belong to somebody. */
const LIBRARY = /[\\/](?:\.julia[\\/]packages|julia[\\/]stdlib|stdlib[\\/]v\d)|\.[ch]p?p?$/;

function isInApp(file: string, module?: string): boolean {
	return (
		isInAppPath(file) && !LIBRARY.test(file) && (!/^\.[\\/](?!REPL)/.test(file) || module?.startsWith('Main') === true)
	);
}

const isPlace = (location: Location | undefined, before: Part | undefined) =>
	location !== undefined && (before !== undefined || /\.jl$|^(?:\.[\\/])?REPL\[/.test(location.file));

function part(content: string, before: Part | undefined): Part | undefined {
	const text = content.trimEnd();
	const plain = text.replace(TAIL, '');
	const placed = PLACE.exec(plain);
	if (placed) {
		const [, module, at = ''] = placed;
		const location = locationAtEnd(at);
		// without a folder it is a method that a message lists
		const isListed = before?.kind !== 'name' && module !== 'Main' && !/[\\/]/.test(at);
		return location && isPlace(location, before) && !isListed
			? { kind: 'place', location, inApp: isInApp(location.file, module) }
			: undefined;
	}
	const expression = EXPRESSION.exec(text);
	if (expression) {
		const location = locationAtEnd(expression[1] ?? '');
		return before || !location ? { kind: 'skip' } : { kind: 'place', location };
	}
	return SKIP.test(text) ? { kind: 'skip' } : (nestedIn(text) ?? callIn(text, plain, before));
}

function callIn(text: string, plain: string, before: Part | undefined): Part | undefined {
	const numbered = NAME.exec(plain);
	const [, name = '', at = ''] = CALL.exec(plain) ?? [];
	const location = locationAtEnd(at);
	if (location && isPlace(location, before) && (numbered || FUNCTION.test(name))) {
		return { kind: 'frame', name, location, inApp: isInApp(location.file) };
	}
	if (numbered?.[1]) {
		return { kind: 'name', name: numbered[1] };
	}
	const [, unlocated, unknown] = (before && UNLOCATED.exec(text.trimStart())) || [];
	return unlocated || unknown ? { kind: 'frame', name: unlocated ?? unknown } : undefined;
}

const TYPE = /^((?:[A-Z]\w*\.)*[A-Z]\w*(?:Error|Exception))(?::| with |\(|$) ?(.*)$/;

function headOf(text: string): HeadPart {
	const own = text.replace(/^(?:LoadError: ){1,9}/, '');
	const [, type, message = own] = TYPE.exec(own) ?? [];
	return { kind: 'head', type, message };
}

function nestedIn(text: string): HeadPart | undefined {
	const [, nested] = NESTED.exec(text) ?? [];
	const [, signal] = SIGNAL.exec(text) ?? [];
	return nested !== undefined
		? { ...headOf(nested), relation: 'cause' }
		: signal
			? { kind: 'head', type: 'signal', message: signal }
			: undefined;
}

const TEST = /^(\S.*): (Test Failed|Error During Test) at (\S.*:\d+)$/;
const HEAD = /^\s*(?:ERROR: |(?=LoadError: |(?:[A-Z]\w*\.)*[A-Z]\w*(?:Error|Exception)(?::| with |\()))(.*)$/;

function headIn(content: string, gap: number): HeadPart | undefined {
	const text = content.trimEnd();
	const [, message, type, at] = TEST.exec(text) ?? [];
	const [, error] = HEAD.exec(text) ?? [];
	return type
		? { kind: 'head', type, message, fallback: locationAtEnd(at ?? '') }
		: error !== undefined
			? headOf(error)
			: gap === 0 && text
				? headOf(text)
				: undefined;
}

export const julia = formatOf({
	id: 'julia',
	needles: [place, { text: 'REPL[' }],
	part,
	head: headIn,
} satisfies Grammar);
