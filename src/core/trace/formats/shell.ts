import type { Grammar, HeadPart, Part } from '../grammar';
import { place, wording } from '../needles';
import { formatOf } from '../reader';

// Bash, dash and zsh, which name no more than the line; the traces of bats.
//
//   trace = script ": line " line ": " message                ; bash
//         | script ": " line ": " message                     ; dash
//         | script ":" [function ":"] line ": " message       ; zsh
//         | { ["#"] ["("] ["from function `" name "' "] "in " ["test "] "file " file ", line " line ("," | ")") }
//         | { "at " function " (" script ":" line ")" }       ; what many traps print

const ERROR = /^[#\s]{0,9}([^:\s#][^:]{0,400}):(?: line|[A-Za-z_][\w-]{0,64}:)? ?(\d{1,9}): (\S.*)$/;
const SCRIPT = /\.(?:[a-z]{0,2}sh|bats|command)$|[\\/][^\\/.]+$/;
const BATS = /^[#\s]*\(?(?:from function `([^']{1,200})' )?in (?:test )?file (\S.{0,400}), line (\d{1,9})[,)]/;
const TRAP = /^\s*at (\S+) \(([^()]{1,400}\.(?:[a-z]{0,2}sh|bats)):(\d{1,9})\)\s*$/;
const TEST = /^(not ok) \d+ (.*)$/;

function part(content: string, before: Part | undefined): Part | undefined {
	const [, name, file = '', line] = BATS.exec(content) ?? TRAP.exec(content) ?? [];
	if (file) {
		return { kind: 'frame', name, location: { file, line: Number(line) } };
	}
	return before ? undefined : errorIn(content);
}

/** One of these is a trace of its own. */
function errorIn(content: string): HeadPart | undefined {
	const [, file = '', line, message] = ERROR.exec(content) ?? [];
	return SCRIPT.test(file)
		? { kind: 'head', message, location: { file, line: Number(line) }, isSure: true, isBelow: true }
		: undefined;
}

function headIn(content: string, gap: number): HeadPart | undefined {
	const [, type, message] = (gap === 0 && TEST.exec(content)) || [];
	return type ? { kind: 'head', type, message } : errorIn(content);
}

export const shell = formatOf({
	id: 'shell',
	needles: [place, wording],
	part,
	head: headIn,
} satisfies Grammar);
