import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import * as vscode from 'vscode';
import type { Repository } from '../../core/ports/repository';
import { isInside } from './insideRepository';

const SCHEME = 'faultline-git';
const Query = v.object({
	root: v.string(),
	sha: v.pipe(v.string(), v.regex(/^[0-9a-f]{40,64}$/)),
	/** The commit's own message, and no file. */
	isMessage: v.optional(v.boolean()),
});

/** The address of a file as it was at a commit; ends in the file's name, so that VS Code knows the language. */
export function gitUri(repository: Pick<Repository, 'root'>, sha: string, file: string): vscode.Uri {
	return vscode.Uri.from({ scheme: SCHEME, path: `/${file}`, query: JSON.stringify({ root: repository.root, sha }) });
}

/** The address of a commit's message, as a document beside the files that it changed. */
export function messageUri(repository: Pick<Repository, 'root'>, sha: string): vscode.Uri {
	const query = JSON.stringify({ root: repository.root, sha, isMessage: true });
	return vscode.Uri.from({ scheme: SCHEME, path: `/${l10n.t('Commit Message')}`, query });
}

export const isGitUri = ({ scheme }: vscode.Uri): boolean => scheme === SCHEME;

/** The file that such an address names; undefined where it is none of ours, or a message. */
export function gitPlace(
	uri: vscode.Uri,
): { readonly root: string; readonly sha: string; readonly path: string } | undefined {
	try {
		const query = v.safeParse(Query, JSON.parse(uri.query));
		if (!isGitUri(uri) || !query.success || query.output.isMessage) {
			return undefined;
		}
		const { root, sha } = query.output;
		return { root, sha, path: uri.path.slice(1) };
	} catch {
		return undefined;
	}
}

/** What the provider needs: a way to the repository, and whether this window has to do with that repository at all. */
export interface GitDocumentsNeeds {
	readonly openRepository: (folder: string, signal: AbortSignal) => Promise<Repository>;
	/** Roots of the repositories that incidents were analysed in. */
	readonly knownRoots: () => Promise<readonly string[]>;
}

/** Read-only documents of files at a commit. A link may come from anywhere, so only repositories of this window are read. */
export class GitDocuments implements vscode.TextDocumentContentProvider {
	constructor(private readonly needs: GitDocumentsNeeds) {}

	register(): vscode.Disposable {
		return vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
	}

	async provideTextDocumentContent(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
		const { root, sha, isMessage } = v.parse(Query, JSON.parse(uri.query));
		if (!(await this.isKnown(root))) {
			throw new Error(l10n.t('{0} is not a repository of this window.', root));
		}
		const abort = new AbortController();
		const cancelling = token.onCancellationRequested(() => abort.abort());
		try {
			const repository = await this.needs.openRepository(root, abort.signal);
			if (isMessage) {
				return (await repository.changes([sha], abort.signal)).get(sha)?.message ?? '';
			}
			return (await repository.readFile(sha, uri.path.slice(1), abort.signal)) ?? '';
		} finally {
			cancelling.dispose();
		}
	}

	private async isKnown(root: string): Promise<boolean> {
		const folders = vscode.workspace.workspaceFolders ?? [];
		if (
			folders.some(({ uri }) => isInside(path.resolve(root), uri.fsPath) || isInside(uri.fsPath, path.resolve(root)))
		) {
			return true;
		}
		return (await this.needs.knownRoots()).includes(root);
	}
}
