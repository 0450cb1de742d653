import * as vscode from 'vscode';
import type { PreviewedFile } from '../../core/ports/mitigation';

const SCHEME = 'faultline-preview';
/** Previews whose texts are kept, for editors that are still open on them. */
const KEPT = 5;

/** One file in VS Code's multi-file diff: the file, its left side and its right side. */
export type Row = readonly [vscode.Uri, vscode.Uri | undefined, vscode.Uri | undefined];

/** Files as a branch that is not made would have them, as read-only documents: they are nowhere but in memory. */
export class PreviewDocuments implements vscode.TextDocumentContentProvider {
	private readonly previews = new Map<string, ReadonlyMap<string, string>>();
	private count = 0;

	register(): vscode.Disposable {
		return vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
	}

	/** Rows of a diff that shows `files`; those whose text was left out are not among them. */
	rows(files: readonly PreviewedFile[]): readonly Row[] {
		const name = String(++this.count);
		const texts = new Map<string, string>();
		const uri = (side: 'before' | 'after', path: string, text: string | undefined) => {
			if (text === undefined) {
				return undefined;
			}
			texts.set(`${side}/${path}`, text);
			return vscode.Uri.from({ scheme: SCHEME, authority: `${side}.${name}`, path: `/${path}` });
		};
		const rows = files
			.filter(({ isLeftOut }) => !isLeftOut)
			.flatMap(({ path, before, after }): readonly Row[] => {
				const left = uri('before', path, before);
				const right = uri('after', path, after);
				const shown = right ?? left;
				return shown ? [[shown, left, right]] : [];
			});
		this.previews.set(name, texts);
		for (const old of [...this.previews.keys()].slice(0, -KEPT)) {
			this.previews.delete(old);
		}
		return rows;
	}

	provideTextDocumentContent({ authority, path }: vscode.Uri): string {
		const [side = '', name = ''] = authority.split('.');
		return this.previews.get(name)?.get(`${side}${path}`) ?? '';
	}
}
