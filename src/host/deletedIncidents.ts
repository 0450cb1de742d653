import type { DeletedIncidents } from './app';
import { setContextKey } from './contextKeys';

/** Remembers deletions of this session, and tells `when` clauses whether there is one to undo. */
export function deletedIncidents(): DeletedIncidents {
	const ids: string[] = [];
	const tell = () => setContextKey('faultline.canUndoDelete', ids.length > 0);
	return {
		push: (incidentId) => {
			ids.push(incidentId);
			tell();
		},
		take: (incidentId) => {
			const index = incidentId === undefined ? ids.length - 1 : ids.lastIndexOf(incidentId);
			const [taken] = index < 0 ? [] : ids.splice(index, 1);
			tell();
			return taken;
		},
	};
}
