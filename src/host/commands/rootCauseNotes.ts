import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { anchorAtHead } from '../../app/noteAnchor';
import { FaultlineError } from '../../base/errors';
import { rootCauseNoteDeleted } from '../../core/incident/events/rootCauseNoteDeleted';
import type { Incident } from '../../core/incident/record';
import { NOTE_KINDS, noteKindName } from '../../core/notes/note';
import type { App, Command } from '../app';
import { args } from '../args';
import { fileInside } from '../editor/insideRepository';
import { chooseIncident } from '../flows/chooseIncident';
import { chooseRepository } from '../flows/chooseRepository';
import { stateWords } from '../notes/noteWords';
import type { NoteComment } from '../notes/threads';
import { plainLabel } from '../plainLabel';
import type { Run } from '../run';
import { clip } from '../views/item';
import { inTreeOrder } from '../views/nodes';
import { statusName } from '../words';

const CommentRef = v.object({
	incidentId: v.string(),
	noteId: v.string(),
	replyId: v.optional(v.string()),
	saved: v.string(),
	body: v.union([v.string(), v.object({ value: v.string() })]),
});

const linesOf = ({ start, end }: vscode.Range) => ({
	first: start.line + 1,
	// A selection of whole lines ends at the beginning of the next one.
	last: (end.character === 0 && end.line > start.line ? end.line - 1 : end.line) + 1,
});

/** Lets a note be written on the lines that are selected: what they have to do with an incident. */
export const addRootCauseNote: Command = async (app, run) => {
	const editor = vscode.window.activeTextEditor;
	if (editor?.document.uri.scheme !== 'file') {
		run.tell('info', l10n.t('Open a file of the repository and select the lines that the note is about.'));
		return;
	}
	const { document, selection } = editor;
	const notes = await run.work(l10n.t('Reading notes'), () => app.notes());
	await anchorIn(app, run, document, selection); // said before anything is typed
	const incident = await chooseForNote(app, run);
	if (!incident) {
		return;
	}
	const kind = await vscode.window.showQuickPick(
		NOTE_KINDS.map((one) => ({ label: noteKindName(one), detail: kindWords()[one], of: one })),
		{ placeHolder: l10n.t('What have these lines to do with {0}?', incident.key) },
	);
	if (kind) {
		const { first, last } = linesOf(selection);
		const range = document.validateRange(new vscode.Range(first - 1, 0, last - 1, Number.MAX_SAFE_INTEGER));
		notes.threads.draft(document.uri, range, { incidentId: incident.id, kind: kind.of });
	}
};

/** Of several incidents the active one is the first to be chosen: what was learned may be of any. */
async function chooseForNote(app: App, run: Run): Promise<Incident | undefined> {
	const incidents = await run.work(l10n.t('Reading incidents'), () => app.incidents());
	const active = app.active.get();
	const all = inTreeOrder(incidents.list()).toSorted((a, b) => Number(b.id === active) - Number(a.id === active));
	const [only] = all;
	if (all.length < 2) {
		return chooseIncident(app, run, only?.id);
	}
	const chosen = await vscode.window.showQuickPick(
		all.map(({ id, key, title, priority, status }) => ({
			...{ label: plainLabel(title), id },
			description: `${key} · ${priority} · ${statusName(status)}`,
		})),
		{ placeHolder: l10n.t('Choose the incident that the note is of'), matchOnDescription: true },
	);
	return chosen && chooseIncident(app, run, chosen.id);
}

const kindWords = () => ({
	rootCause: l10n.t('What made the failure possible'),
	contributingFactor: l10n.t('What made it likelier, larger, or harder to see'),
	guard: l10n.t('What keeps it from happening again; do not take it out'),
});

async function anchorIn(app: App, run: Run, document: vscode.TextDocument, range: vscode.Range) {
	const { places } = await app.notes();
	return run.work(l10n.t('Finding the lines'), async (_report, signal) => {
		const file = await places.fileOf(document.uri.fsPath, signal);
		if (!file) {
			throw new FaultlineError(
				'notes.noRepository',
				l10n.t('This file is in no Git repository, so a note on it could not be followed. Nothing was noted.'),
			);
		}
		return anchorAtHead({ ...file, text: document.getText(), chosen: linesOf(range) }, signal);
	});
}

