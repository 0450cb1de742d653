// What is new in what monitors say. Pure: who asks has asked, and remembers what comes out.
import { type Alert, type AlertRecord, type AlertState, alertId, isOn, nameOf, saidStart } from './model';
import type { Decision } from './rules';

/** What is remembered of an alert that an incident is about. Times are epoch milliseconds. */
export interface Known {
	/** Id of the incident. */
	readonly incident: string;
	readonly fingerprint: string;
	readonly record: AlertRecord;
	/** As `Alert` has it. */
	readonly saidAt?: number;
	/** The count that the incident was told last. */
	readonly told: number;
	/** How it stood when the incident was told last, where that differs from the record. */
	readonly toldAs?: AlertState;
	/** When it came or went, the last few times. */
	readonly flips: readonly number[];
	/** Since when whole answers lack it. */
	readonly missingAt?: number;
	/** Since when it is resolved, which is not told yet since it comes and goes. */
	readonly heldAt?: number;
}

/** By `alertId`. */
export type Memory = ReadonlyMap<string, Known>;

/** What a monitor answered. */
export interface Answer {
	/** As `Alert` has it. */
	readonly source: string;
	readonly alerts: readonly Alert[];
	/** It names all that fire: what it does not name fires no more. */
	readonly isWhole: boolean;
}

/** Alerts that one incident is to be opened for. */
export interface Opening {
	/** What they have in common. */
	readonly by: 'fingerprint' | 'service' | 'name' | 'storm';
	/** The same for the same group. */
	readonly group: string;
	/** The worst first. */
	readonly alerts: readonly Alert[];
	readonly decision: Decision;
}

export interface Intake {
	/** The same object where nothing is new. */
	readonly memory: Memory;
	readonly openings: readonly Opening[];
	/** What incidents are to be told, by their ids. */
	readonly told: ReadonlyMap<string, readonly AlertRecord[]>;
	/** Those among them that are new to their incident, by `alertId`. */
	readonly joined: ReadonlySet<string>;
	/** Ids of incidents whose alerts are all over by now, some of them just now. */
	readonly settled: readonly string[];
}

export interface IntakeRules {
	readonly decide: (alert: Alert) => Decision;
	/** Whether somebody still has to do with the incident. */
	readonly isOpen: (incident: string) => boolean;
	/** Epoch milliseconds. */
	readonly now: number;
}

/** More incidents than this are not opened by one answer: then alerts are taken together. */
const MOST_OPENED = 10;
/** What came and went so often within so long comes and goes. */
const FLIPS = 4;
const FLAPPING_MS = 30 * 60_000;
/** What comes and goes is over once it has been quiet for so long. */
const QUIET_MS = 10 * 60_000;
/** What was dropped from an answer once may be back in the next: a monitor that has just started knows few. */
const MISSING_MS = 5000;
/** Resolved alerts are forgotten after so long. */
const FORGOTTEN_MS = 30 * 86_400_000;

/** Alerts between two pauses. */
const SLICE = 200;

/**
 * Compares an answer with what is remembered. Steps of about 200 alerts, so that others have their turn in between; time grows with alerts and
 * memory, not with their product. Nothing of `before` is changed.
 */
