import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../base/errors';
import { runAtOnce } from '../base/slices';
import { isCodePath } from '../core/frames/pathKinds';
import type { Commit, Repository } from '../core/ports/repository';
import { afterStart, alreadyIn, listedAsFormatting } from '../core/suspects/exclusions';
import { sameCodeSteps } from '../core/suspects/formatting';
import type { Analysis, Reason } from '../core/suspects/model';
import { MAX_UNKNOWN } from '../core/suspects/windowChanges';
import { goodRevision } from './goodRevision';
import { MAX_NEW, newChanges } from './newChanges';

export interface WhyNotRequest {
	readonly repository: Repository;
	/** Of all suspects, not of the first few: a place further down is an answer. */
	readonly analysis: Analysis;
	/** The commit asked about, as a person says it: sha, tag, `HEAD~3`. */
	readonly commit: string;
	/** When it began, epoch milliseconds. */
	readonly startedAt?: number | undefined;
	/** Last known good revision or date, as a person said it. */
	readonly lastGood?: string | undefined;
}

/** Why a commit is no suspect, or what kind of one. */
export interface WhyNot {
	readonly commit: Commit;
	readonly answer: 'suspect' | 'ruledOut' | 'noEvidence';
	/** The answer for people. */
	readonly sentence: string;
	/** Of a suspect: its place, 1-based, its score and what points at it. */
	readonly rank?: number;
	readonly score?: number;
	readonly reasons?: readonly Reason[];
}

/** Files of the trace that are named in a sentence. */
const FILES_NAMED = 3;

/** Files whose two versions are compared, and characters of both; of more it is not said that nothing changed. */
const MAX_COMPARED = 200;
const MAX_LENGTH = 200_000;

/**
 * Answers "why not this one?" for any commit: the reason it is ruled out, its place and reasons where it is a suspect, or that nothing points at it.
 *
 * @throws FaultlineError `git.unknownRevision`, `git.*`; `signal.reason` when cancelled
 */
export async function whyNot(request: WhyNotRequest, signal: AbortSignal): Promise<WhyNot> {
	const { repository, analysis } = request;
	const sha = await repository.resolve(request.commit, signal);
	const commit = (await repository.commits([sha], signal)).get(sha);
	if (!commit) {
		throw new Error(`${sha} was resolved and cannot be read`);
	}
	const index = analysis.commits.findIndex((suspect) => suspect.sha === sha);
	const suspect = analysis.commits[index];
	if (suspect) {
		const { score, reasons } = suspect;
		const rank = index + 1;
		return {
			...{ commit, answer: 'suspect', rank, score, reasons },
			sentence: l10n.t('It is suspect {0} of {1}.', rank, analysis.commits.length),
		};
	}
	const { lastGood } = request;
	const good = lastGood ? await knownGood(repository, analysis.revision, lastGood, signal) : undefined;
	const reason =
		analysis.excluded.find((one) => one.sha === sha)?.reason ?? (await reasonAgainst(commit, good, request, signal));
	return reason === undefined
		? { commit, answer: 'noEvidence', sentence: await nothingPointsAtIt(commit, good, request, signal) }
		: { commit, answer: 'ruledOut', sentence: l10n.t('It cannot be it: {0}.', reason) };
}

/** What rules a commit out that no evidence had led to, in the words of the analysis. */
async function reasonAgainst(
	commit: Commit,
	good: string | undefined,
	{ repository, analysis, startedAt, lastGood }: WhyNotRequest,
	signal: AbortSignal,
): Promise<string | undefined> {
	const { sha, date, parents } = commit;
	if (!(await repository.isAncestor(sha, analysis.revision, signal))) {
		return l10n.t('it is not in the deployed revision {0}', analysis.revision.slice(0, 8));
	}
	if (startedAt !== undefined && date > startedAt) {
		return afterStart();
	}
	if (good !== undefined && (await repository.isAncestor(sha, good, signal))) {
		return alreadyIn(lastGood ?? '');
	}
	if ((await repository.ignoredRevisions(analysis.revision, signal)).has(sha)) {
		return listedAsFormatting();
	}
	if (parents.length > 1) {
		return l10n.t('it is a merge, and what it brought is judged by the commits that made it');
	}
	if (await changesNothing(commit, repository, signal)) {
		return l10n.t('it changes white space only');
	}
	return undefined;
}

