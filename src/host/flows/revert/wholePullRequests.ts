import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { wholePullRequest } from '../../../app/revert/wholePullRequest';
import { isAbort } from '../../../base/errors';
import { numberInAddress } from '../../../core/github/remote';
import type { PullRequest } from '../../../core/ports/codeHost';
import { clip } from '../../views/item';
import type { Base } from './chooseBase';
import type { Mitigation } from './model';

/**
 * Asks, where a chosen commit came by a pull request that was merged by rebase, whether the others of it are to go, too. What is not known of GitHub, or
 * cannot be asked without signing in, is left as it was chosen.
 *
 * @returns undefined where the person pressed Escape
 */
export async function withWholePullRequests(
	of: Mitigation,
	base: Base,
	shas: readonly string[],
	title: string,
): Promise<readonly string[] | undefined> {
	let all = shas;
	for (const [pull, sha] of pullRequestsOf(of, shas)) {
		const others = (await commitsOf(of, base, pull, sha)).filter((one) => !all.includes(one));
		if (others.length === 0) {
			continue;
		}
		const whole = {
			label: l10n.t('All {0} Commits of Pull Request #{1}', others.length + 1, pull.number),
			isWhole: true,
		};
		const alone = { label: l10n.t('Only What Was Chosen'), isWhole: false };
		const chosen = await vscode.window.showQuickPick([whole, alone], {
			...{ title, ignoreFocusOut: true },
			placeHolder: l10n.t('“{0}” was merged by rebase, as several commits', clip(pull.title, 80)),
		});
		if (!chosen) {
			return undefined;
		}
		all = chosen.isWhole ? [...all, ...others] : all;
	}
	return all;
}

/** The merged pull requests that are known of the commits, each with one of them. */
function pullRequestsOf({ app, incident }: Mitigation, shas: readonly string[]): ReadonlyMap<PullRequest, string> {
	const known = app.github.origins.of(incident);
	const found = new Map<string, readonly [PullRequest, string]>();
	for (const sha of shas) {
		const pull = known.get(sha)?.find(({ state }) => state === 'merged');
		if (pull && !found.has(pull.url)) {
			found.set(pull.url, [pull, sha]);
		}
	}
	return new Map(found.values());
}

async function commitsOf(
	{ app, run, mitigations }: Mitigation,
	{ sha: tip }: Base,
	{ url, number }: PullRequest,
	sha: string,
): Promise<readonly string[]> {
	const pull = numberInAddress(url, app.github.known());
	const host = pull && (await app.github.quietly(pull.repository.host));
	if (!pull || !host) {
		return [];
	}
	try {
		return await run.work(l10n.t('Asking for the commits of #{0}', number), (_report, signal) =>
			wholePullRequest(mitigations.history, host, { sha, tip, pull }, signal),
		);
	} catch (error) {
		if (isAbort(error)) {
			throw error;
		}
		app.log.warn(`commits of ${url}`, error);
		return [];
	}
}
