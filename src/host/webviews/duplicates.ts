import * as l10n from '@vscode/l10n';
import type { Incidents } from '../../app/incidents';
import type { IncidentSummary } from '../../core/incident/summary';
import type { Trace } from '../../core/trace/model';
import type { Duplicate } from '../../protocol/form';
import type { App } from '../app';
import { statusName } from '../words';

/** So many are suggested. */
const SUGGESTED = 3;
/** So many traces are compared with those of others. */
const COMPARED = 5;
/** Fewer letters tell nothing. */
const SHORTEST = 6;
const TEXT_LIMIT = 2000;

/**
 * Incidents that may be the one that is being typed: those with the same failure first, then those that say nearly the same; open ones first.
 *
 * @throws `signal.reason` when cancelled
 */
export async function duplicatesOf(
	app: Pick<App, 'fingerprintOf'>,
	incidents: Incidents,
	{
		title,
		description,
		traces,
	}: { readonly title: string; readonly description: string; readonly traces: readonly Trace[] },
	signal: AbortSignal,
): Promise<readonly Duplicate[]> {
	const same: IncidentSummary[] = [];
	for (const trace of traces.slice(0, COMPARED)) {
		same.push(...(await incidents.withFingerprint(await app.fingerprintOf(trace))));
		signal.throwIfAborted();
	}
	const text = `${title}\n${description}`.trim().slice(0, TEXT_LIMIT);
	const alike = text.length < SHORTEST ? [] : await incidents.similar(text, signal);
	const found = new Map<string, Duplicate>();
	for (const incident of openFirst(same)) {
		found.set(incident.id, duplicate(incident, l10n.t('same stack trace')));
	}
	for (const { incident } of alike) {
		if (!incident.isDeleted && !found.has(incident.id)) {
			found.set(incident.id, duplicate(incident, l10n.t('says nearly the same')));
		}
	}
	return [...found.values()].slice(0, SUGGESTED);
}

function openFirst(some: readonly IncidentSummary[]): readonly IncidentSummary[] {
	const isClosed = ({ status }: IncidentSummary) => Number(status === 'closed');
	return some.filter(({ isDeleted }) => !isDeleted).sort((a, b) => isClosed(a) - isClosed(b));
}

function duplicate({ id, key, title, priority, status }: IncidentSummary, why: string): Duplicate {
	return { id, key, title: title.slice(0, 300), state: `${priority} · ${statusName(status)}`, why };
}