/** Records what was written in a new thread. */
export const saveRootCauseNote: Command = async (app, run, argument) => {
	const { threads } = await app.notes();
	const reply = argument as vscode.CommentReply | undefined; // VS Code gives what it made; held against our own threads
	const draft = reply && threads.draftOf(reply.thread);
	if (!draft) {
		return;
	}
	const { thread, incidentId, kind } = draft;
	const document = await vscode.workspace.openTextDocument(thread.uri);
	const range = thread.range ?? new vscode.Range(0, 0, 0, 0);
	const anchor = await anchorIn(app, run, document, range);
	const { rootCauseNotes = [] } = await (await app.incidents()).addRootCauseNote(incidentId, {
		kind,
		text: reply.text,
		anchor,
	});
	threads.discard(thread);
	const added = rootCauseNotes.at(-1);
	if (added) {
		threads.expand(added.id);
	}
};

/** Closes a thread that nothing was recorded of. */
export const discardRootCauseNote: Command = async (app, _run, argument) => {
	const { threads } = await app.notes();
	const thread =
		(argument as vscode.CommentReply | undefined)?.thread ?? (argument as vscode.CommentThread | undefined);
	const draft = thread && threads.draftOf(thread);
	if (draft) {
		threads.discard(draft.thread);
	}
};

export const replyToRootCauseNote: Command = async (app, _run, argument) => {
	const { threads } = await app.notes();
	const reply = argument as vscode.CommentReply | undefined;
	const note = reply && threads.noteOf(reply.thread);
	if (note) {
		threads.expand(note.noteId);
		await (await app.incidents()).replyToRootCauseNote(note.incidentId, note.noteId, reply.text);
	}
};

const resolving =
	(isResolved: boolean): Command =>
	async (app, _run, argument) => {
		const note = await noteRef(app, argument);
		if (note) {
			await (await app.incidents()).resolveRootCauseNote(note.incidentId, note.noteId, isResolved);
		}
	};
export const resolveRootCauseNote = resolving(true);
export const reopenRootCauseNote = resolving(false);

/** Lets a note, or a reply, be edited where it stands. */
export const editRootCauseNote: Command = async (app, _run, argument) => {
	const comment = commentOf(argument);
	if (comment) {
		(await app.notes()).threads.edit(comment, vscode.CommentMode.Editing);
	}
};

export const cancelRootCauseNoteEdit: Command = async (app, _run, argument) => {
	const comment = commentOf(argument);
	if (comment) {
		(await app.notes()).threads.edit(comment, vscode.CommentMode.Preview);
	}
};

export const saveRootCauseNoteEdit: Command = async (app, _run, argument) => {
	const comment = commentOf(argument);
	const ref = v.safeParse(CommentRef, argument);
	if (!comment || !ref.success) {
		return;
	}
	const { incidentId, noteId, replyId, saved, body } = ref.output;
	const text = typeof body === 'string' ? body : body.value;
	const edit = { note: noteId, text, ...(replyId !== undefined && { reply: replyId }) };
	const { threads } = await app.notes();
	let isSaved = false;
	try {
		const incidents = await app.incidents();
		const note = (await incidents.get(incidentId))?.rootCauseNotes?.find(({ id }) => id === noteId);
		const now = replyId === undefined ? note?.text : note?.replies.find(({ id }) => id === replyId)?.text;
		if (now === undefined || now === saved || now === text || (await mayReplace(now))) {
			await incidents.editRootCauseNote(incidentId, edit);
			isSaved = true;
		}
	} finally {
		threads.edit(comment, isSaved ? vscode.CommentMode.Preview : vscode.CommentMode.Editing, text);
	}
};

/** Whether what was typed may take the place of what somebody else wrote since that was begun. */
async function mayReplace(now: string): Promise<boolean> {
	const replace = l10n.t('Overwrite');
	const answer = await vscode.window.showWarningMessage(
		l10n.t('Somebody else edited this note while you were editing it. Overwrite it?'),
		{ modal: true, detail: l10n.t('It says now: {0}', clip(now, 1000)) },
		replace,
	);
	return answer === replace;
}

