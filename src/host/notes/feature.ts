import * as vscode from 'vscode';
import { anchorTracker } from '../../app/followAnchors';
import { Disposables } from '../../base/disposables';
import type { Breather } from '../../base/slices';
import type { App } from '../app';
import { onDidChangeSettings, settings } from '../settings';
import { DocumentNotes } from './documentNotes';
import { NoteBook } from './noteBook';
import { NoteChanges } from './noteChanges';
import { NoteHover, NoteLenses } from './providers';
import { RepositoryNotes } from './repositoryNotes';
import { NoteThreads } from './threads';

/** A rebase makes a commit after the other: notes are followed again when HEAD rests so long. */
const RESTS_MS = 150;
const FILES: vscode.DocumentSelector = { scheme: 'file' };

export interface NotesNeeds {
	readonly app: Pick<App, 'incidents' | 'onDidChangeIncidents' | 'openRepository' | 'log'>;
	readonly alive: AbortSignal;
	readonly breather: Breather;
	/** Told whenever it is known whether there are notes. */
	readonly remember: (hasNotes: boolean) => void;
}

/** All that shows notes in the editor; made when there is a note, or when somebody is about to write one. */
export class Notes extends Disposables {
	readonly book: NoteBook;
	readonly places: RepositoryNotes;
	readonly documents: DocumentNotes;
	readonly threads: NoteThreads;
	readonly changes: NoteChanges;

	constructor({ app, alive, breather, remember }: NotesNeeds) {
		super();
		this.book = this.add(new NoteBook(app, alive));
		this.places = new RepositoryNotes(app, this.book, anchorTracker(breather));
		this.documents = this.add(new DocumentNotes(app, this.book, this.places, alive));
		this.threads = this.add(new NoteThreads(this.book, this.documents));
		this.changes = this.add(new NoteChanges(app, this.book, this.places, breather));
		this.add(vscode.languages.registerHoverProvider(FILES, new NoteHover(this.book, this.documents, this.places)));
		this.followLenses();
		this.add(this.book.onDidChange(() => remember(this.book.known().length > 0)));
		this.followHeads();
		void this.start(remember);
	}

	private async start(remember: (hasNotes: boolean) => void): Promise<void> {
		remember((await this.book.all()).length > 0);
	}

	private followLenses(): void {
		let registered: vscode.Disposable | undefined;
		const follow = () => {
			registered?.dispose();
			registered = settings.hasNoteLenses()
				? vscode.languages.registerCodeLensProvider(FILES, new NoteLenses(this.book, this.documents))
				: undefined;
		};
		follow();
		this.add(onDidChangeSettings('notes.codeLens', follow));
		this.add({ dispose: () => registered?.dispose() });
	}

	/** A commit, a checkout or a rebase moves what notes are followed to. */
	private followHeads(): void {
		const watching = new Disposables();
		this.add(watching);
		let timer: ReturnType<typeof setTimeout> | undefined;
		const again = () => {
			clearTimeout(timer);
			timer = setTimeout(() => void this.documents.refresh(true), RESTS_MS);
			this.changes.soon();
		};
		watching.add({ dispose: () => clearTimeout(timer) });
		for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
			const watcher = watching.add(
				vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(uri, '.git/logs/HEAD')),
			);
			watching.add(watcher.onDidChange(again));
			watching.add(watcher.onDidCreate(again));
		}
		watching.add(
			vscode.window.onDidChangeWindowState(({ focused }) => {
				if (focused) {
					void this.documents.refresh(true);
				}
			}),
		);
	}
}
