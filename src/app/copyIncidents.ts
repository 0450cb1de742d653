import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../base/errors';
import { isTombstone } from '../core/incident/events/incidentErased';
import type { Incidents } from './incidents';

export interface Copied {
	/** Incidents that were read, deleted and erased ones as well; each of them is in the other home now. */
	readonly incidents: number;
	/** Events of theirs that were not there before. */
	readonly added: number;
}

const notAllArrived = (missing: number, incidents: number) =>
	new FaultlineError(
		'home.incomplete',
		l10n.t(
			'{0} of {1} incidents did not arrive whole. All of them are still where they were; the home was not changed. Try again.',
			missing,
			incidents,
		),
	);

/**
 * Copies all incidents of one home to another, which keeps what it has; doing it again changes nothing. Reads them back and compares before
 * it says that all is well.
 *
 * @throws FaultlineError `home.incomplete` where an event is not there afterwards, `store.*`; `signal.reason` when cancelled. Then nothing is
 * lost, and some incidents may be in both
 */
export async function copyIncidents(
	from: Pick<Incidents, 'eventsOf'>,
	to: Pick<Incidents, 'eventsOf' | 'takeIn'>,
	report: (message: string) => void,
	signal: AbortSignal,
): Promise<Copied> {
	/** Ids of events, by incident. */
	const expected = new Map<string, Set<string>>();
	let added = 0;
	for await (const events of from.eventsOf('all', signal)) {
		for (const { incident, id } of events) {
			const ids = expected.get(incident) ?? new Set<string>();
			expected.set(incident, ids.add(id));
		}
		added += (await to.takeIn(events)).added;
		report(l10n.t('{0} incidents', expected.size));
	}
	report(l10n.t('Comparing'));
	const missing = await missingIn(to, expected, signal);
	if (missing > 0) {
		throw notAllArrived(missing, expected.size);
	}
	return { incidents: expected.size, added };
}

/** Incidents that are read for a while. */
interface Opened {
	readonly incidents: Pick<Incidents, 'eventsOf'>;
	dispose(): void;
}

/**
 * Copies all incidents of one home to another, has everybody write there, and then copies what was written to the first one until they did.
 *
 * @param openFrom opens the first home anew, with all that is in it at that time
 * @param switchOver from when it resolves on, nobody writes to the first home any more
 * @throws as `copyIncidents`; before `switchOver` was called everything is as it was
 */
export async function moveIncidents(
	openFrom: () => Promise<Opened>,
	to: Pick<Incidents, 'eventsOf' | 'takeIn'>,
	switchOver: () => Promise<void>,
	report: (message: string) => void,
	signal: AbortSignal,
): Promise<Copied> {
	const copyAll = async () => {
		const from = await openFrom();
		try {
			return await copyIncidents(from.incidents, to, report, signal);
		} finally {
			from.dispose();
		}
	};
	const { added } = await copyAll();
	signal.throwIfAborted();
	await switchOver();
	const last = await copyAll();
	return { incidents: last.incidents, added: added + last.added };
}

/** How many incidents lack an event; of one that was erased over there, nothing is lacking. */
async function missingIn(
	to: Pick<Incidents, 'eventsOf'>,
	expected: ReadonlyMap<string, Set<string>>,
	signal: AbortSignal,
): Promise<number> {
	const lacking = new Map([...expected].map(([incident, ids]) => [incident, new Set(ids)]));
	for await (const events of to.eventsOf([...expected.keys()], signal)) {
		for (const event of events) {
			const { incident, id } = event;
			if (isTombstone(event)) {
				lacking.delete(incident);
			}
			lacking.get(incident)?.delete(id);
		}
	}
	return [...lacking.values()].filter(({ size }) => size > 0).length;
}
