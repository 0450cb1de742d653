import type { MitigationHistory } from '../../core/ports/mitigation';
import type { Change, Repository } from '../../core/ports/repository';
import { pickMessage, revertMessage, rollbackMessage, takenOut } from '../../core/revert/message';
import type { Plan, Skipped, Step } from '../../core/revert/model';
import { notAnAncestor, nothingSince, tooManySince, unknownCommit } from './errors';

/** What every plan is made from. */
interface About {
	readonly repository: Pick<Repository, 'changes' | 'between' | 'isAncestor'>;
	readonly history: MitigationHistory;
	/** The branch that the new one starts from. */
	readonly base: Plan['base'];
	/** The incident's key, for the messages. */
	readonly key: string;
}

/** What is to be known of a commit. */
type Known = Pick<Change, 'commit' | 'message'>;

const MAX_ROLLED_BACK = 1000;
/** Commits whose messages are read at once; more of them cost more than asking twice. */
const RECENT = 300;
/** Of what a merge brought, so much is looked through for other commits of the plan. */
const MAX_BROUGHT = 20_000;

/**
 * Which commits take `shas` out of the base branch: the newest one first, so that each is undone on top of what it was made on. Of a merge its
 * change against the mainline is taken out; a pull request that was merged by rebase is all of its commits.
 *
 * @param shas full object names, in any order
 * @param evenIfReverted also those that a later message says it took out
 * @throws FaultlineError `revert.unknownCommit`, `git.*`; `signal.reason` when cancelled
 */
export async function planRevert(
	about: About,
	shas: readonly string[],
	{ evenIfReverted = false }: { readonly evenIfReverted?: boolean },
	signal: AbortSignal,
): Promise<Plan> {
	const { base, key } = about;
	const { changes, ordered, reverts } = await historyOf(about, shas, evenIfReverted, signal);
	const outside = shas.filter((sha) => !ordered.includes(sha));
	const out = takenOut(ordered, reverts);
	const brought = new Map<string, string>();
	const steps: Step[] = [];
	for (const sha of ordered) {
		const change = known(changes, sha);
		if (out.has(sha) || brought.has(sha)) {
			continue;
		}
		const against = await mainlineOf(about, change, signal);
		const { subject } = change.commit;
		const { parent, mainline } = against;
		const mainlineParent = mainline === undefined ? undefined : parent;
		const message = revertMessage({ sha, subject, ...(mainlineParent !== undefined && { mainlineParent }) }, key);
		steps.push({ kind: 'revert', sha, ...against, subject, message });
		if (mainlineParent !== undefined && ordered.length > 1) {
			const { shas: inside } = await about.repository.between(mainlineParent, sha, MAX_BROUGHT, signal);
			for (const other of ordered) {
				if (other !== sha && inside.has(other) && !brought.has(other)) {
					brought.set(other, sha);
				}
			}
		}
	}
	const skipped: Skipped[] = [
		...outside.map((sha) => ({ why: 'notOnBase', sha }) as const),
		...[...out].map(([sha, by]) => ({ why: 'alreadyReverted', sha, by }) as const),
		...[...brought].filter(([sha]) => !out.has(sha)).map(([sha, by]) => ({ why: 'broughtBy', sha, by }) as const),
	];
	return { kind: 'revert', base, steps, skipped };
}

interface History {
	readonly changes: ReadonlyMap<string, Known>;
	/** Those on the base branch, newest first. */
	readonly ordered: readonly string[];
	readonly reverts: readonly { readonly sha: string; readonly message: string }[];
}

/** What is to be known of commits. Of one that is not long past, that is all in what came since, which is one reading. */
async function historyOf(
	about: About,
	shas: readonly string[],
	evenIfReverted: boolean,
	signal: AbortSignal,
): Promise<History> {
	const { base, history } = about;
	const [only] = shas;
	const since = only !== undefined && shas.length === 1 && (await history.since(only, base.sha, RECENT, signal));
	if (since) {
		const changes = new Map(since.map((one) => [one.commit.sha, one]));
		const later = since.slice(0, -1).map(({ commit: { sha }, message }) => ({ sha, message }));
		return { changes, ordered: [only], reverts: evenIfReverted ? [] : later };
	}
	const reading = Promise.all([
		history.newestFirst(shas, base.sha, signal),
		evenIfReverted ? [] : history.revertsSince(shas, base.sha, signal),
	]);
	reading.catch(() => {}); // of a commit that is not there, the changes say so
	const changes = await changesOf(about, shas, signal);
	const [ordered, reverts] = await reading;
	return { changes, ordered, reverts };
}

