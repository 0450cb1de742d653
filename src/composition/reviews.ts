import * as vscode from 'vscode';
import { Disposables } from '../base/disposables';
import { lazy } from '../base/lazy';
import type { App, Reviews } from '../host/app';
import { heldIn } from '../host/review/heldReviews';
import { REVIEW_EDITOR, REVIEW_SCHEME } from '../host/review/reviewUri';
import type { Ground } from './ground';

const SAVED = 'faultline.savedReviews';
const COMPARED = 'faultline-compared-review';

/** Post-incident reviews as documents, and the form on them, each loaded when the first one opens. @param app asked for then */
export function reviews(
	{ context, runner, owned, strings }: Ground,
	app: () => App,
): { readonly reviews: Reviews; register(): void } {
	const { extensionUri, workspaceState: memory } = context;
	const changed = owned.add(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
	const settled = owned.add(new vscode.EventEmitter<void>());
	const files = lazy(async () => {
		const { ReviewFiles } = await import('../host/review/reviewFiles');
		const { incidents, onDidChangeIncidents, log } = app();
		const didSettle = () => settled.fire();
		return owned.add(new ReviewFiles({ incidents, onDidChangeIncidents, log, memory, didSettle }, changed));
	});
	const editors = lazy(async () => {
		const { ReviewEditors } = await import('../host/review/reviewEditor');
		return new ReviewEditors({ app: app(), runner, extensionUri, strings });
	});
	const compared = new Map<string, string>();
	const saved = () => memory.get<Record<string, string>>(SAVED, {});
	const textOf = (text: string) => {
		const uri = vscode.Uri.from({ scheme: COMPARED, path: `/${compared.size % 10}/review.md` });
		compared.set(uri.path, text);
		return uri;
	};
	const diff = (left: vscode.Uri, right: vscode.Uri, title: string) =>
		vscode.commands.executeCommand<void>('vscode.diff', left, right, title);
	return {
		reviews: {
			begin: async (id, template) => (await files()).begin(id, template),
			isHeld: async (id) => heldIn(memory).includes(id) && (await files()).isHeld(id),
			onDidSettle: settled.event,
			settle: async (id) => heldIn(memory).includes(id) && (await files()).settle(id),
			contentOf: async (incident) => (await files()).contentOf(incident),
			save: async (document) => {
				const { saveDocument } = await import('../host/review/saveDocument');
				return saveDocument(await files(), document, (left, right, title) => diff(textOf(left), textOf(right), title));
			},
			savedAs: (file) => saved()[file],
			remember: async (file, hash) => memory.update(SAVED, { ...saved(), [file]: hash }),
			compare: async (file, text, title) => diff(file, textOf(text), title),
			compareTexts: async (left, right, title) => diff(textOf(left), textOf(right), title),
		},
		register: () => {
			if (heldIn(memory).length > 0) {
				void runner.run('held reviews', async () => void (await files()));
			}
			owned.add(
				vscode.workspace.registerTextDocumentContentProvider(COMPARED, {
					provideTextDocumentContent: ({ path }) => compared.get(path) ?? '',
				}),
			);
			const none = () => {
				throw vscode.FileSystemError.NoPermissions();
			};
			owned.add(
				vscode.workspace.registerFileSystemProvider(
					REVIEW_SCHEME,
					{
						onDidChangeFile: changed.event,
						watch: () => new Disposables(),
						stat: async (uri) => (await files()).stat(uri),
						readFile: async (uri) => (await files()).readFile(uri),
						writeFile: async (uri, content) => (await files()).writeFile(uri, content),
						...{ readDirectory: none, createDirectory: none, delete: none, rename: none },
					},
					{ isCaseSensitive: true },
				),
			);
			owned.add(
				vscode.window.registerCustomEditorProvider(
					REVIEW_EDITOR,
					{
						resolveCustomTextEditor: async (document, panel) =>
							(await editors()).resolveCustomTextEditor(document, panel),
					},
					{ webviewOptions: { retainContextWhenHidden: true, enableFindWidget: true } },
				),
			);
		},
	};
}