export function* intakeSteps(before: Memory, answer: Answer, rules: IntakeRules): Generator<undefined, Intake> {
	const { now, isOpen, decide } = rules;
	const memory = new Map(before);
	let isChanged = false;
	const set = (id: string, known: Known) => {
		memory.set(id, known);
		isChanged = true;
	};
	const told = new Map<string, AlertRecord[]>();
	const joined = new Set<string>();
	const over = new Set<string>();
	const fresh: { readonly alert: Alert; readonly decision: Decision }[] = [];
	const seen = new Set<string>();
	let byFingerprint: ReadonlyMap<string, string> | undefined;

	const tell = (known: Known): Known => {
		const { incident, record } = known;
		const soFar = told.get(incident);
		if (soFar) {
			soFar.push(record);
		} else {
			told.set(incident, [record]);
		}
		if (!isOn(record)) {
			over.add(incident);
		}
		const { toldAs: _, ...rest } = known;
		return { ...rest, told: record.count };
	};

	yield;
	let count = 0;
	for (const alert of answer.alerts) {
		if (++count % SLICE === 0) {
			yield;
		}
		const id = alertId(alert);
		if (seen.has(id)) {
			continue; // pages move while they are read, and two rules of Prometheus may have the same labels
		}
		seen.add(id);
		const known = memory.get(id);
		const isNewEpisode = known !== undefined && isOn(alert) && (!isOn(known.record) || isLater(alert, known));
		if (known && !(isNewEpisode && !isOpen(known.incident))) {
			const next = followed(known, alert, now, tell);
			if (next !== known) {
				set(id, next);
			}
			continue;
		}
		if (!isOn(alert)) {
			continue; // it was over, or silenced, before anybody here heard of it
		}
		byFingerprint ??= openOnes(memory, isOpen);
		const incident = byFingerprint.get(alert.fingerprint);
		if (incident !== undefined) {
			joined.add(id);
			set(id, tell(knownOf(alert, incident)));
			continue;
		}
		const decision = decide(alert);
		if (decision.opens) {
			fresh.push({ alert, decision });
		}
	}

	for (const [id, known] of memory) {
		if (++count % SLICE === 0) {
			yield;
		}
		const isOfThis = known.record.source === answer.source;
		const isLeft = known.record.state !== 'resolved' && known.heldAt === undefined;
		const isMissing = answer.isWhole && isOfThis && isLeft && !seen.has(id);
		if (isMissing && known.missingAt === undefined) {
			set(id, { ...known, missingAt: now });
		} else if (isMissing && now - (known.missingAt ?? now) >= MISSING_MS) {
			set(id, stated(without(known), { state: 'resolved', endsAt: known.missingAt ?? now }, now, tell));
		} else if (known.heldAt !== undefined && now - known.heldAt >= QUIET_MS) {
			const { heldAt, ...rest } = known;
			const record = { ...known.record, state: 'resolved' as const, endsAt: heldAt };
			set(id, tell({ ...rest, record }));
		} else if (known.record.state === 'resolved' && now - (known.record.endsAt ?? now) > FORGOTTEN_MS) {
			memory.delete(id);
			isChanged = true;
		}
	}

	const settled = over.size === 0 ? [] : yield* settledOf(over, memory, isOpen);
	return { memory: isChanged ? memory : before, openings: yield* openingsOf(fresh), told, joined, settled };
}

/** Remembers alerts of which an incident was opened, or that it has by somebody else's hand. */
export function* rememberSteps(
	memory: Map<string, Known>,
	incident: string,
	alerts: readonly (AlertRecord & Partial<Pick<Alert, 'fingerprint' | 'saidAt'>>)[],
): Generator<undefined, void> {
	for (const [index, alert] of alerts.entries()) {
		if (index % SLICE === SLICE - 1) {
			yield;
		}
		memory.set(alertId(alert), { ...knownOf({ fingerprint: '', ...alert }, incident), told: alert.count });
	}
}

/** What an incident remembers of an alert. */
export function recordOf(alert: Alert | AlertRecord): AlertRecord {
	const { source, sourceName, key, title, state, severity, labels, startsAt, endsAt, url, count } = alert;
	return {
		...{ source, sourceName, key, title, state, severity, labels, startsAt, count },
		...(endsAt !== undefined && { endsAt }),
		...(url !== undefined && { url }),
	};
}

const knownOf = (
	alert: AlertRecord & Pick<Alert, 'fingerprint'> & Partial<Pick<Alert, 'saidAt'>>,
	incident: string,
): Known =>
	started(
		{ ...{ incident, fingerprint: alert.fingerprint, record: recordOf(alert) }, ...{ told: 0, flips: [] } },
		alert.saidAt,
	);

/** It began again since. */
const isLater = (alert: Alert, { saidAt, record }: Known): boolean => saidStart(alert) > (saidAt ?? record.startsAt);

const started = ({ saidAt: _, ...known }: Known, saidAt: number | undefined): Known => ({
	...known,
	...(saidAt !== undefined && { saidAt }),
});

const without = ({ missingAt: _, ...known }: Known): Known => known;

/** An alert that is known, as it is now. @returns the same where nothing is new */
function followed(known: Known, alert: Alert, now: number, tell: (known: Known) => Known): Known {
	const { record } = known;
	const isAgain = isOn(alert) && isOn(record) && isLater(alert, known);
	const isBack = isOn(alert) && (!isOn(record) || known.heldAt !== undefined);
	const count = Math.max(alert.count, record.count + (isAgain || isBack ? 1 : 0));
	const base = known.missingAt === undefined ? known : without(known);
	if (alert.state !== record.state || known.heldAt !== undefined) {
		if (known.heldAt !== undefined && alert.state === 'resolved') {
			return base;
		}
		const change = { ...recordOf(alert), count };
		return stated(started(base, alert.saidAt), change, now, tell);
	}
	if (count === record.count && !isAgain) {
		return base;
	}
	const next = {
		...started(base, alert.saidAt),
		record: { ...recordOf(alert), count, ...flapping(record.isFlapping) },
	};
	// Doubled since: a counter that is told each time would be a twin of the alert.
	return count >= known.told * 2 ? tell(next) : next;
}

