import { FaultlineError } from '../../base/errors';
import type { Incident, MitigationBranch } from '../../core/incident/record';
import type { Mitigations, OnMade, Prepared } from '../../core/ports/mitigation';
import type { Repository } from '../../core/ports/repository';
import { reviewMessage } from '../../core/revert/message';
import type { Plan } from '../../core/revert/model';

/** Where a review goes. */
export interface ReviewPlace {
	/** Without `refs/heads/`. */
	readonly branch: string;
	/** The branch that it starts from, and the commit that the review is put onto. */
	readonly base: Plan['base'];
	/** What the branch is now, where it is there and goes on. */
	readonly before?: string;
}

/**
 * The branch that brought a review before and still may: its pull request is not over, it is not merged, and its last commit is here.
 *
 * @param isOver whether a pull request is merged or closed, as far as that is known
 */
export async function openReviewBranch(
	{ branches = [] }: Pick<Incident, 'branches'>,
	mitigations: Pick<Mitigations, 'branchRefs'>,
	repository: Pick<Repository, 'resolve' | 'isAncestor'>,
	isOver: (pullRequest: NonNullable<MitigationBranch['pullRequest']>) => Promise<boolean>,
	signal: AbortSignal,
): Promise<ReviewPlace | undefined> {
	const last = branches.findLast(({ kind }) => kind === 'review');
	if (!last) {
		return undefined;
	}
	const { branch, base, tip, pullRequest } = last;
	const refs = new Map((await mitigations.branchRefs(signal)).map(({ ref, sha }) => [ref, sha]));
	const here = refs.get(`refs/heads/${branch}`);
	const sha = here ?? (pullRequest && (await known(repository, tip, signal)));
	if (sha === undefined) {
		return undefined; // who deleted it wants another one
	}
	const onto = refs.get(base.ref);
	if (onto !== undefined && (await repository.isAncestor(sha, onto, signal))) {
		return undefined;
	}
	if (pullRequest && (await isOver(pullRequest))) {
		return undefined;
	}
	return { branch, base: { ref: base.ref, sha }, ...(here !== undefined && { before: here }) };
}

async function known(
	{ resolve }: Pick<Repository, 'resolve'>,
	sha: string,
	signal: AbortSignal,
): Promise<string | undefined> {
	try {
		return await resolve(sha, signal);
	} catch (error) {
		if (FaultlineError.is(error, 'git.unknownRevision')) {
			return undefined;
		}
		throw error;
	}
}

/**
 * Commits a review to a branch of its own. The person's work tree, index and branch stay as they are.
 *
 * @param path repository-relative, slashes
 * @throws FaultlineError as `Mitigations.fileChange` and `Mitigations.prepare`
 */
export async function bringReview(
	mitigations: Pick<Mitigations, 'fileChange' | 'prepare'>,
	{ id, key, title }: Pick<Incident, 'id' | 'key' | 'title'>,
	{ branch, base, before }: ReviewPlace,
	file: { readonly path: string; readonly text: string },
	onMade: OnMade,
	signal: AbortSignal,
): Promise<Prepared> {
	const message = reviewMessage({ key, title });
	const [subject = ''] = message.split('\n', 1);
	const step = await mitigations.fileChange({ onto: base.sha, ...file, subject, message }, signal);
	if (!step) {
		return { kind: 'nothing' };
	}
	const plan: Plan = { kind: 'review', base, steps: [step], skipped: [] };
	return mitigations.prepare({ plan, branch, incident: { id, key }, before }, onMade, signal);
}
