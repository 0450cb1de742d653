import type { FramePart, Grammar, HeadPart, Part } from '../grammar';
import { isInAppMethod } from '../inApp';
import { place } from '../needles';
import { formatOf } from '../reader';

// Clojure's own ways to print an exception; where it leaves that to the JVM, the JVM's format reads it.
//
//   data     = … "{:type " class NEWLINE ":message " string … NEWLINE ":at " call "}]" NEWLINE ":trace [" { call } "]"
//   call     = "[" class " " method " " (quoted-file | "nil") " " line "]"
//   reported = ("Execution error" | …) [" (" class ")"] " at " [function " "] "(" file ":" line [":" column] ")."
//   older    = … "compiling:(" file ":" line [":" column] ")" | class " " message "  " function " (" file ":" line ")"

const CALL = /^\s*(?::trace\s*)?\[{1,2}([^\s[\]]+) ([^\s[\]]+) (?:"?([^\s"[\]]+)"?) (-?\d+)\]/;

/** The call that `:at` names is the first one of `:trace`. */
const SKIPPED = /^\s*:(?:at|trace)\b/;

const REPORTED =
	/^.{0,200}?(?:(\w{0,9} ?[Ee]rror\b.{0,200}?) at (?:(\S+) )?|(CompilerException .*), compiling:|(\w{1,99}(?:Exception|Error) .{0,300}?) {2}(\S+) )\(([^\s():]+\.\w+):(\d+)(?::(\d+))?\)\.?\s*$/;

function part(content: string): Part | undefined {
	const [, className, method, file, line] = CALL.exec(content) ?? [];
	if (className) {
		const name = `${className}.${method}`;
		const location = file?.includes('.') ? { file, line: Number(line) } : undefined;
		return { kind: 'frame', name, location, inApp: isInAppMethod(name) };
	}
	return SKIPPED.test(content) ? { kind: 'skip' } : reportedIn(content);
}

/** Other output follows at once, which is no message: so it is a frame and not the head of a trace. */
function reportedIn(content: string): FramePart | undefined {
	const [, what, at, compiling, older, name = at, file, line, column] = REPORTED.exec(content) ?? [];
	const location = file ? { file, line: Number(line), ...(column && { column: Number(column) }) } : undefined;
	return location && { kind: 'frame', message: what ?? compiling ?? older, name, location };
}

function head(content: string): HeadPart | undefined {
	const [, type] = /^.*\{:type ([^\s,}]+)/.exec(content) ?? [];
	return type ? { kind: 'head', type } : undefined;
}

export const clojure = formatOf({
	id: 'java',
	needles: [place],
	hint: /rror|xception|\[/,
	part,
	head,
} satisfies Grammar);
