import { calledFunctions, type EarlierMatch, type Resolution, resolutionOf } from '../core/incident/earlier';
import type { Evidence, Incident } from '../core/incident/record';
import type { IncidentSummary } from '../core/incident/summary';
import type { InAppRules } from '../core/trace/inAppRules';
import type { ParsedText } from '../core/trace/model';
import type { Incidents } from './incidents';

/** So many are shown, of so many that are read as a whole. */
const SHOWN = 5;
const READ = 8;

/** An incident that came before, why it is shown, and how it was resolved. */
export interface EarlierIncident extends Omit<EarlierMatch, 'id'>, Resolution {
	readonly incident: IncidentSummary;
	/** Functions that both traces go through, each with its file in front; the innermost first. */
	readonly functions: readonly string[];
}

interface Needs {
	readonly incidents: Pick<Incidents, 'earlier' | 'get' | 'find'>;
	readonly tracesOf: (evidence: readonly Evidence[]) => Promise<ParsedText>;
	readonly rules: InAppRules;
}

/**
 * Earlier incidents that may help with one: of the same failure first, then those through the same functions, through the same files, and with
 * nearly the same words. The store answers from its tables; the first few are read as a whole.
 *
 * @throws `signal.reason` when cancelled
 */
export async function earlierIncidents(
	{ incidents, tracesOf, rules }: Needs,
	incident: Incident,
	signal: AbortSignal,
): Promise<readonly EarlierIncident[]> {
	const functionsOf = async (one: Incident) => calledFunctions(one, (await tracesOf(one.evidence)).traces, rules);
	const matches = (await incidents.earlier(incident.id, signal)).slice(0, READ);
	const own = new Set(matches.some(({ files }) => files.length > 0) ? await functionsOf(incident) : []);
	const found: EarlierIncident[] = [];
	for (const { id, ...match } of matches) {
		signal.throwIfAborted();
		const summary = incidents.find(id);
		const whole = await incidents.get(id);
		if (summary?.id === id && whole && !whole.isDeleted) {
			const functions = match.files.length > 0 ? (await functionsOf(whole)).filter((one) => own.has(one)) : [];
			found.push({ ...match, ...resolutionOf(whole), incident: summary, functions });
		}
	}
	return found
		.map((one, place) => ({ one, place, kind: likeness(one) }))
		.sort((a, b) => b.kind - a.kind || a.place - b.place)
		.slice(0, SHOWN)
		.map(({ one }) => one);
}

/** The same failure outweighs the same functions; what else is alike stays as the store has it. */
function likeness({ hasSameFailure, functions }: EarlierIncident): number {
	return hasSameFailure ? 2 : functions.length > 0 ? 1 : 0;
}
