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

	/** Lets a comment be edited in its place, or ends that. */
	edit({ noteId, replyId }: NoteComment, mode: vscode.CommentMode): void {
		for (const own of this.threads.values()) {
			const shown = own.get(noteId);
			if (shown) {
				const { note, thread } = shown;
				const others = editedIn(thread).filter((one) => one.replyId !== replyId);
				const comments = commentsOf(note.incident, note.note, others);
				thread.comments =
					mode === vscode.CommentMode.Preview
						? comments
						: comments.map((one) => (one.replyId === replyId ? { ...one, mode, body: one.saved } : one));
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
		for (const [id, { thread }] of own) {
			if (!ids.has(id)) {
				thread.dispose();
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

	private put(document: vscode.TextDocument, own: Map<string, Shown>, note: ShownNote): void {
		const [first, last] = note.rows;
		const range = new vscode.Range(first, 0, last, document.lineAt(last).text.length);
		const id = note.note.id;
		const before = own.get(id);
		const shown = before ?? { thread: this.controller.createCommentThread(document.uri, range, []), note, said: '' };
		own.set(id, shown);
		const { thread } = shown;
		shown.note = note;
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

/** @param edited these stay what they are: VS Code throws away what is typed in a comment that another one takes the place of */
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
	return comments.map((one) => edited.find(({ replyId }) => replyId === one.replyId) ?? one);
}
