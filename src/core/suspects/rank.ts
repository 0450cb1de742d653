import * as l10n from '@vscode/l10n';
import { grouped } from '../../base/grouped';
import type { Commit } from '../ports/repository';
import type { Evidence, Window } from './evidence';
import type { Excluded, Reason, SuspectCommit, SuspectFile } from './model';

/** What each kind of evidence counts for in a score; each row sums to 1. */
export interface Weights {
	readonly commit: Readonly<Record<string, number>>;
	readonly file: Readonly<Record<string, number>>;
}

/**
 * Set by hand, checked on 119 development incidents from ten public repositories: coarse on purpose, since finer ones did not
 * hold on repositories they were not tuned on.
 */
export const WEIGHTS: Weights = {
	commit: { blame: 0.55, recent: 0.25, inWindow: 0.2 },
	file: { inTrace: 0.65, recent: 0.25, inWindow: 0.1 },
};

/** A second frame that points at the same commit adds this much of what it says by itself, a third one that much of that. */
const REPEAT = 0.35;

export interface Ranked {
	readonly files: readonly SuspectFile[];
	readonly commits: readonly SuspectCommit[];
	readonly excluded: readonly Excluded[];
}

export interface RankBounds {
	readonly window?: Window;
	/** Epoch milliseconds; commits made later are excluded. */
	readonly startedAt?: number;
	/** Commits the repository says only reformat. */
	readonly ignored: ReadonlySet<string>;
	readonly limit: number;
}

/** Adds evidence up into ranked files and commits; every score is the sum of its reasons' weights, 0..1. */
export function rank(evidence: readonly Evidence[], bounds: RankBounds, weights = WEIGHTS): Ranked {
	const excluded: Excluded[] = [];
	const commits = [...grouped(evidence, (item) => (item.on === 'commit' ? item.commit.sha : undefined)).values()]
		.flatMap((items): SuspectCommit[] => {
			const commit = items.find((item) => item.on === 'commit')?.commit;
			if (!commit) {
				return [];
			}
			const reason = whyNot(commit, bounds);
			if (reason !== undefined) {
				excluded.push({
					sha: commit.sha,
					reason,
					subject: commit.subject,
					date: new Date(commit.date).toISOString(),
				});
				return [];
			}
			const reasons = reasonsFrom(items, weights.commit);
			return [
				{
					sha: commit.sha,
					score: total(reasons),
					author: commit.author,
					date: new Date(commit.date).toISOString(),
					subject: commit.subject,
					reasons,
				},
			];
		})
		.sort((a, b) => b.score - a.score || b.date.localeCompare(a.date))
		.slice(0, bounds.limit);
	const files = [...grouped(evidence, (item) => (item.on === 'file' ? item.path : undefined))]
		.map(([path, items]): SuspectFile => {
			const reasons = reasonsFrom(items, weights.file);
			return { path, score: total(reasons), reasons };
		})
		.sort((a, b) => b.score - a.score || a.path.localeCompare(b.path))
		.slice(0, bounds.limit);
	return { files, commits, excluded };
}

/** Why a commit cannot be it, if it cannot. Git answers only with ancestors of the deployed revision, so that needs no check here. */
function whyNot(commit: Commit, { window, startedAt, ignored }: RankBounds): string | undefined {
	if (startedAt !== undefined && commit.date > startedAt) {
		return l10n.t('committed after the start');
	}
	if (window?.isStated && !window.shas.has(commit.sha)) {
		return l10n.t('already in {0}, the last good revision', window.name);
	}
	if (ignored.has(commit.sha)) {
		return l10n.t('listed in .git-blame-ignore-revs: it only reformats');
	}
	return undefined;
}

/** Evidence of one kind becomes reasons: the strongest in full, each further one with less, so that no kind outgrows its weight. */
function reasonsFrom(items: readonly Evidence[], weights: Readonly<Record<string, number>>): readonly Reason[] {
	return [...grouped(items, (item) => item.kind).values()]
		.flatMap((same) => {
			let room = 1;
			return [...same]
				.sort((a, b) => b.strength - a.strength)
				.map(({ kind, detail, strength }, i): Reason => {
					const counted = Math.min(room, strength * REPEAT ** i);
					room -= counted;
					return { kind, detail, weight: rounded((weights[kind] ?? 0) * counted) };
				});
		})
		.filter((reason) => reason.weight > 0)
		.sort((a, b) => b.weight - a.weight);
}

function total(reasons: readonly Reason[]): number {
	return rounded(reasons.reduce((sum, reason) => sum + reason.weight, 0));
}

const rounded = (value: number) => Math.round(value * 1000) / 1000;
