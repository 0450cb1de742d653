import type { Grammar, HeadPart, Part } from '../grammar';
import { locationAtEnd } from '../location';
import { address } from '../needles';
import { formatOf } from '../reader';

// Valgrind's tools.
//
//   report  = head { frame } { section { frame } }              each line behind "==" pid "== "
//   frame   = ("at " | "by ") address ": " function " (" (file ":" line | "in " library) ")"
//   section = " " text

const FRAME = /^\s*(?:at|by) 0x[0-9A-Fa-f]{1,16}: (\S[^\n]*)\)\s*$/;
const SECTION = /^(?: \S|\s*(?:Address 0x|Block was|Previous|This conflicts|Uninitialised value was))/;

function part(content: string, before: Part | undefined): Part | undefined {
	const rest = FRAME.exec(content)?.[1];
	if (rest !== undefined) {
		const open = rest.lastIndexOf(' (');
		const name = rest.slice(0, open);
		return { kind: 'frame', name: name === '???' ? undefined : name, location: locationAtEnd(rest.slice(open + 2)) };
	}
	if (before && SECTION.test(content)) {
		return { kind: 'head', message: content.trim(), relation: 'thread' };
	}
	return before && content.trim() === '' ? { kind: 'end' } : undefined;
}

function head(content: string, gap: number): HeadPart | undefined {
	return gap === 0 && /^\S/.test(content) ? { kind: 'head', message: content.trim() } : undefined;
}

export const valgrind = formatOf({ id: 'valgrind', needles: [address], part, head } satisfies Grammar);
