import * as vscode from 'vscode';
import { lazy } from '../base/lazy';
import type { App } from '../host/app';
import { NotesTree } from '../host/notes/notesTree';
import { settings } from '../host/settings';
import type { Ground } from './ground';

/** Whether a home had notes when this was last known: without, nothing is read for the sake of a file that is opened. */
const HAS_NOTES = { user: 'faultline.hasNotes', postgres: 'faultline.hasNotes.postgres' };

type NotesParts = Pick<App, 'notes' | 'notesTree'>;

/** Root-cause notes in the editor. Nothing is read before there is a note to be shown, the view is seen, or incidents are read anyway. */
export function rootCauseNotes(
	{ context, owned, alive, breather }: Ground,
	onDidChangeIncidents: App['onDidChangeIncidents'],
	app: () => App,
): NotesParts & { watch(): void } {
	const { globalState } = context;
	const remember = (hasNotes: boolean) => {
		const home = settings.home();
		if (home !== 'repository' && globalState.get(HAS_NOTES[home]) !== hasNotes) {
			void globalState.update(HAS_NOTES[home], hasNotes);
		}
	};
	const mayHaveNotes = () => {
		const home = settings.home();
		return home === 'repository' || globalState.get(HAS_NOTES[home]) === true; // a pull may have brought the repository’s first
	};
	const notes = lazy(async () => {
		const { Notes } = await import('../host/notes/feature');
		const made = owned.add(new Notes({ app: app(), alive, breather, remember }));
		owned.add(made.book.onDidChange(() => tree.refresh()));
		owned.add(made.changes.onDidChange(() => tree.refresh()));
		return made;
	});
	const tree = new NotesTree(async () => {
		const { book, changes } = await notes();
		return {
			all: () => book.all(),
			summary: (incident) => book.summary(incident),
			isTouched: (id) => changes.isTouched(id),
		};
	});
	return {
		notes,
		notesTree: tree,
		watch: () => {
			owned.add(vscode.window.registerTreeDataProvider('faultline.notes', tree));
			const begin = () => {
				listening.dispose();
				void notes();
			};
			const isFile = ({ document }: vscode.TextEditor) => document.uri.scheme === 'file';
			const look = (editors: readonly vscode.TextEditor[]) => {
				if (editors.some(isFile) && mayHaveNotes()) {
					begin();
				}
			};
			const listening = vscode.Disposable.from(
				vscode.window.onDidChangeVisibleTextEditors(look),
				new vscode.Disposable(() => following.dispose()),
			);
			const following = onDidChangeIncidents(begin);
			owned.add(listening);
			look(vscode.window.visibleTextEditors);
		},
	};
}
