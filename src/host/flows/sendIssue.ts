import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { issueSections, issueTitle, shortened } from '../../core/github/issueDraft';
import { labelsFor } from '../../core/github/labels';
import { isSameRepository, repositoryName } from '../../core/github/remote';
import type { Incident } from '../../core/incident/record';
import type { TrackedIssue } from '../../core/ports/issueTracker';
import type { App } from '../app';
import type { GitHubHost } from '../github/service';
import type { Run } from '../run';
import { settings } from '../settings';
import { type Chosen, chooseHosted } from './chooseHosted';
import { chooseTemplate, type IssueStart } from './chooseTemplate';
import { askAndSend, chooseMany, type Draft, openDraft } from './sendDraft';

/**
 * Writes an issue about an incident into a document, where the person sees and edits it; nothing is sent until they say so.
 *
 * @throws FaultlineError `github.*`, `git.*`, `workspace.*`
 */
export async function draftIssue(app: App, run: Run, incident: Incident): Promise<void> {
	const chosen = await chooseHosted(app, run, incident);
	if (!chosen) {
		return;
	}
	const start = await chooseTemplate(app, run, chosen.root);
	if (!start) {
		return;
	}
	const place = await placeIn(app, run, incident, chosen);
	const body = await run.work(l10n.t('Preparing the issue'), async (_report, signal) => {
		const pulls = app.github.origins.of(incident);
		return (await app.redact(shortened(start.body(issueSections(incident, pulls), incident)), signal)).text;
	});
	const document = await openDraft(issueTitle(`${start.title}${incident.title}`), body);
	const labels = [...new Set([...place.labels, ...start.labels])];
	await askAndSend(run, draftOf(app, incident, document, { ...place, labels }, start.unfilled));
}

/** Where an issue goes, by whom it is sent there, and which labels say what the incident is; nobody is assigned yet. */
async function placeIn(app: App, run: Run, incident: Incident, chosen: Chosen): Promise<Choices> {
	const why = l10n.t('Faultline creates the issue that you are about to see, and nothing else.');
	const host = await app.github.signedIn(chosen.repository.host, why);
	const existing = await run.work(l10n.t('Asking {0}', chosen.repository.host), (_report, signal) =>
		host.labels(chosen.repository, signal),
	);
	return { chosen, host, labels: labelsFor(incident, existing, settings.github().labels), assignees: [] };
}

/** What is to be sent, beside what the document says. */
interface Choices {
	chosen: Chosen;
	/** Of the chosen repository: another one may be on another server. */
	host: GitHubHost;
	labels: readonly string[];
	assignees: readonly string[];
}

function draftOf(
	app: App,
	incident: Incident,
	document: vscode.TextDocument,
	choices: Choices,
	unfilled: IssueStart['unfilled'],
): Draft {
	const { key } = incident;
	const name = () => repositoryName(choices.chosen.repository);
	const known = (run: Run, what: 'labels' | 'assignees') =>
		run.work(l10n.t('Asking {0}', choices.chosen.repository.host), (_report, signal) =>
			choices.host[what](choices.chosen.repository, signal),
		);
	return {
		...{ document, title: l10n.t('Issue of {0}', key) },
		placeHolder: () => {
			const missing = unfilled(document.getText());
			return missing.length === 0
				? l10n.t('The editor shows what will be sent. Everybody who sees {0} will see it.', name())
				: l10n.t(
						'The template also requires: {0}. The editor shows what will be sent, and everybody who sees {1} will see it.',
						missing.join(', '),
						name(),
					);
		},
		unsent: l10n.t('Nothing was sent. Edit the draft of the issue of {0}, then continue.', key),
		kept: l10n.t('The draft of the issue of {0} is kept in its editor.', key),
		sendings: () => [
			{
				label: l10n.t('Create Issue in {0}', name()),
				icon: 'issue-opened',
				send: async (run, said) => {
					const { chosen, host, labels, assignees } = choices;
					const issue = await run.work(l10n.t('Creating the issue'), (_report, signal) =>
						host.createIssue(chosen.repository, { ...said, labels, assignees }, signal),
					);
					const done = l10n.t('Created issue #{0} of {1}.', issue.number, name());
					return () => linkIssue(app, run, incident, issue, done);
				},
			},
		],
		choices: () => [
			{
				...{ label: l10n.t('Labels…'), icon: 'tag', value: choices.labels.join(', ') },
				choose: async (run) => {
					const all = await known(run, 'labels');
					choices.labels = await chooseMany(all, choices.labels, l10n.t('Labels of the issue'));
				},
			},
			{
				...{ label: l10n.t('Assignees…'), icon: 'person', value: choices.assignees.join(', ') },
				choose: async (run) => {
					const all = await known(run, 'assignees');
					choices.assignees = await chooseMany(all, choices.assignees, l10n.t('Who the issue is assigned to'));
				},
			},
			...(choices.chosen.all.length > 1
				? [
						{
							...{ label: l10n.t('Repository…'), icon: 'repo', value: name() },
							choose: async (run: Run) => {
								const chosen = await chooseHosted(app, run, incident, true);
								if (chosen && !isSameRepository(chosen.repository, choices.chosen.repository)) {
									Object.assign(choices, await placeIn(app, run, incident, chosen));
								}
							},
						},
					]
				: []),
		],
	};
}

/** Links an incident to an issue, and says so. */
export async function linkIssue(
	app: App,
	run: Run,
	incident: Incident,
	issue: TrackedIssue,
	done: string,
): Promise<void> {
	const title = `#${issue.number} ${issue.title}`;
	await (await app.incidents()).addLink(incident.id, { kind: 'issue', url: issue.url, title });
	await app.view.reveal(incident.id);
	run.tell('info', done, {
		title: l10n.t('Open Issue'),
		command: 'faultline.openLink',
		args: [{ incidentId: incident.id, url: issue.url }],
	});
}