const flapping = (is: boolean | undefined) => (is ? { isFlapping: true } : {});

/** The alert changed its state; one that comes and goes is told only when it has begun to, and when it is over for good. */
function stated(
	known: Known,
	change: Partial<AlertRecord> & { readonly state: AlertState },
	now: number,
	tell: (known: Known) => Known,
): Known {
	const { heldAt, toldAs = known.record.state, ...rest } = known;
	const isFlip = isOn(change) !== (isOn(known.record) && heldAt === undefined);
	const flips = isFlip ? [...known.flips, now].filter((at) => now - at < FLAPPING_MS).slice(-FLIPS) : known.flips;
	const isFlapping = flips.length >= FLIPS;
	const { isFlapping: was, endsAt: _, ...before } = known.record;
	const record: AlertRecord = { ...before, ...change, ...flapping(isFlapping) };
	if (!isFlapping) {
		return tell({ ...rest, flips, record });
	}
	if (change.state === 'suppressed') {
		return tell({ ...rest, flips, record }); // somebody did that, and it is not over for it
	}
	if (change.state === 'resolved') {
		const { endsAt: __, ...still } = record;
		const held = { ...rest, flips, heldAt: now, record: { ...still, state: 'firing' as const } };
		return was ? { ...held, toldAs } : tell(held);
	}
	const next = { ...rest, flips, record };
	return was && toldAs === record.state && record.count < known.told * 2 ? next : tell(next);
}

function openOnes(memory: Memory, isOpen: (incident: string) => boolean): ReadonlyMap<string, string> {
	const found = new Map<string, string>();
	const open = new Map<string, boolean>();
	for (const { incident, fingerprint } of memory.values()) {
		if (!open.has(incident)) {
			open.set(incident, isOpen(incident));
		}
		if (fingerprint !== '' && open.get(incident)) {
			found.set(fingerprint, incident);
		}
	}
	return found;
}

function* settledOf(
	over: ReadonlySet<string>,
	memory: Memory,
	isOpen: (incident: string) => boolean,
): Generator<undefined, readonly string[]> {
	const still = new Set<string>();
	let count = 0;
	for (const { incident, record } of memory.values()) {
		if (++count % 2000 === 0) {
			yield;
		}
		// What somebody silenced still fires; it is no reason to call the incident mitigated.
		if (record.state !== 'resolved') {
			still.add(incident);
		}
	}
	return [...over].filter((incident) => !still.has(incident) && isOpen(incident));
}

const WORST = ['critical', 'error', 'warning', 'info'];

/** One incident for what is one failure; where these would be many, for what one service has, else for what is called the same, else for all. */
function* openingsOf(
	fresh: readonly { readonly alert: Alert; readonly decision: Decision }[],
): Generator<undefined, readonly Opening[]> {
	const ways: readonly (readonly [Opening['by'], (alert: Alert) => string])[] = [
		['fingerprint', ({ fingerprint }) => fingerprint],
		['service', ({ service = '', environment = '' }) => `${service}\n${environment}`],
		['name', (alert) => nameOf(alert).replaceAll(/\d+/g, '0')],
		['storm', () => ''],
	];
	for (const [by, groupOf] of ways) {
		const groups = new Map<string, (typeof fresh)[number][]>();
		let count = 0;
		for (const one of fresh) {
			if (++count % SLICE === 0) {
				yield;
			}
			const group = groupOf(one.alert);
			const members = groups.get(group);
			if (members) {
				members.push(one);
			} else {
				groups.set(group, [one]);
			}
		}
		if (groups.size <= MOST_OPENED || by === 'storm') {
			return [...groups].map(([group, members]) => {
				const sorted = WORST.flatMap((severity) => members.filter(({ alert }) => alert.severity === severity));
				const decision = sorted.reduce(
					(worst, { decision: one }) => (one.priority < worst.priority ? one : worst),
					sorted[0]?.decision ?? { opens: true, priority: 'P3' as const },
				);
				return { by, group, decision, alerts: sorted.map(({ alert }) => alert) };
			});
		}
	}
	return [];
}
