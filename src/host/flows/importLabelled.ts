import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { incidentFromIssue } from '../../app/incidentFromIssue';
import { readLabels } from '../../core/github/labels';
import { repositoryName } from '../../core/github/remote';
import type { TrackedIssue } from '../../core/ports/issueTracker';
import type { App } from '../app';
import type { GitHubHost } from '../github/service';
import { plainLabel } from '../plainLabel';
import type { Run } from '../run';
import { settings } from '../settings';
import { type Chosen, chooseHosted } from './chooseHosted';
import { filedAs, labelRules } from './fillFromIssue';
import { linkedIncident } from './linkedIncident';

/** Asks for a repository and a label, shows the open issues that have it, and makes incidents of those that the person picks. */
export async function importLabelled(app: App, run: Run): Promise<void> {
	const chosen = await chooseHosted(app, run, undefined);
	if (!chosen) {
		return;
	}
	const name = repositoryName(chosen.repository);
	const why = l10n.t('Faultline lists issues, of which you pick those to import. It writes nothing there.');
	const host = await app.github.signedIn(chosen.repository.host, why);
	const labels = await run.work(l10n.t('Reading the labels'), (_report, signal) =>
		host.labels(chosen.repository, signal),
	);
	const items = labels.map((text) => ({ label: plainLabel(text), name: text }));
	const one = await vscode.window.showQuickPick(items, {
		title: l10n.t('Import issues of {0}', name),
		placeHolder: l10n.t('Which label do the issues have?'),
		ignoreFocusOut: true,
	});
	const label = one?.name;
	if (label === undefined) {
		return;
	}
	const { fresh, known } = await run.work(l10n.t('Reading the issues'), (_report, signal) =>
		issuesOf(app, host, chosen, label, signal),
	);
	if (fresh.length === 0) {
		run.tell(
			'info',
			known === 0
				? l10n.t('{0} has no open issue with the label “{1}”.', name, label)
				: l10n.t('All {0} open issues with the label “{1}” have an incident already.', known, label),
		);
		return;
	}
	const picked = await pick(fresh, known, name, label);
	if (picked && picked.length > 0) {
		await importAll(app, run, host, chosen, picked);
	}
}

/** The issues that have no incident yet, and how many have one. */
async function issuesOf(app: App, host: GitHubHost, { repository }: Chosen, label: string, signal: AbortSignal) {
	const incidents = await app.incidents();
	const fresh: TrackedIssue[] = [];
	const all = await host.labelled(repository, label, signal);
	for (const issue of all) {
		signal.throwIfAborted();
		if (!(await linkedIncident(incidents, issue.url))) {
			fresh.push(issue);
		}
	}
	return { fresh, known: all.length - fresh.length };
}

async function pick(fresh: readonly TrackedIssue[], known: number, name: string, label: string) {
	const items = fresh.map((issue) => {
		const { category, override, said: _, ...levels } = filedAs({ reading: readingOf(issue) });
		const priority = override?.priority ?? settings.priorityMatrix()[levels.impact - 1]?.[levels.urgency - 1];
		return {
			label: plainLabel(`#${issue.number} ${issue.title}`),
			description: plainLabel([priority, category].filter(Boolean).join(' · ')),
			detail: plainLabel(issue.labels.join(', ')),
			picked: true,
			issue,
		};
	});
	const picked = await vscode.window.showQuickPick(items, {
		title: l10n.t('Import issues of {0} with the label “{1}”', name, label),
		placeHolder:
			known === 0
				? l10n.t('Those that are picked become incidents, linked to their issues')
				: l10n.t('Those that are picked become incidents; {0} more have one already', known),
		canPickMany: true,
		matchOnDescription: true,
		matchOnDetail: true,
		ignoreFocusOut: true,
	});
	return picked?.map(({ issue }) => issue);
}

const readingOf = (issue: TrackedIssue) => readLabels(issue.labels, labelRules());

async function importAll(
	app: App,
	run: Run,
	host: GitHubHost,
	{ repository }: Chosen,
	picked: readonly TrackedIssue[],
): Promise<void> {
	const incidents = await app.incidents();
	const made: string[] = [];
	try {
		await run.work(l10n.t('Importing issues'), async (report, signal) => {
			for (const [index, issue] of picked.entries()) {
				signal.throwIfAborted();
				report(l10n.t('{0} of {1} issues', index + 1, picked.length));
				const comments = await host.comments(repository, issue.number, signal);
				const read = await incidentFromIssue({ issue, comments }, app.parse, labelRules(), signal);
				const told = read.trace === '' ? undefined : await app.draft(read.trace, signal);
				if (await linkedIncident(incidents, issue.url)) {
					continue; // another window was quicker
				}
				const { category, override, impact, urgency } = filedAs(read);
				const { id } = await incidents.create({
					...{ title: read.title, description: read.description, impact, urgency, links: [read.link] },
					category: category ?? settings.defaultCategory(),
					startedAt: told?.incident.startedAt,
					evidence: told?.incident.evidence ?? [],
				});
				made.push(id);
				if (override) {
					await incidents.overridePriority(id, override.priority, override.reason);
				}
			}
		});
	} finally {
		const [first] = made;
		if (first !== undefined) {
			run.tell('info', l10n.t('{0} of {1} issues became incidents.', made.length, picked.length));
			await app.view.reveal(first);
		}
	}
}