/**
 * One commit that takes back all changes between a good revision and the deployed one; what came later stays.
 *
 * @param good, deployed full object names
 * @throws FaultlineError `revert.notAnAncestor`, `revert.nothingSince`, `revert.tooManySince`, `git.*`
 */
export async function planRollback(about: About, good: string, deployed: string, signal: AbortSignal): Promise<Plan> {
	const { repository, history, base, key } = about;
	for (const [before, after] of [
		[good, deployed],
		[deployed, base.sha],
	] as const) {
		if (!(await repository.isAncestor(before, after, signal))) {
			throw notAnAncestor(before, after);
		}
	}
	const shas = await history.firstParentLine(good, deployed, MAX_ROLLED_BACK + 1, signal);
	if (shas.length === 0) {
		throw nothingSince(good);
	}
	if (shas.length > MAX_ROLLED_BACK) {
		throw tooManySince(good, MAX_ROLLED_BACK);
	}
	const changes = await changesOf(about, shas, signal);
	const named = shas.map((sha) => ({ sha, subject: known(changes, sha).commit.subject }));
	const message = rollbackMessage(good, named, key);
	const step: Step = {
		kind: 'rollback',
		sha: deployed,
		parent: good,
		subject: message.split('\n', 1)[0] ?? '',
		message,
	};
	return { kind: 'rollback', base, steps: [step], skipped: [] };
}

/**
 * The same changes on another branch, the oldest first.
 *
 * @param shas full object names
 * @param tip of the branch that has them, which gives their order
 */
export async function planPick(about: About, shas: readonly string[], tip: string, signal: AbortSignal): Promise<Plan> {
	const { base, key, history, repository } = about;
	const changes = await changesOf(about, shas, signal);
	const ordered = [...(await history.newestFirst(shas, tip, signal))].reverse();
	const all = [...ordered, ...shas.filter((sha) => !ordered.includes(sha))];
	const steps: Step[] = [];
	const skipped: Skipped[] = [];
	for (const sha of all) {
		const change = known(changes, sha);
		if (await repository.isAncestor(sha, base.sha, signal)) {
			skipped.push({ why: 'alreadyThere', sha });
			continue;
		}
		const against = await mainlineOf({ ...about, base: { ...base, sha: tip } }, change, signal);
		const { subject } = change.commit;
		steps.push({ kind: 'pick', sha, ...against, subject, message: pickMessage(change.message, sha, key) });
	}
	return { kind: 'pick', base, steps, skipped };
}

/**
 * Against which parent a commit's change counts: of a merge the one that is on the base branch's first-parent line, which is the first but
 * where a branch was brought up to date by merging the base into it.
 */
async function mainlineOf(
	{ history, base }: Pick<About, 'history' | 'base'>,
	{ commit: { parents } }: Known,
	signal: AbortSignal,
): Promise<Pick<Step, 'parent' | 'mainline'>> {
	const [first] = parents;
	if (first === undefined) {
		return {};
	}
	if (parents.length === 1) {
		return { parent: first };
	}
	const line = await history.onFirstParentLine(parents, base.sha, signal);
	const index = Math.max(
		parents.findIndex((parent) => line.has(parent)),
		0,
	);
	return { parent: parents[index] ?? first, mainline: index + 1 };
}

async function changesOf(
	{ repository }: Pick<About, 'repository'>,
	shas: readonly string[],
	signal: AbortSignal,
): Promise<ReadonlyMap<string, Change>> {
	const changes = await repository.changes(shas, signal);
	for (const sha of shas) {
		known(changes, sha);
	}
	return changes;
}

function known<T extends Known>(changes: ReadonlyMap<string, T>, sha: string): T {
	const change = changes.get(sha);
	if (!change) {
		throw unknownCommit(sha);
	}
	return change;
}
