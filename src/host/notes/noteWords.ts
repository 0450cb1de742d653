import * as l10n from '@vscode/l10n';
import type { Followed } from '../../core/notes/follow';
import type { RootCauseNote } from '../../core/notes/note';
import type { Commit } from '../../core/ports/repository';
import { shortSha } from '../words';

/** What became of the lines of a note, in a sentence; empty where they are what they were. */
export function stateWords(followed: Followed, by?: Commit): string {
	const commit = by ? `${shortSha(by.sha)} “${by.subject}”` : undefined;
	switch (followed.kind) {
		case 'lines':
			if (followed.state === 'same') {
				return '';
			}
			return commit
				? l10n.t('The lines were edited since, first in {0}.', commit)
				: l10n.t('The lines were edited since.');
		case 'gone':
			if (commit) {
				return followed.span
					? l10n.t('The lines are gone since {0}; the note stays on their function.', commit)
					: l10n.t('The lines are gone since {0}; the note stays where they stood.', commit);
			}
			return followed.span
				? l10n.t('The lines are gone; the note stays on their function.')
				: l10n.t('The lines are gone; the note stays where they stood.');
		case 'fileGone':
			return commit ? l10n.t('The file was deleted in {0}.', commit) : l10n.t('The file is not there any more.');
		case 'unknown':
			return l10n.t('The commit that it was written at is not in this repository.');
	}
}

/** The first line of a note, without what Markdown adds. */
export function firstLine({ text }: Pick<RootCauseNote, 'text'>): string {
	const line = text.split(/\r?\n/).find((one) => one.trim() !== '') ?? '';
	return line.replace(/^[#>\s*+-]+/, '').replaceAll(/[*_`]/g, '');
}

/** Markdown of somebody's without what would be fetched from elsewhere by showing it. */
export const withoutImages = (text: string): string => text.replaceAll('![', '!\\[');