/** Undefined where it cannot be told, of which an answer about another commit does not make an error. */
async function knownGood(
	repository: Repository,
	revision: string,
	lastGood: string,
	signal: AbortSignal,
): Promise<string | undefined> {
	try {
		return await goodRevision(repository, revision, lastGood, signal);
	} catch (error) {
		if (FaultlineError.is(error, 'git.unknownRevision')) {
			return undefined;
		}
		throw error;
	}
}

/** Whether white space is all that a commit changed, and none of it says anything: inside of strings, or as indentation, it may. */
async function changesNothing({ sha, parents }: Commit, repository: Repository, signal: AbortSignal): Promise<boolean> {
	const [parent] = parents;
	if (parent === undefined || !(await repository.changesOnlySpace(sha, signal))) {
		return false;
	}
	const paths = (await repository.changedFiles(sha, signal)).map(({ path }) => path);
	if (paths.length > MAX_COMPARED) {
		return false;
	}
	const [before, after] = await Promise.all([
		repository.readFiles(parent, paths, signal),
		repository.readFiles(sha, paths, signal),
	]);
	return paths.every((path) => {
		const [old = '', now = ''] = [before.get(path), after.get(path)];
		return old.length + now.length < MAX_LENGTH && runAtOnce(sameCodeSteps(old, now, path));
	});
}

async function nothingPointsAtIt(
	{ sha }: Commit,
	good: string | undefined,
	request: WhyNotRequest,
	signal: AbortSignal,
): Promise<string> {
	const { repository, analysis } = request;
	const inTrace = new Set(analysis.locations.flat(2).flatMap((location) => location?.path ?? []));
	const changed = (await repository.changedFiles(sha, signal)).map(({ path }) => path);
	const shared = changed.filter((path) => inTrace.has(path));
	if (inTrace.size === 0) {
		return l10n.t('No evidence points at it: no frame of the stack trace was found in this repository.');
	}
	const why = good !== undefined && changed.some(isCodePath) ? await whyNotNews(sha, good, request, signal) : undefined;
	if (why !== undefined) {
		return why;
	}
	return shared.length === 0
		? l10n.t('No evidence points at it: it changed no file of the stack trace.')
		: l10n.t(
				'No evidence points at it: it changed {0}, which the stack trace passes through, but neither the lines there nor what is round them.',
				shared.slice(0, FILES_NAMED).join(', '),
			);
}

/** Why a change to code is not named by its being new since the last good revision alone; undefined where it was looked at and nothing was left out. */
async function whyNotNews(
	sha: string,
	good: string,
	{ repository, analysis, startedAt, lastGood = '' }: WhyNotRequest,
	signal: AbortSignal,
): Promise<string | undefined> {
	const bounds = { repository, revision: analysis.revision, from: good, until: startedAt };
	const { changes, diffs } = await newChanges(bounds, signal);
	if (!changes.some(({ commit }) => commit.sha === sha)) {
		if (changes.length < MAX_NEW) {
			// The list is whole, and git leaves out what made no difference to what was merged.
			return l10n.t(
				'No evidence points at it: it is new since {0}, but its change is not in the deployed code by it. It was merged without its effect, or the same change came by another commit.',
				lastGood,
			);
		}
		return l10n.t(
			'No evidence points at it: it is new since {0}, but not among the {1} newest changes to code since then, and older ones are not looked at unless they have lines that the stack trace passes through.',
			lastGood,
			MAX_NEW,
		);
	}
	if (changes.length <= MAX_UNKNOWN) {
		return undefined;
	}
	return diffs.some((diff) => diff.sha === sha)
		? l10n.t(
				'No evidence points at it: it is one of {0} changes to code that are new since {1}, and nothing else is known of it.',
				changes.length,
				lastGood,
			)
		: l10n.t(
				'No evidence points at it: it is new since {0}, but what it changed was not read, since the changes since then are too large or reading them took too long. It changed no file of the stack trace, beside one, or that one leads to.',
				lastGood,
			);
}
