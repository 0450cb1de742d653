import type { Incident } from '../../core/incident/record';
import { isSamePerson } from '../../core/incident/triage/filter';
import type { App } from '../app';

/** Who may be meant: the person here, whom the incident names, whom others are assigned to; each once. */
export async function knownPeople(app: App, { roles = {}, escalations = [] }: Incident): Promise<readonly string[]> {
	const { me } = await app.incidents();
	const names = [me, ...Object.values(roles), ...escalations.map(({ to }) => to), ...app.view.named('assignee')];
	return names.filter(
		(name, place) =>
			name.trim() !== '' && names.findIndex((other) => other === name || isSamePerson(other, name)) === place,
	);
}
