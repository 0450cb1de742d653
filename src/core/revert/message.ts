import { harmless, harmlessSubject } from './harmless';

/** The line by which an incident is found again from a commit. */
const trailer = (key: string) => `Incident: ${key}`;

/** What a commit says of the one it takes out. */
const REVERTED = /\bThis reverts commit ([0-9a-f]{7,64})\b/g;

interface Reverted {
	readonly sha: string;
	readonly subject: string;
	/** Of a merge, the parent that its change counts against. */
	readonly mainlineParent?: string;
}

/** The message of a commit that takes another one out, as `git revert` writes it, with the incident's key. */
export function revertMessage({ sha, subject, mainlineParent }: Reverted, key: string): string {
	const what =
		mainlineParent === undefined
			? `This reverts commit ${sha}.`
			: `This reverts commit ${sha}, reversing\nchanges made to ${mainlineParent}.`;
	return `${revertTitle(subject)}\n\n${what}\n\n${trailer(key)}\n`;
}

/** `Revert "…"`; of such a revert `Reapply "…"`, as git has it since 2.43, which leaves longer chains as they are. */
export function revertTitle(subject: string): string {
	const line = harmlessSubject(subject);
	const inner = line.startsWith('Revert "') ? line.slice('Revert "'.length) : undefined;
	return inner !== undefined && !inner.startsWith('Revert "') ? `Reapply "${inner}` : `Revert "${line}"`;
}

/** Commits that one message may name; a rollback of more says how many more there are. */
const NAMED = 100;

/** The message of a commit that goes back to a good revision: it names each change that it takes out, newest first. */
export function rollbackMessage(
	good: string,
	changes: readonly { readonly sha: string; readonly subject: string }[],
	key: string,
): string {
	const count = changes.length === 1 ? '1 change' : `${changes.length} changes`;
	const lines = changes
		.slice(0, NAMED)
		.map(({ sha, subject }) => `This reverts commit ${sha} (${harmlessSubject(subject)}).`);
	const more = changes.length > NAMED ? [`And ${changes.length - NAMED} more.`] : [];
	return `Roll back to ${good.slice(0, 12)}, before ${count}\n\n${[...lines, ...more].join('\n')}\n\n${trailer(key)}\n`;
}

/** The message of a fix on another branch: its own, as `git cherry-pick -x` has it, with the incident's key; it closes and calls nobody a second time. */
export function pickMessage(message: string, sha: string, key: string): string {
	return `${harmless(message.trimEnd())}\n\n(cherry picked from commit ${sha})\n${trailer(key)}\n`;
}

/** The message of a commit that brings a post-incident review. */
export function reviewMessage({ key, title }: { readonly key: string; readonly title: string }): string {
	return `Post-incident review of ${key}\n\n${harmlessSubject(title)}\n\n${trailer(key)}\n`;
}

/** The commits, or beginnings of their names, that a message says it takes out. */
export function revertedIn(message: string): readonly string[] {
	return [...message.matchAll(REVERTED)].flatMap(([, sha]) => sha ?? []);
}

/**
 * By which commit each one of `shas` is taken out at the end of a history, where it is: a revert that was itself reverted does not count.
 *
 * @param history commits with whole messages, newest first
 */
export function takenOut(
	shas: readonly string[],
	history: readonly { readonly sha: string; readonly message: string }[],
): ReadonlyMap<string, string> {
	const undone = new Set<string>(); // of `history`, by later commits of it
	const by = new Map<string, string>();
	const known = [...history.map(({ sha }) => sha), ...shas];
	for (const { sha, message } of history) {
		if (undone.has(sha)) {
			continue;
		}
		for (const named of revertedIn(message)) {
			for (const one of known.filter((candidate) => candidate.startsWith(named) && candidate !== sha)) {
				undone.add(one);
				if (!by.has(one)) {
					by.set(one, sha);
				}
			}
		}
	}
	return new Map(
		shas.flatMap((sha) => {
			const reverter = by.get(sha);
			return reverter === undefined ? [] : [[sha, reverter] as const];
		}),
	);
}
