import { readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type TouchedNote, touchedNotes } from '../../app/touchedNotes';
import { isAbort } from '../../base/errors';
import type { Breather } from '../../base/slices';
import { noteKindName } from '../../core/notes/note';
import type { ChangedFile, Repository } from '../../core/ports/repository';
import type { App } from '../app';
import { isInside } from '../editor/insideRepository';
import { onDidChangeSettings, settings } from '../settings';
import { clip } from '../views/item';
import type { NoteBook } from './noteBook';
import { firstLine } from './noteWords';
import type { RepositoryNotes } from './repositoryNotes';

/** Changes are looked through when typing rests so long, and the disk so long after something was saved. */
const RESTS_MS = 500;
/** In UTF-16 units; longer files are generated. */
const MAX_LENGTH = 1_000_000;

/** A note that the working changes, or the branch, touch. */
export interface NoteInChange extends TouchedNote {
	readonly repository: string;
}

/**
 * Says of the notes that the working changes touch, and the branch against the one it starts from: by diagnostics in the files, before anything is
 * committed, and by a sign in the Notes view.
 */
export class NoteChanges implements vscode.Disposable {
	private readonly changed = new vscode.EventEmitter<void>();
	readonly onDidChange = this.changed.event;
	private readonly diagnostics = vscode.languages.createDiagnosticCollection('faultline-notes');
	private touched: readonly NoteInChange[] = [];
	private timer: ReturnType<typeof setTimeout> | undefined;
	private abort = new AbortController();
	private readonly listening: vscode.Disposable;

	constructor(
		private readonly app: Pick<App, 'openRepository' | 'log'>,
		private readonly book: NoteBook,
		private readonly places: RepositoryNotes,
		private readonly breather: Breather,
	) {
		const soon = () => this.soon();
		this.listening = vscode.Disposable.from(
			vscode.workspace.onDidChangeTextDocument(({ document }) => document.uri.scheme === 'file' && soon()),
			vscode.workspace.onDidSaveTextDocument(soon),
			vscode.workspace.onDidChangeWorkspaceFolders(soon),
			vscode.window.onDidChangeWindowState(({ focused }) => focused && soon()),
			onDidChangeSettings('notes', soon),
			book.onDidChange(soon),
			this.diagnostics,
			this.changed,
		);
	}

	/** Those that were touched when it was looked last. */
	get all(): readonly NoteInChange[] {
		return this.touched;
	}

	isTouched(noteId: string): boolean {
		return this.touched.some(({ note }) => note.id === noteId);
	}

	/** Looks again, a moment later. */
	soon(): void {
		clearTimeout(this.timer);
		this.timer = setTimeout(() => void this.look(), RESTS_MS);
	}

	dispose(): void {
		clearTimeout(this.timer);
		this.abort.abort();
		this.listening.dispose();
	}

	private async look(): Promise<void> {
		this.abort.abort();
		this.abort = new AbortController();
		const { signal } = this.abort;
		try {
			const found: NoteInChange[] = [];
			const isAny = settings.warnsOfNotes() && (await this.book.all()).length > 0;
			const folders = isAny ? (vscode.workspace.workspaceFolders ?? []) : [];
			const roots = new Map<string, Repository>();
			for (const { uri } of folders.filter(({ uri }) => uri.scheme === 'file')) {
				const repository = await this.app.openRepository(uri.fsPath, signal).catch(() => undefined);
				signal.throwIfAborted();
				if (repository && !repository.isBare) {
					roots.set(repository.root, repository);
				}
			}
			for (const repository of roots.values()) {
				found.push(...(await this.touchedIn(repository, signal)));
			}
			signal.throwIfAborted();
			this.show(found);
		} catch (error) {
			if (!isAbort(error) && !signal.aborted) {
				this.app.log.debug('It could not be told which notes are touched.', error); // no commit yet, or no git
			}
		}
	}

	private async touchedIn(repository: Repository, signal: AbortSignal): Promise<readonly NoteInChange[]> {
		const head = await repository.resolve('HEAD', signal);
		const notes = await this.places.of(repository, head, signal);
		if (notes.length === 0) {
			return [];
		}
		const base = await this.places.baseOf(repository, head, signal);
		const open = new Map(
			vscode.workspace.textDocuments
				.filter(({ uri }) => uri.scheme === 'file')
				.map((document) => [document.uri.fsPath, document]),
		);
		const fileOf = (path: string) => join(repository.root, ...path.split('/'));
		const files = new Map<string, ChangedFile>();
		for (const file of base === head ? [] : await repository.filesBetween(base, head, signal)) {
			files.set(file.path, file);
		}
		const unsaved = [...open.values()]
			.filter(({ isDirty, uri }) => isDirty && isInside(repository.root, uri.fsPath))
			.map(({ uri }) => relative(repository.root, uri.fsPath).split(sep).join('/'));
		const working: readonly ChangedFile[] = [
			...(await repository.filesBetween(head, undefined, signal)),
			...unsaved.map((path) => ({ status: 'M', path })),
		];
		for (const file of working) {
			const before = files.get(file.path);
			files.set(file.path, before ? { ...before, status: file.status === 'D' ? 'D' : before.status } : file);
		}
		const texts = (paths: readonly string[]) =>
			Promise.all(
				paths.map(async (path) => {
					const file = fileOf(path);
					const text =
						path === ''
							? undefined
							: (open.get(file)?.getText() ?? (await readFile(file, 'utf8').catch(() => undefined)));
					return text !== undefined && text.length > MAX_LENGTH ? undefined : text;
				}),
			);
		const { tracker } = this.places;
		const change = { repository, base, files: [...files.values()], texts, notes, tracker, breather: this.breather };
		const newFiles = (given: AbortSignal) => repository.newFiles(given);
		return (await touchedNotes({ ...change, newFiles }, signal)).map((one) => ({
			...one,
			repository: repository.root,
		}));
	}

	private show(found: readonly NoteInChange[]): void {
		if (found.length === 0 && this.touched.length === 0) {
			return;
		}
		this.touched = found;
		const byFile = new Map<string, vscode.Diagnostic[]>();
		for (const one of found.filter(({ isDeleted }) => !isDeleted)) {
			const file = join(one.repository, ...one.path.split('/'));
			byFile.set(file, [...(byFile.get(file) ?? []), this.diagnosticOf(one)]);
		}
		this.diagnostics.clear();
		for (const [file, diagnostics] of byFile) {
			this.diagnostics.set(vscode.Uri.file(file), diagnostics);
		}
		this.changed.fire();
	}

	private diagnosticOf({ incident, note, touch, movedFrom }: NoteInChange): vscode.Diagnostic {
		const { key = '', title = '' } = this.book.summary(incident) ?? {};
		const kind = noteKindName(note.kind);
		const said = clip(firstLine(note), 200);
		const about = clip(title, 100);
		const message =
			movedFrom !== undefined
				? l10n.t('{0} of {1} “{2}”: this change moves its lines here from {4}. {3}', kind, key, about, said, movedFrom)
				: touch.what === 'lines'
					? l10n.t('{0} of {1} “{2}”: this change touches its lines. {3}', kind, key, about, said)
					: l10n.t('{0} of {1} “{2}”: this change touches its function. {3}', kind, key, about, said);
		const range = new vscode.Range(touch.first - 1, 0, touch.last - 1, Number.MAX_SAFE_INTEGER);
		const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Information);
		diagnostic.source = 'Faultline';
		diagnostic.code = key;
		return diagnostic;
	}
}
