import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { assertNever } from '../base/assertNever';
import type { LineDrift } from '../core/frames/lineMap';
import type { Commit } from '../core/ports/repository';
import { ago, shortSha } from './words';

/**
 * What became of a line of the deployed revision, in a sentence; empty where it is what it was.
 *
 * @param line 1-based, at `revision`
 * @param by the commit that edited or deleted it, where one can be named
 */
export function driftSentence(
	{ line = 1, revision }: { readonly line: number | undefined; readonly revision: string },
	drift: LineDrift,
	by?: Commit,
): string {
	const short = shortSha(revision);
	const commit = by && ([shortSha(by.sha), by.subject, ago(by.date, Date.now(), vscode.env.language)] as const);
	switch (drift.kind) {
		case 'exact':
			return '';
		case 'moved':
			return drift.confidence < 1
				? l10n.t('Line {0} at {1} was moved; it is probably line {2} now.', line, short, drift.line)
				: l10n.t('Line {0} at {1} is line {2} now.', line, short, drift.line);
		case 'changed':
			return commit
				? l10n.t('Line {0} was edited in {1} “{2}” ({3}); this stands in its place.', line, ...commit)
				: l10n.t('Line {0} was edited since {1}; this stands in its place.', line, short);
		case 'gone':
			return commit
				? l10n.t('Line {0} was deleted in {1} “{2}” ({3}); it stood here.', line, ...commit)
				: l10n.t('Line {0} was deleted since {1}; it stood here.', line, short);
		default:
			return assertNever(drift);
	}
}
