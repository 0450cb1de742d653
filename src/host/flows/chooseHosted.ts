import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type HostedRemote, hostedRemotes, keyOf, repositoryName } from '../../core/github/remote';
import type { Incident } from '../../core/incident/record';
import type { App } from '../app';
import { noHostedRepository } from '../errors';
import { plainLabel } from '../plainLabel';
import type { Run } from '../run';
import { chooseRepository } from './chooseRepository';

/** A repository on GitHub, and the folder of its clone. */
export interface Chosen extends HostedRemote {
	readonly root: string;
	/** All that the clone's remotes lead to. */
	readonly all: readonly HostedRemote[];
}

/**
 * The repository on GitHub that an incident is about. Of several the person is asked for one, once: the answer is remembered for the clone.
 *
 * @param incident undefined where it is about none yet
 * @param isAnew asks even where there is an answer
 * @returns undefined when the person chose none
 * @throws FaultlineError `github.noRepository`, `workspace.*`, `git.*`
 */
export async function chooseHosted(
	app: App,
	run: Run,
	incident: Incident | undefined,
	isAnew = false,
): Promise<Chosen | undefined> {
	const repository = await chooseRepository(app, run, incident);
	if (!repository) {
		return undefined;
	}
	const { root } = repository;
	const remotes = await run.work(l10n.t('Reading the remotes'), (_report, signal) =>
		repository.remoteAddresses(signal),
	);
	const all = hostedRemotes(remotes, app.github.known());
	const [only] = all;
	if (!only) {
		throw noHostedRepository(root);
	}
	const before = app.github.choices.of(
		root,
		all.map((one) => one.repository),
	);
	const known = all.find((one) => before && keyOf(one.repository) === keyOf(before));
	if (all.length === 1 || (known && !isAnew)) {
		return { ...(known ?? only), root, all };
	}
	const items = all.map((one) => ({
		label: repositoryName(one.repository),
		description: plainLabel(one.remotes.join(', ')),
		one,
	}));
	const chosen = await vscode.window.showQuickPick(items, {
		placeHolder: l10n.t('Which repository are issues and pull requests in? It is remembered for this folder.'),
		ignoreFocusOut: true,
	});
	if (!chosen) {
		return undefined;
	}
	await app.github.choices.remember(root, chosen.one.repository);
	return { ...chosen.one, root, all };
}
