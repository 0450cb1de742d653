import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Incidents } from '../../app/incidents';
import type { Repository } from '../../core/ports/repository';
import type { SourceMaps } from '../../core/ports/sourceMaps';
import type { Original } from '../../core/suspects/originals';
import { args, type FrameRef } from '../args';

const SCHEME = 'faultline-source';

/** The address of a frame's source as its source map has it; ends in the source's name, so that VS Code knows the language. */
export function sourceUri({ incidentId, trace, exception, frame }: FrameRef, { source }: Original): vscode.Uri {
	const name = source.replace(/[?#].*$/s, '').replace(/^.*[\\/]/, '');
	const query = JSON.stringify({ incidentId, trace, exception, frame });
	return vscode.Uri.from({ scheme: SCHEME, path: `/${name}`, query });
}

export interface SourceDocumentsNeeds {
	readonly incidents: () => Promise<Incidents>;
	readonly sourceMaps: SourceMaps;
	readonly openRepository: (folder: string, signal: AbortSignal) => Promise<Repository>;
}

/**
 * Read-only documents of sources that only a source map has. A link may come from anywhere, so it names a frame of an incident, and nothing
 * but the map that its analysis used is read.
 */
export class SourceDocuments implements vscode.TextDocumentContentProvider {
	constructor(private readonly needs: SourceDocumentsNeeds) {}

	register(): vscode.Disposable {
		return vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
	}

	async provideTextDocumentContent(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
		const abort = new AbortController();
		const cancelling = token.onCancellationRequested(() => abort.abort());
		try {
			const ref = args.frame(JSON.parse(uri.query));
			const incident = ref && (await (await this.needs.incidents()).get(ref.incidentId));
			const original = ref && incident?.analysis?.originals?.[ref.trace]?.[ref.exception]?.[ref.frame];
			const { mappedSource } = await import('./mappedSource');
			const content = incident && original && (await mappedSource(this.needs, incident, original, abort.signal));
			if (content === undefined || content === null) {
				throw new Error(l10n.t('The source map does not hold the text of this source.'));
			}
			return content;
		} finally {
			cancelling.dispose();
		}
	}
}
