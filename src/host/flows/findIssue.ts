import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { FaultlineError, isAbort } from '../../base/errors';
import { type HostedRepository, numberInAddress, repositoryName } from '../../core/github/remote';
import type { Incident } from '../../core/incident/record';
import type { TrackedIssue } from '../../core/ports/issueTracker';
import type { App } from '../app';
import type { GitHubHost } from '../github/service';
import { plainLabel } from '../plainLabel';
import type { Run } from '../run';
import { type Chosen, chooseHosted } from './chooseHosted';

/** After the last key: each look-up is a request, and a host gives thirty searches a minute. */
const PAUSE_MS = 300;

type Item = vscode.QuickPickItem & { readonly issue?: TrackedIssue };

/** What an issue is looked for. */
interface Purpose {
	/** The incident that it is for, where there is one already. */
	readonly incident?: Incident;
	/** @param repository as people call it */
	readonly title: (repository: string) => string;
	/** Why somebody is asked to sign in. */
	readonly why: string;
}

/** An issue, and who knows more of it. */
export interface FoundIssue {
	readonly issue: TrackedIssue;
	readonly repository: HostedRepository;
	readonly host: GitHubHost;
}

/**
 * The issue that the person means, looked for as they type: words, a number, or the address of its page.
 *
 * @returns undefined when they chose none
 * @throws FaultlineError `github.*`, `git.*`, `workspace.*`
 */
export async function findIssue(
	app: App,
	run: Run,
	{ incident, title, why }: Purpose,
): Promise<FoundIssue | undefined> {
	const chosen = await chooseHosted(app, run, incident);
	if (!chosen) {
		return undefined;
	}
	const host = await app.github.signedIn(chosen.repository.host, why);
	const pick = vscode.window.createQuickPick<Item>();
	pick.title = title(repositoryName(chosen.repository));
	pick.placeholder = l10n.t('Words, a number, or the address of an issue');
	pick.ignoreFocusOut = true;
	let looking = new AbortController();
	let timer: ReturnType<typeof setTimeout> | undefined;
	const look = async (text: string) => {
		looking.abort();
		looking = new AbortController();
		const { signal } = looking;
		pick.busy = true;
		try {
			const found = await lookUp(app, host, chosen, text, signal);
			if (!signal.aborted) {
				pick.items = found.length > 0 ? found.map(itemOf) : [{ label: l10n.t('No issue fits'), alwaysShow: true }];
			}
		} catch (error) {
			if (!isAbort(error) && !signal.aborted) {
				app.log.warn('look for an issue', error);
				const label = FaultlineError.is(error) ? error.message : l10n.t('It could not be looked up; the log says why.');
				pick.items = [{ label, alwaysShow: true }];
			}
		} finally {
			pick.busy = signal.aborted;
		}
	};
	try {
		return await new Promise((resolve) => {
			pick.onDidChangeValue((text) => {
				clearTimeout(timer);
				timer = setTimeout(() => void look(text), PAUSE_MS);
			});
			pick.onDidAccept(() => {
				const issue = pick.activeItems[0]?.issue;
				if (issue) {
					const repository = numberInAddress(issue.url, app.github.known())?.repository ?? chosen.repository;
					resolve({ issue, repository, host });
					pick.hide();
				}
			});
			pick.onDidHide(() => resolve(undefined));
			run.signal.addEventListener('abort', () => pick.hide(), { once: true });
			pick.show();
			void look('');
		});
	} finally {
		clearTimeout(timer);
		looking.abort();
		pick.dispose();
	}
}

async function lookUp(
	app: App,
	host: GitHubHost,
	{ repository }: Chosen,
	text: string,
	signal: AbortSignal,
): Promise<readonly TrackedIssue[]> {
	const address = numberInAddress(text, app.github.known());
	if (address) {
		// Of the same host only: another one is another sign-in.
		return address.repository.host === repository.host && address.kind === 'issue'
			? [await host.issue(address.repository, address.number, signal)]
			: [];
	}
	const number = Number(/^\s*#?(\d{1,9})\s*$/.exec(text)?.[1] ?? 0);
	return number > 0 ? [await host.issue(repository, number, signal)] : host.findIssues(repository, text, signal);
}

const itemOf = (issue: TrackedIssue): Item => ({
	label: plainLabel(`#${issue.number} ${issue.title}`),
	description: plainLabel([issue.state === 'open' ? l10n.t('open') : l10n.t('closed'), ...issue.labels].join(' · ')),
	alwaysShow: true,
	issue,
});
