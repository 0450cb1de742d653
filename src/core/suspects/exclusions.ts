import * as l10n from '@vscode/l10n';
import type { Commit } from '../ports/repository';
import type { Window } from './evidence';

/** What rules commits out, whatever points at them. */
export interface Exclusions {
	/** What is new since the last good revision. */
	readonly window?: Window | undefined;
	/** Epoch milliseconds. */
	readonly startedAt: number;
	/** A person or a monitor said when it began: commits made later are excluded. */
	readonly isStartKnown: boolean;
	/** Commits the repository says only reformat. */
	readonly ignored: ReadonlySet<string>;
}

/** Why a commit cannot be it, if it cannot. Git answers only with ancestors of the deployed revision, so that needs no check here. */
export function reasonAgainst(
	{ sha, date }: Commit,
	{ window, startedAt, isStartKnown, ignored }: Exclusions,
): string | undefined {
	if (isStartKnown && date > startedAt) {
		return afterStart();
	}
	if (window && !window.shas.has(sha)) {
		return alreadyIn(window.name);
	}
	return ignored.has(sha) ? listedAsFormatting() : undefined;
}

export const afterStart = () => l10n.t('committed after the start');
export const alreadyIn = (good: string) => l10n.t('already in {0}, the last good revision', good);
export const listedAsFormatting = () => l10n.t('listed in .git-blame-ignore-revs: it only reformats');
