import { access, constants, readdir, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import type { Step } from '../../../core/revert/model';
import { explained } from '../errors';
import { type Git, GitExit } from '../run';
import { commitRefusal } from './errors';
import { treesOf } from './mergeTrees';
import { isThere, type Place, textOf } from './place';
import { treeIn } from './worktree';

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
	/** Where they are, as a path that git takes from the folder it commits in; undefined where every folder has the same ones. */
	readonly relative?: string | undefined;
}

/** What the configuration says of commits. */
export interface Habits {
	readonly hooks: Hooks;
	readonly isSigned: boolean;
}

/** What is asked of git before anything is made. */
export interface First {
	/** Not needed before there is something to commit. */
	readonly habits: Promise<Habits>;
	/** As `treesOf` gives them. */
	readonly trees: readonly string[];
	/** There is a branch of that name. */
	readonly isTaken: boolean;
}

/**
 * @param revisions full names, of which one at least is there
 * @param branch a name that git takes
 */
export async function readFirst(
	place: Place,
	revisions: readonly (string | undefined)[],
	branch: string,
	signal: AbortSignal,
): Promise<First> {
	const habits = readHabits(place, signal);
	habits.catch(() => {}); // of who fails before it is needed
	const [trees, isTaken] = await Promise.all([treesOf(place, revisions, signal), isBranchTaken(place, branch, signal)]);
	return { habits, trees, isTaken };
}

/** Whether there is a branch of that name. Where refs are files, those say so; a process that starts costs more than what it is asked. */
async function isBranchTaken({ common, git }: Place, branch: string, signal: AbortSignal): Promise<boolean> {
	const ref = `refs/heads/${branch}`;
	if (await isThere(join(common, 'reftable'))) {
		const itself = `refs/[h]eads/${branch}`; // a name without any pattern in it would mean all below it
		return (await textOf(git(['rev-parse', '--symbolic-full-name', `--glob=${itself}`], { signal }))) === ref;
	}
	const loose = await stat(join(common, ref)).catch(() => undefined);
	const packed = await readFile(join(common, 'packed-refs'), 'utf8').catch(() => '');
	return loose?.isFile() === true || packed.includes(` ${ref}\n`);
}

async function hooksIn(folder: string, relative?: string): Promise<Hooks> {
	const names = new Set(await readdir(folder).catch(() => []));
	const runs = async (name: string) =>
		names.has(name) &&
		(await access(join(folder, name), constants.X_OK).then(
			() => true,
			() => false,
		));
	const found = await Promise.all(COMMIT_HOOKS.map(runs));
	return { ofCommits: found.includes(true), ofRefs: await runs('reference-transaction'), relative };
}

/** Where hooks are, and whether the configuration wants commits to be signed. */
export async function readHabits({ plain, git, root, common }: Place, signal: AbortSignal): Promise<Habits> {
	const args = ['config', '-z', '--get-regexp', '^(core\\.hookspath|commit\\.gpgsign)$'];
	let output = '';
	try {
		output = (await plain(args, { signal, runsHooks: true })).toString('utf8'); // else it would be told of no hooks
	} catch (error) {
		if (!(error instanceof GitExit)) {
			throw error;
		}
	}
	// A key without a value stands alone, which means true.
	const values = new Map(
		output.split('\0').map((row) => {
			const end = row.indexOf('\n');
			return end < 0 ? [row, 'true'] : [row.slice(0, end), row.slice(end + 1)];
		}),
	);
	const path = values.get('core.hookspath');
	const signs = values.get('commit.gpgsign') ?? 'false';
	// What begins by a home, or with words of git's own, git itself reads best.
	const isPlain = path !== undefined && /^[^~%:]/.test(path);
	const hooks = isPlain
		? path
		: path === undefined
			? join(common, 'hooks')
			: await textOf(git(['rev-parse', '--git-path', 'hooks'], { signal, runsHooks: true }));
	const isSigned = /^(?:true|yes|on|[+-]?0*[1-9]\d*[kmg]?)$/i.test(signs.trim());
	const relative = isPlain && !isAbsolute(path) ? path : undefined;
	return { hooks: await hooksIn(resolve(root, hooks), relative), isSigned };
}

/**
 * What lets the person's hooks run in a worktree. A folder of hooks that they have beside what is committed, as tools make one that set hooks up, is in no other
 * checkout than theirs, and git would run nothing there, without a word. One that is committed is left to the commit: where that does not have it, nobody runs it.
 */
async function personsHooks({ git, root }: Place, home: string, { relative }: Hooks, signal: AbortSignal) {
	if (relative === undefined || (await isThere(join(treeIn(home), relative)))) {
		return [];
	}
	const args = ['--literal-pathspecs', 'ls-files', '--', relative];
	return (await textOf(git(args, { signal }))) === '' ? ['-c', `core.hooksPath=${resolve(root, relative)}`] : [];
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
 * @param hooks those that run; undefined for none
 * @returns what a hook said that refused; undefined where the commit was made
 * @throws FaultlineError `revert.noIdentity`, `revert.signing`, `git.*`
 */
export async function commitIndex(
	place: Place,
	worktree: { readonly plain: Git; readonly home: string },
	step: Step,
	hooks: Hooks | undefined,
	signal: AbortSignal,
): Promise<string | undefined> {
	const file = join(worktree.home, 'message');
	await writeFile(file, step.message);
	try {
		const environment = await authorOf(place, step, signal);
		const runsHooks = hooks !== undefined;
		const where = hooks ? await personsHooks(place, worktree.home, hooks, signal) : [];
		const call = { signal, environment, runsHooks, mayFetch: runsHooks };
		// Maintenance is the person's own to run, and would go on in a worktree that is taken away.
		await worktree.plain(
			['-c', 'maintenance.auto=false', ...where, ...UTF8, 'commit', '--quiet', '--cleanup=whitespace', '--file', file],
			call,
		);
		return undefined;
	} catch (error) {
		signal.throwIfAborted();
		const refusal = commitRefusal(error);
		if (refusal || !hooks || !(error instanceof GitExit)) {
			throw refusal ?? explained(error, worktree.home);
		}
		return error.message;
	} finally {
		await unlink(file).catch(() => undefined);
	}
}
