import { type NewRootCauseNote, rootCauseNoteAdded } from '../../core/incident/events/rootCauseNoteAdded';
import { rootCauseNoteDeleted } from '../../core/incident/events/rootCauseNoteDeleted';
import { type RootCauseNoteEdit, rootCauseNoteEdited } from '../../core/incident/events/rootCauseNoteEdited';
import { rootCauseNoteReopened } from '../../core/incident/events/rootCauseNoteReopened';
import { rootCauseNoteReplied } from '../../core/incident/events/rootCauseNoteReplied';
import { rootCauseNoteResolved } from '../../core/incident/events/rootCauseNoteResolved';
import type { Incident } from '../../core/incident/record';
import type { RootCauseNote } from '../../core/notes/note';
import { badAnchor, noteGone, textMissing } from '../incidentErrors';
import type { NewEvent } from './newEvent';

/** @throws FaultlineError `incident.textMissing`, `incident.badAnchor` */
export function notedAt({ key }: Incident, note: NewRootCauseNote): readonly NewEvent[] {
	const added = rootCauseNoteAdded.of({ ...note, text: said(key, note.text) });
	if (rootCauseNoteAdded.faultOf(added.payload) !== undefined) {
		throw badAnchor(key);
	}
	return [added];
}

/** @throws FaultlineError `incident.textMissing`, `incident.noteGone` */
export function noteEdited(incident: Incident, edit: RootCauseNoteEdit): readonly NewEvent[] {
	const note = noteOf(incident, edit.note);
	const text = said(incident.key, edit.text);
	if (edit.reply !== undefined) {
		const reply = replyOf(incident, note, edit.reply);
		return reply.text === text ? [] : [rootCauseNoteEdited.of({ note: note.id, reply: reply.id, text })];
	}
	const { kind = note.kind } = edit;
	return note.text === text && note.kind === kind ? [] : [rootCauseNoteEdited.of({ note: note.id, text, kind })];
}

/** @throws FaultlineError `incident.textMissing`, `incident.noteGone` */
export function noteReplied(incident: Incident, note: string, text: string): readonly NewEvent[] {
	return [rootCauseNoteReplied.of({ note: noteOf(incident, note).id, text: said(incident.key, text) })];
}

/** @throws FaultlineError `incident.noteGone` */
export function noteResolved(incident: Incident, note: string, isResolved: boolean): readonly NewEvent[] {
	const { id, resolved } = noteOf(incident, note);
	if ((resolved !== undefined) === isResolved) {
		return [];
	}
	return [isResolved ? rootCauseNoteResolved.of({ note: id }) : rootCauseNoteReopened.of({ note: id })];
}

/** @throws FaultlineError `incident.noteGone` */
export function noteDeleted(incident: Incident, note: string, reply: string | undefined): readonly NewEvent[] {
	const found = noteOf(incident, note);
	return [
		rootCauseNoteDeleted.of(reply === undefined ? { note } : { note, reply: replyOf(incident, found, reply).id }),
	];
}

function said(key: string, text: string): string {
	if (text.trim() === '') {
		throw textMissing(key, 'rootCauseNote');
	}
	return text.trim();
}

function noteOf({ key, rootCauseNotes = [] }: Incident, id: string): RootCauseNote {
	const note = rootCauseNotes.find((one) => one.id === id);
	if (!note) {
		throw noteGone(key);
	}
	return note;
}

function replyOf({ key }: Incident, { replies }: RootCauseNote, id: string) {
	const reply = replies.find((one) => one.id === id);
	if (!reply) {
		throw noteGone(key);
	}
	return reply;
}
