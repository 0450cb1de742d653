import * as vscode from 'vscode';
import { lazy } from '../base/lazy';
import type { App } from '../host/app';
import { NotesTree } from '../host/notes/notesTree';
import type { Ground } from './ground';

/** Whether there were notes when this was last known: without, nothing is read for the sake of a file that is opened. */
const HAS_NOTES = 'faultline.hasNotes';

type NotesParts = Pick<App, 'notes' | 'notesTree'>;

/** Root-cause notes in the editor. Nothing is read before there is a note to be shown, the view is seen, or incidents are read anyway. */
export function rootCauseNotes(
	{ context, owned, alive, breather }: Ground,
	onDidChangeIncidents: App['onDidChangeIncidents'],
	app: () => App,
): NotesParts & { watch(): void } {
	const { globalState } = context;
	const remember = (hasNotes: boolean) => {
		if (globalState.get(HAS_NOTES) !== hasNotes) {
			void globalState.update(HAS_NOTES, hasNotes);
		}
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
				if (globalState.get(HAS_NOTES) === true && editors.some(isFile)) {
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
