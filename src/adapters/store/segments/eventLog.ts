import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Disposables } from '../../../base/disposables';
import { Emitter } from '../../../base/emitter';
import { FaultlineError, isAbort } from '../../../base/errors';
import type { IncidentEvent } from '../../../core/incident/event';
import { isTombstone } from '../../../core/incident/events/incidentErased';
import type { EventLog, LogDamage, LogReading } from '../../../core/ports/eventLog';
import type { Log } from '../../../core/ports/log';
import { eraseUnfinished, errorCode, explainedWrite, readFailed, tooLargeToRead } from '../errors';
import { inOrder } from '../inOrder';
import { appenderIn } from './appendLine';
import { cleanUp, hasLeftovers, isWorthMerging, noteErasing } from './cleanUp';
import { type Limits, type Listed, segmentsIn } from './folder';
import { follow } from './follow';
import { lineOf } from './lines';
import { type Places, type Position, positionText, readPosition } from './place';
import { putAside } from './quarantine';
import { type Found, readerOf } from './reader';

/** What makes a home of a folder of segments. */
export interface SegmentsNeeds {
	/** Absolute. */
	readonly folder: string;
	/** Makes the folder, and what has to be in it; called before anything is written. */
	readonly prepare: () => Promise<void>;
	/**
	 * Says whether the home may be used now; called before anything is read or written.
	 *
	 * @throws FaultlineError when it may not
	 */
	readonly guard?: () => Promise<void>;
	/** The segment to write to next. @param full one that takes nothing more */
	readonly segment: (full?: string) => Promise<string>;
	/** In bytes; a segment that is larger takes nothing more. */
	readonly segmentLimit?: number;
	/** What happened, for people who see the line in a diff. */
	readonly says?: (list: readonly unknown[]) => string | undefined;
	/** As in `CleanUpNeeds`. */
	readonly sealed?: (segments: readonly Listed[]) => readonly Listed[];
	readonly rewriteInto: 'one' | 'each';
	/** When to tidy up without being asked: after reading, or only where this window writes anyway. */
	readonly tidies: 'afterRead' | 'afterAppend';
	/** How long an erase waits for the clean-up of another window. */
	readonly waitMs?: number;
	readonly refusesLinks: boolean;
	/** So many bytes before where a segment was read to are looked at to see whether they are the same; all where others than us write to it. */
	readonly checked: number;
	/** How much is read; where others than us write to it. */
	readonly limits?: Limits;
	/** File mode of segments. */
	readonly mode: number;
	/** Told of what is found, or removed, outside of `read`. */
	readonly onDamage?: (damage: LogDamage) => void;
}

const WAIT_MS = 60_000;
const SETTLE_MS = 25;

/**
 * An event log that is a folder of segments: files of JSON lines with checksums (`lines.ts`), to which several processes append at once. Readers keep a
 * place in each (`reader.ts`); clean-ups rewrite segments (`rewrite.ts`). What cannot be read stays where it is, and is copied to a file beside.
 */
