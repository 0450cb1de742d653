import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { EventLog, LogDamage } from '../../../core/ports/eventLog';
import type { Log } from '../../../core/ports/log';
import { syncFolder } from '../segments/appendLine';
import { openSegments } from '../segments/eventLog';
import { type Listed, namesIn } from '../segments/folder';

export interface UserHomeNeeds {
	/** Told of what is found, or removed, outside of `read`. */
	readonly onDamage?: (damage: LogDamage) => void;
	/** In bytes: behind that the next segment is begun. */
	readonly segmentLimit?: number;
	/** How long an erase waits for the clean-up of another window. */
	readonly waitMs?: number;
}

const FIRST = 'events.jsonl';
const NUMBERED = /^events(?:-(\d{4,}))?\.jsonl$/;
/** Nobody else rewrites these files, and each start looks at all of them. */
const CHECKED = 256;
/** In bytes. */
export const SEGMENT_LIMIT = 4 * 1024 * 1024;

/**
 * The event log of one person: segments in the extension's own storage, which several windows append to at once. All write to the newest, `events-0007.jsonl`,
 * and to the next one once that is large enough; older ones are put together as they get many.
 *
 * @param folder absolute; made when there is something to write
 */
export function openUserEventLog(folder: string, log: Log, needs: UserHomeNeeds = {}): EventLog {
	const { segmentLimit = SEGMENT_LIMIT } = needs;
	let newest: string | undefined;
	return openSegments(
		{
			folder,
			prepare: () => makeFolder(folder),
			segment: async (full) => {
				if (newest === undefined || full !== undefined) {
					const known = newestOf(await namesIn(folder));
					newest = known === full ? nextOf(known) : known;
				}
				return newest;
			},
			segmentLimit,
			sealed: (segments) => sealedOf(segments),
			rewriteInto: 'one',
			tidies: 'afterRead',
			refusesLinks: false,
			checked: CHECKED,
			mode: 0o600,
			...(needs.waitMs !== undefined && { waitMs: needs.waitMs }),
			...(needs.onDamage && { onDamage: needs.onDamage }),
		},
		log,
	);
}

function numberOf(name: string): number | undefined {
	const [whole, digits] = NUMBERED.exec(name) ?? [];
	return whole === undefined ? undefined : Number(digits ?? 1);
}

function nameOf(number: number): string {
	return number === 1 ? FIRST : `events-${String(number).padStart(4, '0')}.jsonl`;
}

function newestOf(names: readonly string[]): string {
	return nameOf(names.reduce((newest, name) => Math.max(newest, numberOf(name) ?? 0), 1));
}

function nextOf(name: string): string {
	return nameOf((numberOf(name) ?? 0) + 1);
}

/** All but the newest one. */
function sealedOf(segments: readonly Listed[]): readonly Listed[] {
	const newest = newestOf(segments.map(({ name }) => name));
	return segments.filter(({ name }) => name !== newest);
}

async function makeFolder(folder: string): Promise<void> {
	const firstMade = await mkdir(folder, { recursive: true, mode: 0o700 });
	if (firstMade === undefined) {
		return;
	}
	for (let made = folder; made.length >= firstMade.length; made = dirname(made)) {
		await syncFolder(dirname(made)); // else a crash may take the folder away, and the log with it
	}
}
