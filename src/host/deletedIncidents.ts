import type { DeletedIncidents } from './app';
import { setContextKey } from './contextKeys';

/** Remembers deletions of this session, and tells `when` clauses whether there is one to undo. */
export function deletedIncidents(): DeletedIncidents {
	let batches: readonly (readonly string[])[] = [];
	const keep = (rest: typeof batches) => {
		batches = rest.filter((batch) => batch.length > 0);
		setContextKey('faultline.canUndoDelete', batches.length > 0);
	};
	return {
		push: (...ids) => keep([...batches, ids]),
		take: (...ids) => {
			const wanted = ids.length > 0 ? ids : (batches.at(-1) ?? []);
			const taken = wanted.filter((id) => batches.some((batch) => batch.includes(id)));
			keep(batches.map((batch) => batch.filter((id) => !taken.includes(id))));
			return taken;
		},
	};
}
