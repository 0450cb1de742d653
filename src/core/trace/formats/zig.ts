import type { Grammar, HeadPart, Part } from '../grammar';
import { locationAtEnd } from '../location';
import { address, place } from '../needles';
import { formatOf } from '../reader';

// Zig: panics, and the places that an error came through.
//
//   trace = head { frame excerpt caret }
//   head  = ["thread " id " "] "panic: " message | "error: " name | … "FAIL (" name ")"
//   frame = (file ":" line ":" column | "???:?:?") ": " address " in " function " (" module ")"

const FRAME = /^\s*0x[0-9a-f]{1,16} in (\S.*) \([^()]*\)\s*$/;
const HEAD =
	/(?:(?:^|thread \d{1,12} |current thread )(panic): (.*)|^error: (\w+)|^error(?:\(\w+\))?: (.*)|\bFAIL \((\w+)\)|^((?:Segmentation fault|Illegal instruction|Bus error) at address) (.*))$/;

function part(content: string): Part | undefined {
	const colon = content.lastIndexOf(': 0x');
	const [, name] = colon < 0 ? [] : (FRAME.exec(content.slice(colon + 1)) ?? []);
	const at = content.slice(0, colon).trim();
	const location = name ? locationAtEnd(at) : undefined;
	return name && (location?.column || at === '???:?:?')
		? { kind: 'frame', name: name === '???' ? undefined : name, location }
		: undefined;
}

function head(content: string): HeadPart | undefined {
	const [all, panic, said, error, logged, failed, signal, where] = HEAD.exec(content.trim()) ?? [];
	const type = panic ?? error ?? failed ?? signal ?? 'error';
	return all === undefined ? undefined : { kind: 'head', type, message: said ?? logged ?? where };
}

export const zig = formatOf({ id: 'zig', needles: [place, address], part, head, maxForeign: 2 } satisfies Grammar);
