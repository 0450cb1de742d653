import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { draftText, issueSections, issueTitle, readDraft, shortened } from '../../core/github/issueDraft';
import { labelsFor } from '../../core/github/labels';
import { repositoryName } from '../../core/github/remote';
import type { Incident } from '../../core/incident/record';
import type { TrackedIssue } from '../../core/ports/issueTracker';
import type { App } from '../app';
import { draftClosed } from '../errors';
import type { GitHubHost } from '../github/service';
import type { Run } from '../run';
import { settings } from '../settings';
import { type Chosen, chooseHosted } from './chooseHosted';
import { chooseTemplate } from './chooseTemplate';

/** What is to be sent, beside what the document says. */
interface Draft {
	readonly incident: Incident;
	readonly document: vscode.TextDocument;
	readonly host: GitHubHost;
	chosen: Chosen;
	labels: readonly string[];
	assignees: readonly string[];
}

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
	const why = l10n.t('Faultline creates the issue that you are about to see, and nothing else.');
	const host = await app.github.signedIn(chosen.repository.host, why);
	const { labels, body } = await run.work(l10n.t('Preparing the issue'), async (_report, signal) => {
		const pulls = app.github.origins.of(incident);
		const [existing, redacted] = await Promise.all([
			host.labels(chosen.repository, signal),
			app.redact(shortened(start.body(issueSections(incident, pulls))), signal),
		]);
		const own = labelsFor(incident, existing, settings.github().labels);
		return { labels: [...new Set([...own, ...start.labels])], body: redacted.text };
	});
	const content = draftText(issueTitle(`${start.title}${incident.title}`), body);
	const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
	await vscode.window.showTextDocument(document, { preview: false });
	await askAndSend(app, run, { incident, document, host, chosen, labels, assignees: [] });
}

type Step = 'send' | 'labels' | 'assignees' | 'repository' | 'edit';

/** Asks what is to be done with a draft, until it is sent or left to be edited. */
async function askAndSend(app: App, run: Run, draft: Draft): Promise<void> {
	for (;;) {
		if (draft.document.isClosed) {
			throw draftClosed();
		}
		const step = await askStep(draft);
		switch (step) {
			case 'send': {
				const said = readDraft(draft.document.getText());
				if (said) {
					return send(app, run, draft, said);
				}
				run.tell(
					'warning',
					l10n.t('The first line of the draft is to be the title, of 1 to 256 characters.'),
					resume(app, draft),
				);
				return;
			}
			case 'labels':
				draft.labels = (await chooseMany(run, draft, 'labels')) ?? draft.labels;
				break;
			case 'assignees':
				draft.assignees = (await chooseMany(run, draft, 'assignees')) ?? draft.assignees;
				break;
			case 'repository':
				draft.chosen = (await chooseHosted(app, run, draft.incident, true)) ?? draft.chosen;
				break;
			default:
				await vscode.window.showTextDocument(draft.document, { preview: false });
				run.tell(
					'info',
					l10n.t('Nothing was sent. Edit the draft of the issue of {0}, then continue.', draft.incident.key),
					resume(app, draft),
				);
				return;
		}
	}
}

const resume = (app: App, draft: Draft) => ({
	title: l10n.t('Continue…'),
	act: async (run: Run) => askAndSend(app, run, draft),
});

async function askStep({ chosen, document, labels, assignees, incident }: Draft): Promise<Step | undefined> {
	const none = l10n.t('none');
	const name = repositoryName(chosen.repository);
	const items: readonly (vscode.QuickPickItem & { readonly step: Step })[] = [
		{
			step: 'send',
			label: l10n.t('Create Issue in {0}', name),
			iconPath: new vscode.ThemeIcon('issue-opened'),
			detail: readDraft(document.getText())?.title ?? '',
		},
		{
			step: 'labels',
			label: l10n.t('Labels…'),
			iconPath: new vscode.ThemeIcon('tag'),
			description: labels.join(', ') || none,
		},
		{
			step: 'assignees',
			label: l10n.t('Assignees…'),
			iconPath: new vscode.ThemeIcon('person'),
			description: assignees.join(', ') || none,
		},
		...(chosen.all.length > 1
			? [
					{
						step: 'repository' as const,
						label: l10n.t('Repository…'),
						iconPath: new vscode.ThemeIcon('repo'),
						description: name,
					},
				]
			: []),
		{ step: 'edit', label: l10n.t('Edit Title and Text First'), iconPath: new vscode.ThemeIcon('edit') },
	];
	const picked = await vscode.window.showQuickPick(items, {
		title: l10n.t('Issue of {0}', incident.key),
		placeHolder: l10n.t('The editor shows what will be sent. Everybody who sees {0} will see it.', name),
		ignoreFocusOut: true,
	});
	return picked?.step;
}

async function chooseMany(
	run: Run,
	draft: Draft,
	what: 'labels' | 'assignees',
): Promise<readonly string[] | undefined> {
	const { host, chosen } = draft;
	const known = await run.work(l10n.t('Asking {0}', chosen.repository.host), (_report, signal) =>
		host[what](chosen.repository, signal),
	);
	const picked = draft[what];
	const all = [...picked, ...known.filter((name) => !picked.includes(name))];
	const items = all.map((label) => ({ label, picked: picked.includes(label) }));
	const chosenItems = await vscode.window.showQuickPick(items, {
		canPickMany: true,
		ignoreFocusOut: true,
		placeHolder: what === 'labels' ? l10n.t('Labels of the issue') : l10n.t('Who the issue is assigned to'),
	});
	return chosenItems?.map(({ label }) => label);
}

async function send(
	app: App,
	run: Run,
	draft: Draft,
	said: { readonly title: string; readonly body: string },
): Promise<void> {
	const { incident, document, host, chosen, labels, assignees } = draft;
	let issue: TrackedIssue;
	try {
		issue = await run.work(l10n.t('Creating the issue'), (_report, signal) =>
			host.createIssue(chosen.repository, { ...said, labels, assignees }, signal),
		);
	} catch (error) {
		// What was written is still in the editor.
		run.tell('info', l10n.t('The draft of the issue of {0} is kept in its editor.', incident.key), resume(app, draft));
		throw error;
	}
	await linkIssue(
		app,
		run,
		incident,
		issue,
		l10n.t('Created issue #{0} of {1}.', issue.number, repositoryName(chosen.repository)),
	);
	await closeDraft(document);
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

/** Closes a draft without asking whether to save it: it was sent, or only there to be seen. */
export async function closeDraft(document: vscode.TextDocument): Promise<void> {
	if (!document.isClosed) {
		await vscode.window.showTextDocument(document, { preview: false });
		await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
	}
}
