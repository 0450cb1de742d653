import type { Plan, Step } from './model';

/** Which shell the commands are for. */
export type Shell = 'posix' | 'powershell';

/** What a shell takes as it stands; at the beginning of a word, PowerShell reads more into some of these, and ends an option's name at a dot or a colon. */
const PLAIN = /^[\w./:=-][\w./:=@%+-]*$/;
const ENDED = /^-.*[.:]/;

/** An argument as a shell takes it for one word, literally. */
export function quoted(word: string, shell: Shell): string {
	if (PLAIN.test(word) && !(shell === 'powershell' && ENDED.test(word))) {
		return word;
	}
	if (shell === 'posix') {
		return `'${word.replaceAll("'", `'\\''`)}'`;
	}
	// PowerShell takes typographic quotes for quotes as well; doubled, each of them is itself. Up to 7.2 it hands plain double quotes to a program
	// unescaped, where they would end the word, so that a subject could give git options: typographic ones stand for them.
	return `'${word.replaceAll('"', '”').replace(/['‘’‚‛]/g, '$&$&')}'`;
}

interface Place {
	readonly branch: string;
	/** A folder that is not there, for the worktree. */
	readonly folder: string;
	/** Where to push to; nothing is pushed without it. */
	readonly remote?: string;
}

/**
 * What a person would type to get the same branch: in a worktree of its own, so that their own files stay as they are. A conflict stops it, as
 * it does by hand.
 */
export function asCommands({ base, steps }: Pick<Plan, 'base' | 'steps'>, place: Place, shell: Shell): string {
	const { branch, folder, remote } = place;
	const line = (...words: readonly string[]) => words.map((word) => quoted(word, shell)).join(' ');
	const git = (...words: readonly string[]) => line('git', '-C', folder, ...words);
	const ref = `refs/heads/${branch}`;
	const lines = [
		line('git', 'worktree', 'add', '-b', branch, '--', folder, base.sha),
		...steps.flatMap((step) => commandsFor(step, git)),
		...(remote === undefined ? [] : [git('push', '--end-of-options', remote, `${ref}:${ref}`)]),
		line('git', 'worktree', 'remove', '--', folder),
	];
	return `${lines.join('\n')}\n`;
}

function commandsFor(
	{ kind, sha, parent, mainline, message }: Step,
	git: (...words: readonly string[]) => string,
): readonly string[] {
	const against = mainline === undefined ? [] : ['-m', String(mainline)];
	const said = ['--cleanup=whitespace', '-m', message.trimEnd()];
	switch (kind) {
		case 'revert':
			return [git('revert', '--no-commit', ...against, sha), git('commit', ...said)];
		case 'pick':
		case 'review':
			return [git('cherry-pick', ...against, sha), git('commit', '--amend', ...said)];
		default: {
			// The way from what was deployed back to what was good, as a commit that can be picked.
			const back = git('commit-tree', `${parent}^{tree}`, '-p', sha, '-m', 'Roll back');
			return [`${git('cherry-pick', '--no-commit')} "$(${back})"`, git('commit', ...said)];
		}
	}
}
