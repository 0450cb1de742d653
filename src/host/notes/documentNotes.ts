import * as vscode from 'vscode';
import { isAbort } from '../../base/errors';
import { linesOf } from '../../base/lines';
import { lineMap } from '../../core/frames/lineMap';
import { type Followed, followInto } from '../../core/notes/follow';
import type { NoteOfIncident, RootCauseNote } from '../../core/notes/note';
import type { Repository } from '../../core/ports/repository';
import type { PlacedNote } from '../../core/suspects/notes';
import type { App } from '../app';
import type { NoteBook } from './noteBook';
import type { RepositoryNotes } from './repositoryNotes';

/** A note in a document, where it is in its text as it is typed. */
export interface ShownNote {
	readonly incident: string;
	readonly note: RootCauseNote;
	readonly followed: Followed;
	/** 0-based rows, both included. */
	readonly rows: readonly [number, number];
	readonly repository: Repository;
	/** Full object name. */
	readonly head: string;
}

interface Entry {
	readonly repository: Repository;
	readonly head: string;
	readonly committed: string;
	readonly placed: readonly PlacedNote[];
}

/** Text that is typed is followed when it rests so long. */
const RESTS_MS = 150;
/** In UTF-16 units; longer documents are generated, and would take long. */
const MAX_LENGTH = 1_000_000;

const NONE: readonly ShownNote[] = [];

/** The notes of the documents in sight: followed to HEAD once for each commit, and from there into the text while it is typed. */
export class DocumentNotes implements vscode.Disposable {
	private readonly changed = new vscode.EventEmitter<vscode.TextDocument>();
	/** The notes of a document, or where they are, changed. */
	readonly onDidChange = this.changed.event;
	private readonly entries = new Map<string, Entry>();
	private readonly shown = new Map<string, readonly ShownNote[]>();
	private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
	/** One after the other for each document, so that the last one has the last word. */
	private readonly reading = new Map<string, Promise<void>>();
	private readonly listening: vscode.Disposable;

	constructor(
		private readonly app: Pick<App, 'log'>,
		private readonly book: NoteBook,
		private readonly places: RepositoryNotes,
		private readonly alive: AbortSignal,
	) {
		this.listening = vscode.Disposable.from(
			vscode.window.onDidChangeVisibleTextEditors(() => this.refresh(false)),
			vscode.workspace.onDidChangeTextDocument(({ document }) => this.typed(document)),
			vscode.workspace.onDidCloseTextDocument((document) => this.forget(document)),
			book.onDidChange(() => this.refresh(true)),
			this.changed,
		);
	}

	/** As far as they are known by now. */
	of(document: vscode.TextDocument): readonly ShownNote[] {
		return this.shown.get(document.uri.toString()) ?? NONE;
	}

	/** Reads the notes of what is in sight; with `isAnew` also where they are known. Never rejects. */
	async refresh(isAnew: boolean): Promise<void> {
		const documents = new Set(vscode.window.visibleTextEditors.map(({ document }) => document));
		for (const document of documents) {
			const key = document.uri.toString();
			const before = this.reading.get(key);
			if (before && !isAnew) {
				await before;
			} else if (isAnew || !this.entries.has(key)) {
				const now = (before ?? Promise.resolve()).then(() => this.read(document));
				this.reading.set(key, now);
				await now;
				if (this.reading.get(key) === now) {
					this.reading.delete(key);
				}
			}
		}
	}

	dispose(): void {
		this.listening.dispose();
		for (const timer of this.timers.values()) {
			clearTimeout(timer);
		}
	}

	private async read(document: vscode.TextDocument): Promise<void> {
		if (document.uri.scheme !== 'file') {
			return;
		}
		const key = document.uri.toString();
		try {
			const found = await this.places.fileOf(document.uri.fsPath, this.alive);
			if (!found || (await this.book.all()).length === 0) {
				this.show(document, undefined);
				return;
			}
			const { repository, path } = found;
			const head = await repository.resolve('HEAD', this.alive);
			const entryOf = async (placed: readonly PlacedNote[]): Promise<Entry> => ({
				...{ repository, head },
				committed: (await repository.readFile(head, path, this.alive)) ?? '',
				placed: placed.filter(({ followed }) => followed.kind !== 'unknown' && followed.path === path),
			});
			// Those that were written on this file are there at once; others may have come from other files.
			const onFile = ({ note }: NoteOfIncident) => note.anchor.path === path;
			const own = await this.places.placed(repository, head, this.alive, (notes) => notes.filter(onFile));
			const first = await entryOf(own);
			this.entries.set(key, first);
			this.show(document, first);
			const all = await this.places.placed(repository, head, this.alive);
			const last = await entryOf(all);
			if (last.placed.length !== first.placed.length) {
				this.entries.set(key, last);
				this.show(document, last);
			}
		} catch (error) {
			if (!isAbort(error) && !this.alive.aborted) {
				this.app.log.debug('The notes of a file could not be followed.', error); // no commit yet, no git: there are none then
				this.show(document, undefined);
			}
		}
	}

	private show(document: vscode.TextDocument, entry: Entry | undefined): void {
		const key = document.uri.toString();
		if (document.isClosed) {
			this.entries.delete(key); // it was closed while its notes were read; opened again, it may hold another text
			return;
		}
		const before = this.of(document);
		const now = entry ? shownIn(document, entry) : NONE;
		this.shown.set(key, now);
		if (before.length > 0 || now.length > 0) {
			this.changed.fire(document);
		}
	}

	private typed(document: vscode.TextDocument): void {
		const key = document.uri.toString();
		const entry = this.entries.get(key);
		if (entry === undefined || entry.placed.length === 0) {
			return;
		}
		clearTimeout(this.timers.get(key));
		this.timers.set(
			key,
			setTimeout(() => this.show(document, this.entries.get(key)), RESTS_MS),
		);
	}

	private forget(document: vscode.TextDocument): void {
		const key = document.uri.toString();
		clearTimeout(this.timers.get(key));
		this.timers.delete(key);
		this.entries.delete(key);
		this.shown.delete(key);
		this.changed.fire(document);
	}
}

function shownIn(document: vscode.TextDocument, { repository, head, committed, placed }: Entry): readonly ShownNote[] {
	const text = placed.length === 0 ? '' : document.getText();
	if (placed.length === 0 || text.length > MAX_LENGTH) {
		return NONE;
	}
	const map = lineMap(committed, text);
	const [old, lines] = [linesOf(committed), linesOf(text)];
	return placed.flatMap(({ incident, note, followed: at }) => {
		const followed = followInto(at, old, map, lines);
		const span =
			followed.kind === 'lines'
				? [followed.first, followed.last]
				: followed.kind === 'gone'
					? [followed.span?.first ?? followed.line, followed.span?.first ?? followed.line]
					: undefined;
		const last = Math.max(document.lineCount - 1, 0);
		const [first, end] = span?.map((line) => Math.min(Math.max(line - 1, 0), last)) ?? [];
		return first === undefined || end === undefined
			? []
			: [{ incident, note, followed, rows: [first, end] as const, repository, head }];
	});
}