/** Deletes a note, or a reply; it stays in the timeline, and can be brought back. */
export const deleteRootCauseNote: Command = async (app, run, argument) => {
	const note = await noteRef(app, argument);
	if (!note) {
		return;
	}
	const incidents = await app.incidents();
	const { replyId } = v.parse(v.object({ replyId: v.optional(v.string()) }), argument);
	const incident = await incidents.deleteRootCauseNote(note.incidentId, note.noteId, replyId);
	const last = incident.timeline.findLast(
		({ type, isUndone }) => type === rootCauseNoteDeleted.type && !isUndone,
	)?.eventId;
	run.tell('info', l10n.t('Deleted a root-cause note of {0}.', incident.key), {
		title: l10n.t('Undo'),
		act: async () => {
			await incidents.undo(incident.id, last);
		},
	});
};

/** Opens the lines that a note is about, where they are now, with its thread. */
export const showRootCauseNote: Command = async (app, run, argument) => {
	const ref = await noteRef(app, argument);
	const incident = ref && (await chooseIncident(app, run, ref));
	const note = incident?.rootCauseNotes?.find(({ id }) => id === ref?.noteId);
	if (!incident || !note) {
		return;
	}
	const { places, threads, documents } = await app.notes();
	const folder = note.anchor.repository ?? incident.repository;
	const found = await run.work(l10n.t('Finding the lines'), async (_report, signal) => {
		const repository =
			(await repositoryWith(app, note.anchor.commit, folder, signal)) ?? (await chooseRepository(app, run, incident));
		if (!repository) {
			return undefined;
		}
		const head = await repository.resolve('HEAD', signal);
		const [followed] = await places.tracker.follow(repository, head, [note.anchor], signal);
		const by =
			followed && (followed.kind === 'fileGone' || followed.kind === 'gone')
				? await places.tracker.whoRemoved(repository, head, note.anchor, signal)
				: undefined;
		const file = followed && 'path' in followed ? await fileInside(repository.root, followed.path) : undefined;
		return { repository, followed, by, file };
	});
	if (!found?.followed) {
		return;
	}
	const { followed, file, by } = found;
	if (!file || followed.kind === 'fileGone' || followed.kind === 'unknown') {
		const removed = followed.kind === 'fileGone' ? (followed.removedBy ?? by) : by;
		run.tell('info', l10n.t('{0} The note says: {1}', stateWords(followed, removed), note.text));
		return;
	}
	const uri = vscode.Uri.file(file);
	threads.expand(note.id, uri);
	const editor = await app.lines.open(uri, followed.kind === 'lines' ? followed.first : followed.line);
	await documents.refresh(false);
	const shown = documents.of(editor.document).find((one) => one.note.id === note.id);
	if (shown) {
		await app.lines.open(editor.document.uri, shown.rows[0] + 1);
	}
};

/** Changes how the Notes view groups: by incident, or by file. */
export const groupRootCauseNotes: Command = async (app) => {
	app.notesTree.grouping = app.notesTree.grouping === 'incident' ? 'file' : 'incident';
	app.notesTree.refresh();
};

async function noteRef(app: App, argument: unknown) {
	return args.note(argument) ?? (await app.notes()).threads.noteOf(argument as vscode.CommentThread);
}

function commentOf(argument: unknown): NoteComment | undefined {
	return v.is(CommentRef, argument) ? (argument as unknown as NoteComment) : undefined;
}

/** An open folder's repository that has the commit, else that of the folder the note was written in. */
async function repositoryWith(app: App, commit: string, folder: string | undefined, signal: AbortSignal) {
	const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
	for (const one of [...folders, ...(folder === undefined ? [] : [join(folder)])]) {
		try {
			const repository = await app.openRepository(one, signal);
			if (!repository.isBare && (await repository.commits([commit], signal)).has(commit)) {
				return repository;
			}
		} catch {
			signal.throwIfAborted(); // no repository there, or none any more
		}
	}
	return undefined;
}
