import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { assertNever } from '../base/assertNever';
import type { Drift } from '../core/frames/drift';
import type { Commit } from '../core/ports/repository';
import type { DeployedPlace } from './flows/openFile';
import type { PlaceNow } from './flows/whereNow';
import { ago, shortSha } from './words';

/**
 * What became of a line of the deployed revision, in a sentence; empty where it is what it was.
 *
 * @param line 1-based, at `revision`
 * @param by the commit that edited or deleted it, where one can be named
 */
export function driftSentence(
	{ line = 1, revision }: { readonly line: number | undefined; readonly revision: string },
	drift: Exclude<Drift, { kind: 'fileGone' }>,
	by?: Commit,
): string {
	const short = shortSha(revision);
	const commit = by && named(by);
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
		case 'elsewhere':
			return l10n.t(
				'Line {0} at {1} was moved to {2}; it is probably line {3} there.',
				line,
				short,
				drift.path,
				drift.line,
			);
		case 'guessed':
			return drift.fileLines === undefined
				? guessed(line, drift)
				: l10n.t(
						'The file has only {0} lines at {1}, so another version of it ran. The line is probably near this one.',
						drift.fileLines,
						short,
					);
		default:
			return assertNever(drift);
	}
}

/**
 * What became of a place of the deployed code, in a sentence, also where nothing did.
 *
 * @param by the commit that edited or deleted its line, where one can be named
 */
export function stateSentence(
	place: Pick<DeployedPlace, 'path' | 'line' | 'revision'>,
	{ drift, renamedTo }: PlaceNow,
	by?: Commit,
): string {
	if (drift.kind === 'fileGone') {
		return goneSentence(place.path, drift.removedBy);
	}
	const renamed = renamedTo === undefined ? '' : l10n.t('{0} is called {1} now.', place.path, renamedTo);
	const moved = driftSentence(place, drift, by) || l10n.t('The line is the same in the working tree.');
	return [renamed, moved].filter((one) => one !== '').join(' ');
}

/** How a line was found whose deployed text nobody has. */
function guessed(line: number, { line: now, by }: Extract<Drift, { kind: 'guessed' }>): string {
	switch (by) {
		case 'code':
			return l10n.t('The deployed text is not in the repository. Line {0} reads as the one that ran.', now);
		case 'function':
			return now === line
				? l10n.t(
						'The deployed text is not in the repository. Line {0} is in the same function; the one that ran may be near.',
						line,
					)
				: l10n.t(
						'The deployed text is not in the repository. This is where the function begins; the line that ran may be in it.',
					);
		case 'number':
			return l10n.t(
				'The deployed text is not in the repository. Line {0} is what the trace says; it may be another one now.',
				line,
			);
		default:
			return assertNever(by);
	}
}

/** What became of a file that is not in the work tree, by which commit where one can be named. */
export function goneSentence(path: string, removedBy: Commit | undefined): string {
	return removedBy
		? l10n.t('{0} was deleted in {1} “{2}” ({3}).', path, ...named(removedBy))
		: l10n.t('{0} is not in the working tree.', path);
}

const named = ({ sha, subject, date }: Commit) =>
	[shortSha(sha), subject, ago(date, Date.now(), vscode.env.language)] as const;
