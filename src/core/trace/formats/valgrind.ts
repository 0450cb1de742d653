import type { Grammar, HeadPart, Part } from '../grammar';
import { locationAtEnd } from '../location';
import { address } from '../needles';
import { formatOf } from '../reader';

// Valgrind's tools.
//
//   report  = head { frame } { section { frame } }              each line behind "==" pid "== "
//   frame   = ("at " | "by ") address ": " function " (" (file ":" line | "in " library) ")"
//   section = " " text

/** Files are printed without their folders. */
const LIBRARY = /^(?:[\w:]{1,100} )?(?:std::|__|clone$|start_thread|create_thread|pthread_|_start$)/;

const FRAME = /^\s*(?:at|by) 0x[0-9A-Fa-f.]{1,16}: (\S.*)\)\s*$/;
const SECTION = /^(?: \S|\s*(?:Address 0x|Block was|Previous|This conflicts|Uninitialised value was))/;

function part(content: string, before: Part | undefined): Part | undefined {
	const [, rest] = FRAME.exec(content) ?? [];
	if (rest !== undefined) {
		const open = rest.lastIndexOf(' (');
		const name = rest.slice(0, open);
		const location = locationAtEnd(rest.slice(open + 2));
		const inApp = LIBRARY.test(name) ? false : undefined;
		return { kind: 'frame', name: name === '???' ? undefined : name, location, inApp };
	}
	if (before && SECTION.test(content)) {
		return { kind: 'head', message: content.trim(), relation: 'thread' };
	}
	return content.startsWith('Locks held: ') ? { kind: 'skip' } : undefined;
}

function head(content: string, gap: number): HeadPart | undefined {
	return gap < 2 && /^\S/.test(content) ? { kind: 'head', message: content.trim() } : undefined;
}

export const valgrind = formatOf({ id: 'valgrind', needles: [address], part, head } satisfies Grammar);
