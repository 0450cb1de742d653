import type { Needle } from '../format';
import type { Grammar, HeadPart, Part } from '../grammar';
import { isInAppPath } from '../inApp';
import { type Location, locationAtEnd } from '../location';
import { place } from '../needles';
import { formatOf } from '../reader';

// Haskell: call stacks of HasCallStack, of profiling and of info tables; failed patterns; GHC's errors; hspec.
//
//   trace = head { message-line } title { call | centre }
//   head  = (program ": " | "*** Exception: ") message | "Uncaught exception " package ":" type ":"
//   title = "CallStack (from " … "):" | … " backtrace:"
//   call  = function ", called at " file ":" line ":" column " in " package ":" module
//   centre = function " (" file ":" span ")"          ; the function that stands there
//   error = [program ": "] file ":" span ": " message ; alone
//   span  = line ":" column ["-" column] | "(" line "," column ")-(" line "," column ")"

const CALL = /^\s*(\S.{0,300}?), called at ([^\s,][^,]{0,500}:\d{1,9}:\d{1,9}) in \S+:\S+\s*$/;
const SPAN = String.raw`([^\s:"][^:"]{0,300}\.(?:l?hs|hsc|hs-boot|[xy])):(?:\((\d{1,9}),(\d{1,9})\)-\(\d+,\d+\)|(\d{1,9}):(\d{1,9})(?:-\d+)?)`;
const CENTRE = new RegExp(String.raw`^\s*(\S+) \(${SPAN}\)\s*$`);
const UNLOCATED = /^\s*(\S+) \(<[\w ]+>\)\s*$/;
const ERROR = new RegExp(
	String.raw`^\s*(?:[\w.-]{1,64}: )?(?:user error \((Pattern match[^:]{0,80}?) at )?${SPAN}(?:: (\S.*)|\))$`,
);
const DIAGNOSTIC = /^(error|warning)(?::|$) ?(.*)$/;
const SPEC = new RegExp(String.raw`^\s+${SPAN}:\s*$`);
/** tasty's, without a column. */
const UNIT = /^\s+([^\s:"][^:"]{0,300}\.l?hs):(\d{1,9}):\s*$/;
const EXAMPLE = /^\s*\d+\) (\S.*)$/;
const TITLE = /^\s*(?:CallStack \(from [\w-]+\):|[A-Z][\w ]* backtrace:)\s*$/;

function locationOf([file = '', line, column, otherLine, otherColumn]: readonly string[]): Location {
	return { file, line: Number(line ?? otherLine), column: Number(column ?? otherColumn) };
}

const isInApp = (file: string | undefined) => isInAppPath(file) && !/^libraries[\\/]/.test(file ?? '');

function part(content: string, before: Part | undefined): Part | undefined {
	const [, name, at = ''] = CALL.exec(content) ?? [];
	if (name) {
		const location = locationAtEnd(at);
		return { kind: 'frame', name, location, inApp: isInApp(location?.file) };
	}
	if (TITLE.test(content)) {
		return { kind: 'skip' };
	}
	if (before) {
		const [, example] = (before.kind === 'place' && EXAMPLE.exec(content)) || [];
		return example ? { kind: 'head', message: example, isBelow: true } : undefined;
	}
	const spec = SPEC.exec(content);
	const [, file, line] = UNIT.exec(content) ?? [];
	return spec
		? { kind: 'place', location: locationOf(spec.slice(1)) }
		: file
			? { kind: 'place', location: { file, line: Number(line) } }
			: errorIn(content);
}

function errorIn(content: string): HeadPart | undefined {
	const error = ERROR.exec(content);
	if (!error) {
		return undefined;
	}
	const text = error[7] ?? error[1] ?? '';
	const [, type, message = text] = DIAGNOSTIC.exec(text) ?? [];
	return { kind: 'head', type, message, location: locationOf(error.slice(2)), isSure: true, isBelow: true };
}

/** `a.hs:(3,1)-(5,9)` */
const range: Needle = { text: '.hs:(' };

const HEAD = /^(?:.{0,200}\*\*\* Exception|[\w .-]{1,64}|Uncaught exception \S*?([\w']+)): ?(.*)$/;

/** Lines of a message that a program's name is looked for above: a word and a colon are found everywhere. */
const MAX_GAP = 12;

function headIn(content: string, gap: number): HeadPart | undefined {
	const found = gap < MAX_GAP ? HEAD.exec(content) : undefined;
	return found?.[2] !== undefined && (found[2] !== '' || found[1])
		? { kind: 'head', type: found[1], message: found[2].trim() }
		: undefined;
}

export const haskell = formatOf({
	id: 'haskell',
	needles: [place, range],
	part,
	head: headIn,
	isCalledAt: true,
} satisfies Grammar);

function centrePart(content: string, before: Part | undefined): Part | undefined {
	const centre = CENTRE.exec(content);
	if (centre) {
		const location = locationOf(centre.slice(2));
		return { kind: 'frame', name: centre[1], location, inApp: isInApp(location.file) };
	}
	const unlocated = before && UNLOCATED.exec(content);
	return unlocated ? { kind: 'frame', name: unlocated[1] } : TITLE.test(content) ? { kind: 'skip' } : undefined;
}

/** Cost centres and info tables, which are printed with the place they are at. */
export const haskellProfile = formatOf({
	id: 'haskell',
	needles: [place, range],
	part: centrePart,
	head: headIn,
} satisfies Grammar);
