import type { RootCauseNote } from '../../notes/note';
import type { IncidentState } from './define';

/** The state with one of its notes changed; as it is where there is no such note, or none any more. */
export function withNote(
	state: IncidentState,
	id: string,
	change: (note: RootCauseNote) => RootCauseNote | undefined,
): IncidentState {
	const rootCauseNotes = (state.rootCauseNotes ?? []).flatMap((note) => (note.id === id ? (change(note) ?? []) : note));
	return state.rootCauseNotes ? { ...state, rootCauseNotes } : state;
}
