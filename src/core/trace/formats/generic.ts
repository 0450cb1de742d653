import type { Grammar, HeadPart, MarkPart, Part } from '../grammar';
import type { Location } from '../location';
import { plainPath } from '../location';
import { place, wording } from '../needles';
import { formatOf } from '../reader';

// Compilers and linters of any language. A line counts only if it begins with the place, the place has the ending of a source, and what follows says that it
// is a diagnostic: hosts with ports, versions and times are no places. Each diagnostic is a trace of its own.
//
//   trace    = [lead] file position [severity [code]] ": " message
//            | head "--> " file position | file position ":"                   ; rustc, esbuild
//            | ("in " | "on ") file ", line " line [", column " column]         ; YAML, Terraform, ShellCheck
//            | "::error file=" file ",line=" line [",col=" column] "::" message
//            | "CMake Error at " file ":" line " (" command "):" message-lines "Call Stack" … { file ":" line " (" command ")" }
//            | file { line ":" column severity message }                        ; ESLint
//   position = ":" line [":" column] | ":[" line "," column "]" | ":{" line "," column "}" | "(" line ["," column] ")" | " " line ":" column

const SOURCE =
	'(?:[cm]?[jt]sx?|vue|svelte|html?|s?[ac]ss|less|json|ya?ml|toml|xml|conf|[chmv]|cc|[ch](?:pp|xx|h)|mm|java|kts?|scala|groovy|gradle|cljs?|cs|fsx?|vb|pyx?|rb|erb|php|p[lm]|lua|go|rs|swift|dart|ml[iy]?|hs|elm|nim|zig|cr|rkt|tcl|el|exs?|[eh]rl|jl|[rR](?:md)?|sql|proto|tf|tex|f90|asm|sv|sol|ps1|bat|[a-z]{0,2}sh|mk|cmake|md|txt)';
const NUMBER = String.raw`(\d{1,9})`;
const PLACE = new RegExp(
	String.raw`^(-->|[ew]:|psql:(?!.* (?:NOTICE|INFO|LOG|DEBUG): )|ERROR in|(?:Syntax )?[Ee]rror in|In|CMake (?:Error|Warning)(?: \(dev\))? at)? ?((?:(?:file:\/\/|\/?[A-Za-z]:(?=[\\/])|\.{0,2}\/|\\\\)[^:"<>|]{0,400}?|[^\s:"'<>|\\][^\s:"'<>|]{0,400}?)\.${SOURCE})(?:: ?[([{]${NUMBER}, ?${NUMBER}[)\]}]|(?:: ?|\()${NUMBER}(?:[:,]${NUMBER}(?:-\d+)?)?\)?| ${NUMBER}:${NUMBER}(?:-\d+)?)(?!\d|[.:]\d)(.*)$`,
);
const SEVERITY =
	/^(?: ?[:-])? ?((?:fatal )?error|warning|note|info|hint|style|remark|Error|Warning|Info)(?: ([A-Z]+\d+))?(?:\[[\w-]+\])?: ?(.*)$/;

const WORDS = new RegExp(
	String.raw`^(?:in|on|In|\(file) "?(\S.{0,400}?\.${SOURCE})"?,? line ${NUMBER}(?:, col(?:umn)? ${NUMBER})?(?:[:,)]|\s*$)`,
);
const ACTION = /^::error (?=[^:]*?file=([^,:]+))(?=[^:]*?line=(\d{1,9}))(?:[^:]*?col=(\d{1,9}))?[^:]*::(.*)$/;

function locationOf(file: string, line: string | undefined, column: string | undefined): Location {
	return {
		file: plainPath(file).replace(/^\/(?=[A-Za-z]:)/, ''),
		line: Number(line),
		...(column && { column: Number(column) }),
	};
}

/** ESLint's file, above what is wrong in it. */
interface FilePart extends MarkPart {
	readonly file: string;
}

const FILE = /^(?:[A-Za-z]:)?[\\/]\S.{0,400}\.\w{1,10}$/;
const ROW = /^(\d{1,9}):(\d{1,9})\s+(error|warning)\s+(\S.*)$/;

function rowIn(content: string, before: Part | undefined): FilePart | HeadPart | undefined {
	const [, line, column, type, message] = ROW.exec(content) ?? [];
	if (!type) {
		return FILE.test(content) ? { kind: 'skip', file: content } : undefined;
	}
	const file = before?.kind === 'head' ? before.location?.file : (before as FilePart | undefined)?.file;
	const location = file === undefined ? undefined : locationOf(file, line, column);
	return { kind: 'head', type, message, location, relation: 'member', isSure: true };
}

const CALL = /^(\S.{0,400}):(\d{1,9}) \((\w+)\)$/;

function part(text: string, before: Part | undefined): Part | undefined {
	const content = text.trimStart();
	if (before?.kind === 'head' && before.isBelow) {
		return undefined;
	}
	const row = rowIn(content, before);
	if (row) {
		return row;
	}
	if (content.startsWith('Call Stack (most recent')) {
		return { kind: 'skip' };
	}
	if (before) {
		const [, file = '', line, name] = (before.kind !== 'head' && CALL.exec(content)) || [];
		return name ? { kind: 'frame', name, location: locationOf(file, line, undefined) } : undefined;
	}
	const [, file, line, column, message] = WORDS.exec(content) ?? ACTION.exec(content) ?? [];
	if (file) {
		const location = locationOf(file, line, column);
		return message === undefined
			? { kind: 'place', location }
			: { kind: 'head', type: 'error', message, location, isSure: true, isBelow: true };
	}
	return diagnosticIn(content);
}

function diagnosticIn(content: string): Part | undefined {
	const [, lead, file = '', inner, innerColumn, outer, outerColumn, third, thirdColumn, rest = ''] =
		PLACE.exec(content) ?? [];
	if (file === '') {
		return undefined;
	}
	const column = innerColumn ?? outerColumn ?? thirdColumn;
	const location = locationOf(file, inner ?? outer ?? third, column);
	if (lead?.startsWith('CMake')) {
		return { kind: 'head', type: lead.slice(0, -3), message: '', location, isSure: true };
	}
	const [, severity, code, text] = SEVERITY.exec(rest) ?? [];
	const message =
		text ??
		(inner ? /^:? (\S.*)/ : /^: (?!in )(\S.*)/).exec(rest)?.[1] ??
		(lead?.endsWith(':') ? rest.trim() : undefined);
	if (severity || (message !== undefined && (column || lead || /[\\/]/.test(file) || message.startsWith('***')))) {
		return { kind: 'head', type: code ?? severity, message, location, isSure: true, isBelow: true };
	}
	return (lead || (column && /[\\/]/.test(file))) && /^:?\s*$/.test(rest) ? { kind: 'place', location } : undefined;
}

const TITLE = /^\W{0,4}(error|warning)(?:\[(\w+)\])?\]?:? (.+)$/i;

function headIn(content: string, gap: number): HeadPart | undefined {
	const [, severity, code, message] = (gap < 2 && TITLE.exec(content)) || [];
	if (severity) {
		return { kind: 'head', type: code ?? severity, message };
	}
	const found = diagnosticIn(content.trimStart());
	return found?.kind === 'head' ? found : undefined;
}

export const generic = formatOf({
	id: 'generic',
	needles: [place, wording],
	part,
	head: headIn,
	maxForeign: 12,
} satisfies Grammar);
