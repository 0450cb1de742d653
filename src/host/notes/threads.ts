import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type NoteKind, noteKindName, type RootCauseNote } from '../../core/notes/note';
import type { DocumentNotes, ShownNote } from './documentNotes';
import type { NoteBook } from './noteBook';
import { stateWords, withoutImages } from './noteWords';

/** A comment of a thread: the note itself, or a reply in it. */
export interface NoteComment extends vscode.Comment {
	readonly incidentId: string;
	readonly noteId: string;
	readonly replyId?: string;
	/** Markdown, as it is recorded. */
	readonly saved: string;
}

/** A thread that nothing was recorded of yet. */
export interface DraftThread {
	readonly thread: vscode.CommentThread;
	readonly incidentId: string;
	readonly kind: NoteKind;
}

interface Shown {
	readonly thread: vscode.CommentThread;
	note: ShownNote;
	/** What its comments say, to know when they changed. */
	said: string;
	/** The note is not here any more, and somebody was writing in its thread. */
	isGone?: boolean;
}

/** Notes as comment threads on the lines that they are about. */
export class NoteThreads implements vscode.Disposable {
	private readonly controller = vscode.comments.createCommentController('faultline.notes', l10n.t('Root-Cause Notes'));
	/** By document, then by note. */
	private readonly threads = new Map<string, Map<string, Shown>>();
	private readonly drafts = new Map<vscode.CommentThread, DraftThread>();
	/** Notes whose thread is to be open when it comes, and the document it is to come in; undefined for any. */
	private readonly expected = new Map<string, string | undefined>();
	private readonly listening: vscode.Disposable;

	constructor(
		private readonly book: NoteBook,
		private readonly documents: DocumentNotes,
	) {
		this.controller.options = {
			prompt: l10n.t('Reply'),
			placeHolder: l10n.t('Markdown. Say what the code made possible, rather than who wrote it.'),
		};
		this.listening = documents.onDidChange((document) => this.update(document));
	}

	/** Opens an empty thread to write a new note in. */
	draft(uri: vscode.Uri, range: vscode.Range, draft: Omit<DraftThread, 'thread'>): void {
		const thread = this.controller.createCommentThread(uri, range, []);
		const key = this.book.summary(draft.incidentId)?.key ?? '';
		thread.label = l10n.t('{0} of {1}', noteKindName(draft.kind), key);
		thread.contextValue = 'draft';
		thread.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;
		this.drafts.set(thread, { thread, ...draft });
	}

	draftOf(thread: vscode.CommentThread): DraftThread | undefined {
		return this.drafts.get(thread);
	}

	discard(thread: vscode.CommentThread): void {
		this.drafts.delete(thread);
		thread.dispose();
	}

	/** The note that a thread shows. */
	noteOf(thread: vscode.CommentThread): { readonly incidentId: string; readonly noteId: string } | undefined {
		for (const own of this.threads.values()) {
			for (const shown of own.values()) {
				if (shown.thread === thread) {
					return { incidentId: shown.note.incident, noteId: shown.note.note.id };
				}
			}
		}
		return undefined;
	}

	/** Opens the thread of a note, now or when it comes; with `document` the one in that. */
	expand(noteId: string, document?: vscode.Uri): void {
		this.expected.set(noteId, document?.toString());
		for (const [key, own] of this.threads) {
			const shown = own.get(noteId);
			if (shown && this.isExpected(noteId, key)) {
				this.open(shown);
			}
		}
	}

	/** Lets a comment be edited in its place, or ends that. VS Code closes what is typed when it is saved: with `text` it is open again. */
	edit(comment: NoteComment, mode: vscode.CommentMode, text = comment.saved): void {
		const { noteId, replyId, saved } = comment;
		for (const own of this.threads.values()) {
			const shown = own.get(noteId);
			if (!shown) {
				continue;
			}
			const { note, thread } = shown;
			const others = editedIn(thread).filter((one) => one.replyId !== replyId);
			const comments = commentsOf(note.incident, note.note, others);
			if (mode === vscode.CommentMode.Editing) {
				const known = comments.find((one) => one.replyId === replyId);
				const edited = { ...(known ?? comment), mode, body: text, saved };
				thread.comments = known ? comments.map((one) => (one === known ? edited : one)) : [...comments, edited];
			} else {
				thread.comments = comments;
			}
			if (shown.isGone && editedIn(thread).length === 0) {
				thread.dispose();
				own.delete(noteId);
			}
		}
	}

	dispose(): void {
		this.listening.dispose();
		this.controller.dispose();
	}

