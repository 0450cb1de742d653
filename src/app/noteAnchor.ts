import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../base/errors';
import { anchorOf } from '../core/notes/anchor';
import type { Anchor } from '../core/notes/note';
import type { Repository } from '../core/ports/repository';
import type { Span } from '../core/suspects/functionSpan';

/** Lines that somebody chose in a file, saved or not. */
export interface ChosenLines {
	readonly repository: Repository;
	/** Repository-relative, slashes. */
	readonly path: string;
	readonly text: string;
	/** 1-based, both included. */
	readonly chosen: Span;
}

/**
 * The anchor of lines, at HEAD.
 *
 * @throws FaultlineError `notes.notCommitted`, `git.*`; `signal.reason` when cancelled
 */
export async function anchorAtHead(
	{ repository, path, text, chosen }: ChosenLines,
	signal: AbortSignal,
): Promise<Anchor> {
	const commit = await repository.resolve('HEAD', signal);
	const committed = await repository.readFile(commit, path, signal);
	if (committed === undefined) {
		throw new FaultlineError(
			'notes.notCommitted',
			l10n.t(
				'{0} is in no commit yet, so a note on it could not be followed. Commit the file, then add the note.',
				path,
			),
		);
	}
	return anchorOf({ repository: repository.root, commit, path, committed, text, chosen });
}
