import { mkdir, readdir, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { explained } from '../errors';
import { type Git, gitIn } from '../run';
import { forgetWorktrees, removeFolder } from '../worktreeNotes';
import { isThere, type Place, textOf } from './place';

/** Marks the window of a worktree as one to resolve conflicts in: `workspaceContains` in package.json. */
export const GUIDE = 'FAULTLINE-REVERT.md';

export const treeIn = (home: string) => join(home, 'tree');
export const workspaceIn = (home: string) => join(home, 'resolve.code-workspace');
const guideIn = (home: string) => join(home, 'guide');

/** git in the worktree, as git says it and as errors for people. */
export function gitAt(place: Place, home: string): { readonly git: Git; readonly plain: Git } {
	const folder = treeIn(home);
	const run = gitIn(folder, place.log);
	const plain: Git = (args, call) => run(args, { mayFetch: place.mayFetch(), ...call });
	const git: Git = async (args, call) => {
		try {
			return await plain(args, call);
		} catch (error) {
			throw explained(error, folder);
		}
	};
	return { git, plain };
}

/**
 * Makes a worktree in `home` with a detached HEAD.
 *
 * @param isEmpty without any file in it, as `--no-checkout` makes one; else checked out at the commit
 */
export async function addWorktree(
	place: Place,
	home: string,
	sha: string,
	isEmpty: boolean,
	signal: AbortSignal,
): Promise<void> {
	await mkdir(home, { recursive: true });
	await writeFile(join(home, 'origin'), place.root); // for its window: the person's own folder, which stays when this one goes
	if (!(await noteWorktree(place, home, sha))) {
		const how = ['--quiet', '--detach', ...(isEmpty ? ['--no-checkout'] : [])];
		await place.git(['worktree', 'add', ...how, treeIn(home), sha], { signal });
	} else if (!isEmpty) {
		await gitAt(place, home).git(['reset', '--hard', '--quiet', sha], { signal });
	}
}

/** What a configuration says where a worktree is more than the usual notes: each has its own, is sparse, or its refs are in tables. */
const UNUSUAL = /worktreeConfig|sparseCheckout|refStorage|relativeWorktrees/i;

/**
 * Notes a worktree as git does, without the three processes that git starts for it, each of which costs as much as all the rest.
 *
 * @returns false where it is better left to git; then there is nothing of it
 * @see gitrepository-layout(5): worktrees; git-worktree(1): DETAILS
 */
async function noteWorktree({ common, log }: Place, home: string, sha: string): Promise<boolean> {
	const configuration = await readFile(join(common, 'config'), 'utf8').catch(() => 'relativeWorktrees');
	if (process.platform === 'win32' || UNUSUAL.test(configuration)) {
		return false;
	}
	const tree = treeIn(home);
	const notes = join(common, 'worktrees');
	const begun = begunIn(common, home);
	try {
		await Promise.all([mkdir(tree), mkdir(begun, { recursive: true }), mkdir(notes, { recursive: true })]);
		await Promise.all([
			writeFile(join(begun, 'gitdir'), `${join(await realpath(tree), '.git')}\n`),
			writeFile(join(begun, 'commondir'), '../..\n'),
			writeFile(join(begun, 'HEAD'), `${sha}\n`),
		]);
		await writeFile(join(tree, '.git'), `gitdir: ${await moved(begun, notes)}\n`);
		return true;
	} catch (error) {
		log.debug('a worktree is left to git', error);
		await Promise.all([removeFolder(tree, log), removeFolder(begun, log)]);
		await forgetWorktrees(common, (folder) => folder === tree, log);
		return false;
	}
}

/** Where the notes of a worktree are while they are written: git would take half of them for those of a worktree that is gone. */
const begunIn = (common: string, home: string) => join(common, 'faultline', 'reverts', `${basename(home)}.worktree`);

/** Moves notes to the others, by the first name that is free. @returns where they are */
async function moved(begun: string, notes: string): Promise<string> {
	for (let number = 0; ; number++) {
		const folder = join(notes, number === 0 ? 'tree' : `tree${number}`);
		if (await isThere(folder)) {
			continue;
		}
		try {
			await rename(begun, folder);
			return folder;
		} catch (error) {
			if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) {
				throw error;
			}
		}
	}
}

/** The commit that the worktree is at. Its HEAD is detached, which is a file with a name in it, unless refs are kept in tables. */
export async function headOf(place: Place, home: string, signal: AbortSignal): Promise<string> {
	const folder = treeIn(home);
	const [, gitdir] = /^gitdir: (.+?)\r?\n?$/.exec(await readFile(join(folder, '.git'), 'utf8').catch(() => '')) ?? [];
	const head = gitdir && (await readFile(join(resolve(folder, gitdir), 'HEAD'), 'utf8').catch(() => '')).trim();
	return head && /^[0-9a-f]{40,64}$/.test(head)
		? head
		: textOf(gitAt(place, home).git(['rev-parse', 'HEAD'], { signal }));
}

/**
 * Takes a worktree away, also one that was begun and not finished: its folder, and git's own notes of it. What opened the window that this process is of
 * stays until the window closes, which removes it: VS Code would end its extensions in the middle of what they do. Never throws.
 */
export async function removeWorktree({ common, log, openTree }: Place, home: string): Promise<void> {
	await removeFolder(treeIn(home) === openTree ? openTree : home, log);
	await removeFolder(begunIn(common, home), log);
	const homes = dirname(home);
	const real = join(await realpath(homes).catch(() => homes), basename(home)); // which is what git noted
	await forgetWorktrees(common, (folder) => folder === treeIn(home) || folder === treeIn(real), log);
}

/** A window that was killed did not remove what it was opened by. */
const LEFT_MS = 3_600_000;

/** Removes folders of worktrees that are gone. */
export async function removeLeftHomes({ homes, log }: Pick<Place, 'homes' | 'log'>): Promise<void> {
	for (const name of await readdir(homes).catch(() => [])) {
		const home = join(homes, name);
		const [made, tree] = await Promise.all([home, treeIn(home)].map((path) => stat(path).catch(() => undefined)));
		if (/^[0-9a-f-]{36}$/.test(name) && made && !tree && Date.now() - made.mtimeMs > LEFT_MS) {
			await removeFolder(home, log);
		}
	}
}

/** Says beside the worktree what is to be done in it, and what opens the two in a window with the merge editor. */
export async function writeGuide(
	home: string,
	about: { readonly branch: string; readonly key: string; readonly what: string },
): Promise<void> {
	await mkdir(guideIn(home), { recursive: true });
	const text = [
		`# ${l10n.t('Resolve conflicts for {0}', about.key)}`,
		l10n.t('Some files could not be merged by themselves: {0}', about.what),
		l10n.t(
			'1. Open each file under “Merge Changes” in the Source Control view, resolve it in the merge editor, and complete the merge, which stages it.',
		),
		l10n.t('2. Press “Continue Revert” in the status bar, or run that command in the window that you came from.'),
		l10n.t('“Faultline: Abort Revert” takes all of this away. Your own checkout is not touched by any of it.'),
	];
	await writeFile(join(guideIn(home), GUIDE), `${text.join('\n\n')}\n`);
	const workspace = {
		folders: [{ path: 'tree', name: about.branch }, { path: 'guide' }],
		settings: { 'git.mergeEditor': true, 'git.openRepositoryInParentFolders': 'always', 'git.autofetch': false },
	};
	await writeFile(workspaceIn(home), `${JSON.stringify(workspace, undefined, '\t')}\n`);
}