export function openSegments(needs: SegmentsNeeds, log: Log): EventLog {
	const { folder, guard = async () => {}, refusesLinks, mode, onDamage = () => {} } = needs;
	const owned = new Disposables();
	const appended = owned.add(new Emitter<readonly IncidentEvent[]>());
	const reset = owned.add(new Emitter<void>());
	const alive = new AbortController();
	owned.add({ dispose: () => alive.abort() });
	const inWriteOrder = inOrder();
	const inReadOrder = inOrder();
	const tidyInOrder = inOrder();
	const reader = readerOf(
		{ folder, refusesLinks, checked: needs.checked, hasHeaders: needs.rewriteInto === 'one', limits: needs.limits },
		log,
	);
	/** Written by us and not met in the files yet. */
	const own = new Set<string>();
	let erased = new Set<string>();
	/** Something of an erased incident came after its tombstone. */
	let isUntidy = false;
	let hasAppended = false;
	let isFollowing = false;
	/** What is there is not what was read, and nobody has read it anew. */
	let isStale = false;

	const explained = (error: unknown) => explainedWrite(error, folder);

	const noteErased = (events: readonly IncidentEvent[]) => {
		for (const event of events) {
			if (isTombstone(event)) {
				erased.add(event.incident);
			}
		}
		isUntidy ||= erased.size > 0 && events.some((event) => erased.has(event.incident) && !isTombstone(event));
	};

	/** Tells what others appended since the last look, or again from earlier places on. */
	const look = (from?: Places) =>
		inReadOrder(async () => {
			if (isStale) {
				return;
			}
			if (from) {
				reader.goTo(from);
			}
			await guard();
			const found = await reader.readOn(alive.signal);
			if (found.isReset) {
				isStale = true;
				log.info(`${folder} holds something else than what was read of it.`);
				reset.fire();
				return;
			}
			noteErased(found.events);
			if (found.damaged.length > 0) {
				const damage = await putAside(folder, found.damaged, 'damaged', log);
				if (!damage.isKnown) {
					onDamage(damage);
				}
			}
			const foreign = found.events.filter(({ id }) => !own.delete(id));
			if (foreign.length > 0) {
				appended.fire(foreign);
			}
		});

	const cleanUpNeeds = {
		folder,
		into: needs.rewriteInto,
		refusesLinks,
		limits: needs.limits,
		mode,
		says: (list: readonly unknown[]) => needs.says?.(list),
		log,
		onDamage: (damage: LogDamage) => {
			log.warn(damage.message);
			onDamage(damage);
		},
		...(needs.sealed && { sealed: needs.sealed }),
	};

	/** Cleans up when there is something to, unless another window does. Nobody waits for it, and what fails is tried the next time. */
	const tidy = () =>
		tidyInOrder(async () => {
			const isDue = isUntidy || (await hasLeftovers(folder, erased)) || (await isMergeDue(needs));
			if (!isDue || alive.signal.aborted) {
				return;
			}
			isUntidy = false;
			await cleanUp(new Set(erased), 0, cleanUpNeeds);
		}).catch((error: unknown) => log.warn(`${folder} could not be tidied up; it is tried again.`, error));

	const appendLine = appenderIn(folder, {
		refusesLinks,
		mode,
		isFull: (size) => size > (needs.segmentLimit ?? Number.POSITIVE_INFINITY),
	});

	/** The folder is made when it turns out to be missing: looking first would cost every append. */
	const appendTo = async (name: string, line: Buffer): Promise<boolean> => {
		try {
			return appendLine(name, line);
		} catch (error) {
			if (errorCode(error) !== 'ENOENT') {
				throw error;
			}
			await needs.prepare();
			return appendLine(name, line);
		}
	};

	const write = async (events: readonly IncidentEvent[]) => {
		await guard();
		const line = lineOf(events, needs.says?.(events));
		for (let name = await needs.segment(); ; name = await needs.segment(name)) {
			if (await appendTo(name, line)) {
				return;
			}
		}
	};

	const append = (events: readonly IncidentEvent[]) =>
		inWriteOrder(async () => {
			if (events.length === 0) {
				return;
			}
			const before = reader.places();
			for (const { id } of events) {
				own.add(id);
			}
			try {
				await write(events);
			} catch (error) {
				for (const { id } of events) {
					own.delete(id);
				}
				if (isFollowing) {
					// The line may be whole in the file though the disk did not confirm it. Other windows have seen it then, so this one must.
					look(before).catch((again: unknown) => log.debug('looking again failed; the next change is followed', again));
				}
				throw explained(error);
			}
			if (needs.tidies === 'afterAppend' && (isUntidy || !hasAppended)) {
				void tidy();
			}
			hasAppended = true;
		});

	const erase = async (tombstone: IncidentEvent) => {
		try {
			await guard();
			await needs.prepare();
			await noteErasing(folder, tombstone.incident);
		} catch (error) {
			throw explained(error);
		}
		await append([tombstone]);
		erased.add(tombstone.incident);
		if (isFollowing) {
			await look().catch(() => {}); // what is read before it is rewritten need not be read again
		}
		const isDone = await tidyInOrder(() => cleanUp(new Set(erased), needs.waitMs ?? WAIT_MS, cleanUpNeeds)).catch(
			(error: unknown) => {
				throw eraseUnfinished(folder, error);
			},
		);
		if (!isDone) {
			throw eraseUnfinished(folder, new Error('Another window was cleaning up all the time.'));
		}
	};

	const readFrom = async (from: Position | undefined, signal: AbortSignal): Promise<Found & { isTail: boolean }> => {
		reader.goTo(from?.places ?? new Map());
		erased = new Set(from?.erased);
		const found = await reader.readOn(signal);
		if (!found.isReset) {
			return { ...found, isTail: from !== undefined };
		}
		reader.goTo(new Map());
		erased = new Set();
		return { ...(await reader.readOn(signal)), isTail: false };
	};

	/** What is cut off may be just being written, by another window or by git: then it is whole a moment later. */
	const settled = async (found: Found & { isTail: boolean }, signal: AbortSignal) => {
		if (found.torn.length === 0) {
			return found;
		}
		await pause(SETTLE_MS, undefined, { ref: false });
		const more = await reader.readOn(signal);
		return {
			...found,
			events: [...found.events, ...more.events],
			damaged: [...found.damaged, ...more.damaged],
			torn: more.torn,
		};
	};

	const read = (since: string | undefined, signal: AbortSignal) =>
		inReadOrder(async (): Promise<LogReading> => {
			const found = await guard()
				.then(() => readFrom(since === undefined ? undefined : readPosition(since), signal))
				.then((first) => settled(first, signal))
				.catch((error: unknown) => {
					throw isAbort(error) || signal.aborted || FaultlineError.is(error) ? error : readFailed(folder, error);
				});
			isStale = false;
			noteErased(found.events);
			for (const { id } of found.events) {
				own.delete(id);
			}
			if (!isFollowing) {
				isFollowing = true;
				owned.add(follow({ folder, state: () => stateOf(folder, refusesLinks), look: () => look(), log }));
			}
			const damage = await damageOf(found, needs, log);
			if (needs.tidies === 'afterRead') {
				void tidy();
			}
			return { events: found.events, damage, ...(found.isTail && { isTail: true }) };
		});

	return {
		read,
		position: () => (isFollowing && !isStale ? positionText({ places: reader.places(), erased }) : ''),
		append,
		erase,
		onDidAppend: appended.event,
		onDidReset: reset.event,
		dispose: () => owned.dispose(),
	};
}

async function isMergeDue({ folder, refusesLinks, sealed }: SegmentsNeeds): Promise<boolean> {
	return sealed !== undefined && isWorthMerging(sealed(await segmentsIn(folder, refusesLinks)));
}

async function stateOf(folder: string, refusesLinks: boolean): Promise<string> {
	return (await segmentsIn(folder, refusesLinks)).map(({ name, state }) => `${name} ${state}`).join('\n');
}

async function damageOf(
	{ damaged, torn, tooLarge }: Found,
	needs: SegmentsNeeds,
	log: Log,
): Promise<readonly LogDamage[]> {
	return [
		...(damaged.length > 0 ? [await putAside(needs.folder, damaged, 'damaged', log)] : []),
		...(torn.length > 0 ? [await putAside(needs.folder, torn, 'torn', log)] : []),
		...tooLarge.map((name) => ({ message: tooLargeToRead(join(needs.folder, name)) })),
	];
}
