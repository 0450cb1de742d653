import { access, constants, readdir, unlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Step } from '../../../core/revert/model';
import { explained } from '../errors';
import { type Git, GitExit } from '../run';
import { commitRefusal } from './errors';
import { treeNames, treesIn } from './mergeTrees';
import { type Place, textOf } from './place';

/** Our messages are; what the person's are may be configured. */
const UTF8 = ['-c', 'i18n.commitEncoding=UTF-8'];

/** Hooks that run when a commit is made. */
const COMMIT_HOOKS = ['pre-commit', 'prepare-commit-msg', 'commit-msg', 'post-commit'];

/** Hooks of the repository that what we do would run. */
export interface Hooks {
	/** When a commit is made. */
	readonly ofCommits: boolean;
	/** When a branch is. */
	readonly ofRefs: boolean;
}

/** What is asked of git before anything is made. */
export interface First {
	readonly hooks: Hooks;
	readonly isSigned: boolean;
	/** As `treesOf` gives them. */
	readonly trees: readonly string[];
	/** There is a branch of that name. */
	readonly isTaken: boolean;
}

/**
 * @param revisions of which one at least is there
 * @param branch a name that git takes
 */
export async function readFirst(
	place: Place,
	revisions: readonly (string | undefined)[],
	branch: string,
	signal: AbortSignal,
): Promise<First> {
	const names = treeNames(revisions);
	const ref = `refs/heads/${branch}`;
	const itself = `refs/[h]eads/${branch}`; // a name without any pattern in it would mean all below it
	const args = ['rev-parse', ...names, '--git-path', 'hooks', '--symbolic-full-name', `--glob=${itself}`];
	const [answer, isSigned] = await Promise.all([
		textOf(place.git(args, { signal, runsHooks: true })),
		wantsSignature(place, signal),
	]);
	const lines = answer.split('\n');
	const trees = treesIn(lines.splice(0, names.length), revisions);
	const isTaken = lines.at(-1) === ref;
	const folder = lines.slice(0, isTaken ? -1 : undefined).join('\n'); // which may have a name of several lines
	return { hooks: await hooksIn(resolve(place.root, folder)), isSigned, trees, isTaken };
}

async function hooksIn(folder: string): Promise<Hooks> {
	const names = new Set(await readdir(folder).catch(() => []));
	const runs = async (name: string) =>
		names.has(name) &&
		(await access(join(folder, name), constants.X_OK).then(
			() => true,
			() => false,
		));
	const found = await Promise.all(COMMIT_HOOKS.map(runs));
	return { ofCommits: found.includes(true), ofRefs: await runs('reference-transaction') };
}

/** Whether the configuration wants commits to be signed. */
async function wantsSignature({ plain }: Place, signal: AbortSignal): Promise<boolean> {
	try {
		return (await textOf(plain(['config', '--type=bool', '--get', 'commit.gpgSign'], { signal }))) === 'true';
	} catch (error) {
		if (error instanceof GitExit) {
			return false;
		}
		throw error;
	}
}

/** A fix stays its author's; what takes a commit out is the person's own. */
export async function authorOf(
	{ git }: Pick<Place, 'git'>,
	step: Step,
	signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
	if (step.kind !== 'pick') {
		return {};
	}
	const args = [
		'log',
		'--max-count=1',
		'--no-show-signature',
		'--encoding=UTF-8',
		'--date=raw',
		'--format=%an%x00%ae%x00%ad',
		step.sha,
		'--',
	];
	const [name = '', email = '', date = ''] = (await textOf(git(args, { signal }))).split('\0');
	return { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: `@${date}` };
}

/** Makes a commit of a tree, without a work tree: signed where commits are. @throws FaultlineError `revert.noIdentity`, `revert.signing`, `git.*` */
export async function commitTree(
	place: Place,
	tree: string,
	parent: string,
	step: Step,
	isSigned: boolean,
	signal: AbortSignal,
): Promise<string> {
	const environment = await authorOf(place, step, signal);
	const args = [...UTF8, 'commit-tree', ...(isSigned ? ['-S'] : []), tree, '-p', parent, '-F', '-'];
	try {
		return await textOf(place.plain(args, { signal, input: step.message, environment }));
	} catch (error) {
		signal.throwIfAborted();
		throw commitRefusal(error) ?? explained(error, place.root);
	}
}

/**
 * Commits a worktree's index, hooks and all.
 *
 * @returns what a hook said that refused; undefined where the commit was made
 * @throws FaultlineError `revert.noIdentity`, `revert.signing`, `git.*`
 */
export async function commitIndex(
	place: Place,
	worktree: { readonly plain: Git; readonly home: string },
	step: Step,
	runsHooks: boolean,
	signal: AbortSignal,
): Promise<string | undefined> {
	const file = join(worktree.home, 'message');
	await writeFile(file, step.message);
	try {
		const environment = await authorOf(place, step, signal);
		const call = { signal, environment, runsHooks, mayFetch: runsHooks };
		// Maintenance is the person's own to run, and would go on in a worktree that is taken away.
		await worktree.plain(
			['-c', 'maintenance.auto=false', ...UTF8, 'commit', '--quiet', '--cleanup=whitespace', '--file', file],
			call,
		);
		return undefined;
	} catch (error) {
		signal.throwIfAborted();
		const refusal = commitRefusal(error);
		if (refusal || !runsHooks || !(error instanceof GitExit)) {
			throw refusal ?? explained(error, worktree.home);
		}
		return error.message;
	} finally {
		await unlink(file).catch(() => undefined);
	}
}
