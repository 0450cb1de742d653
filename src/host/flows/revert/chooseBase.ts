import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { plainLabel } from '../../plainLabel';
import { ago, shortSha } from '../../words';
import { type Mitigation, shortRef } from './model';

/** A branch that a new one starts from. */
export interface Base {
	/** Full name. */
	readonly ref: string;
	readonly sha: string;
}

type Item = vscode.QuickPickItem & ({ readonly base?: Base } | { readonly fetchFrom?: string });

/** Of a repository with thousands of branches, the latest. */
const SHOWN = 300;

/**
 * Asks which branch to start from: a remote's default branch first, with how old what is known of it is, and a way to fetch before.
 *
 * @returns undefined when the person pressed Escape
 * @throws FaultlineError `git.fetchFailed`, `git.*`
 */
export async function chooseBase(of: Mitigation, title: string, placeHolder: string): Promise<Base | undefined> {
	for (;;) {
		const items = await of.run.work(l10n.t('Reading branches'), (_report, signal) => itemsOf(of, signal));
		const chosen = await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true });
		if (chosen && 'fetchFrom' in chosen && chosen.fetchFrom !== undefined) {
			await fetchFrom(of, chosen.fetchFrom);
			continue;
		}
		return chosen && 'base' in chosen ? chosen.base : undefined;
	}
}

/** Asks for one or several branches to bring a fix to. */
export async function chooseBases(of: Mitigation, title: string): Promise<readonly Base[]> {
	const items = await of.run.work(l10n.t('Reading branches'), (_report, signal) => itemsOf(of, signal));
	const branches = items.filter((item): item is Item & { readonly base: Base } => 'base' in item);
	const placeHolder = l10n.t('Bring it to which branches?');
	const chosen = await vscode.window.showQuickPick(branches, {
		title,
		placeHolder,
		canPickMany: true,
		matchOnDescription: true,
	});
	return (chosen ?? []).map(({ base }) => base);
}

async function fetchFrom({ app, run, repository }: Mitigation, remote: string): Promise<void> {
	await run.work(l10n.t('Fetching from {0}', remote), (_report, signal) => repository.fetch(remote, signal));
	await app.fetchRemotes.remember(repository.root, remote);
	await app.fetchRemotes.noteTime(repository.root, Date.now());
}

async function itemsOf({ app, repository, mitigations }: Mitigation, signal: AbortSignal): Promise<readonly Item[]> {
	const [refs, remotes, notedAt] = await Promise.all([
		mitigations.branchRefs(signal),
		repository.remotes(signal),
		mitigations.lastFetchedAt(),
	]);
	const last = app.fetchRemotes.of(repository.root);
	const ordered = remotes.toSorted((one, other) => rank(other, last) - rank(one, last));
	const defaults = await Promise.all(ordered.map((remote) => mitigations.defaultBranchOf(remote, signal)));
	const first = [
		...defaults,
		...ordered.flatMap((remote) => ['main', 'master'].map((name) => `refs/remotes/${remote}/${name}`)),
	];
	const known = new Map(refs.map((ref) => [ref.ref, ref]));
	const mains = [...new Set(first)].flatMap((ref) => known.get(ref ?? '') ?? []);
	const others = refs.filter((ref) => !mains.includes(ref));
	const isRemote = ({ ref }: { readonly ref: string }) => ref.startsWith('refs/remotes/');
	const fetchedAt = Math.max(notedAt ?? 0, app.fetchRemotes.timeOf(repository.root) ?? 0);
	const now = Date.now();
	const when = (at: number) => ago(at, now, vscode.env.language);
	const fetched = fetchedAt === 0 ? l10n.t('not fetched since it was cloned') : l10n.t('fetched {0}', when(fetchedAt));
	const item = ({ ref, sha, date }: (typeof refs)[number]): Item => ({
		label: plainLabel(shortRef(ref)),
		description: [shortSha(sha), l10n.t('last commit {0}', when(date)), ...(isRemote({ ref }) ? [fetched] : [])].join(
			' · ',
		),
		iconPath: new vscode.ThemeIcon(isRemote({ ref }) ? 'cloud' : 'git-branch'),
		base: { ref, sha },
	});
	const separator = (label: string): Item => ({ label, kind: vscode.QuickPickItemKind.Separator });
	return [
		...mains.map(item),
		...ordered.map(
			(remote): Item => ({
				label: l10n.t('Fetch from {0} First', plainLabel(remote)),
				description: fetched,
				iconPath: new vscode.ThemeIcon('cloud-download'),
				fetchFrom: remote,
			}),
		),
		separator(l10n.t('Other Branches')),
		...[...others.filter(isRemote), ...others.filter((ref) => !isRemote(ref))].slice(0, SHOWN).map(item),
	];
}

const rank = (remote: string, last: string | undefined) => (remote === last ? 2 : remote === 'origin' ? 1 : 0);