	private update(document: vscode.TextDocument): void {
		const key = document.uri.toString();
		const own = this.threads.get(key) ?? new Map<string, Shown>();
		const notes = this.documents.of(document);
		const ids = new Set(notes.map(({ note }) => note.id));
		for (const [id, shown] of own) {
			if (!ids.has(id) && !this.isKept(shown)) {
				shown.thread.dispose();
				own.delete(id);
			}
		}
		for (const note of notes) {
			this.put(document, own, note);
		}
		this.threads.set(key, own);
		if (own.size === 0) {
			this.threads.delete(key);
		}
	}

	/** A thread in which somebody writes stays also where its note was deleted meanwhile: what is typed in it is nowhere else. */
	private isKept(shown: Shown): boolean {
		const { thread, note } = shown;
		const isDeleted = this.book.known().every((one) => one.note.id !== note.note.id);
		if (!isDeleted || editedIn(thread).length === 0) {
			return false;
		}
		shown.isGone = true;
		shown.said = '';
		thread.label = l10n.t('This note was deleted while you were editing it. Copy what you typed, or cancel.');
		return true;
	}

	private put(document: vscode.TextDocument, own: Map<string, Shown>, note: ShownNote): void {
		const [first, last] = note.rows;
		const range = new vscode.Range(first, 0, last, document.lineAt(last).text.length);
		const id = note.note.id;
		const before = own.get(id);
		const shown = before ?? { thread: this.controller.createCommentThread(document.uri, range, []), note, said: '' };
		own.set(id, shown);
		const { thread } = shown;
		shown.note = note;
		shown.isGone = false;
		if (before && !thread.range?.isEqual(range)) {
			thread.range = range;
		}
		const key = this.book.summary(note.incident)?.key ?? '';
		const label = [l10n.t('{0} of {1}', noteKindName(note.note.kind), key), stateWords(note.followed)]
			.filter((part) => part !== '')
			.join(' · ');
		const said = JSON.stringify([label, note.note]);
		if (said === shown.said) {
			return;
		}
		shown.said = said;
		const isResolved = note.note.resolved !== undefined;
		thread.label = label;
		thread.contextValue = isResolved ? 'note.resolved' : 'note.open';
		thread.state = isResolved ? vscode.CommentThreadState.Resolved : vscode.CommentThreadState.Unresolved;
		thread.comments = commentsOf(note.incident, note.note, editedIn(thread));
		if (this.isExpected(id, document.uri.toString())) {
			this.open(shown);
		} else if (!before) {
			thread.collapsibleState = vscode.CommentThreadCollapsibleState.Collapsed;
		}
	}

	/** Where the code moved to another file, the thread in the one before may still be there. */
	private isExpected(noteId: string, document: string): boolean {
		return this.expected.has(noteId) && [undefined, document].includes(this.expected.get(noteId));
	}

	private open({ thread, note }: Shown): void {
		this.expected.delete(note.note.id);
		thread.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;
	}
}

const bodyOf = (text: string): vscode.MarkdownString => {
	const body = new vscode.MarkdownString(withoutImages(text));
	body.isTrusted = false;
	body.supportHtml = false;
	return body;
};

/** Comments that somebody is editing. */
const editedIn = ({ comments }: vscode.CommentThread): readonly NoteComment[] =>
	comments.flatMap((one) => (one.mode === vscode.CommentMode.Editing ? [one as NoteComment] : [])); // all of our threads' comments are

/** @param edited these stay what they are, also where the reply was deleted: VS Code throws away what is typed in a comment that another one takes the place of */
function commentsOf(incidentId: string, note: RootCauseNote, edited: readonly NoteComment[]): NoteComment[] {
	const comment = (said: { readonly text: string; readonly actor: string; readonly at: number }) => ({
		...{ incidentId, noteId: note.id, saved: said.text },
		body: bodyOf(said.text),
		mode: vscode.CommentMode.Preview,
		author: { name: said.actor || l10n.t('Somebody') },
		timestamp: new Date(said.at),
	});
	const comments: readonly NoteComment[] = [
		{
			...comment(note),
			contextValue: 'note',
			...(note.editedAt !== undefined && { label: l10n.t('edited') }),
		},
		...note.replies.map((reply) => ({ ...comment(reply), replyId: reply.id, contextValue: 'reply' })),
	];
	const kept = comments.map((one) => edited.find(({ replyId }) => replyId === one.replyId) ?? one);
	return [...kept, ...edited.filter((one) => !kept.includes(one))];
}
