import type { IncidentSummary } from '../../core/incident/summary';
import type { Known } from '../../protocol/form';

/** So many names of a kind are offered, and no longer ones. */
const OFFERED = 100;
const LENGTH = 100;

/** Services, environments and people that incidents name, each once, those of the latest incidents first. */
export function knownNames(incidents: readonly IncidentSummary[], me: string): Known {
	const names = (of: (incident: IncidentSummary) => string | undefined, first: readonly string[] = []) => {
		const found = new Map(first.map((name) => [name.toLowerCase(), name]));
		for (const incident of incidents) {
			const name = of(incident)?.trim() ?? '';
			if (name !== '' && name.length <= LENGTH && !found.has(name.toLowerCase()) && found.size < OFFERED) {
				found.set(name.toLowerCase(), name);
			}
		}
		return [...found.values()];
	};
	return {
		services: names(({ service }) => service),
		environments: names(({ environment }) => environment),
		people: names(({ assignee }) => assignee, me === '' ? [] : [me]),
	};
}
