import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { syncAction } from '../../app/syncActions';
import { type LinkedIssue, send, type Waiting, waitingWords } from '../../app/syncIssue';
import { repositoryName } from '../../core/github/remote';
import type { Incident } from '../../core/incident/record';
import type { App } from '../app';
import { noLinkedIssue, untrusted } from '../errors';
import { syncRule } from '../issueWords';
import { plainLabel } from '../plainLabel';
import type { Run } from '../run';
import { settings } from '../settings';
import { closeDraft } from './sendDraft';

/**
 * Looks at the issues of an incident, and of its action items, now, and says what came of it.
 *
 * @throws FaultlineError `github.*`
 */
export async function syncNow(app: App, run: Run, incident: Incident, url: string | undefined): Promise<void> {
	if (!vscode.workspace.isTrusted) {
		throw untrusted();
	}
	const actions = url === undefined ? (await syncs(app)).actionsOf(incident) : [];
	for (const one of actions) {
		const { repository, number } = one.issue;
		const host = await app.github.signedIn(repository.host, reason());
		await run.work(l10n.t('Asking {0} for issue #{1}', repository.host, number), async (_report, signal) =>
			syncAction(await app.incidents(), host, incident, one, signal),
		);
	}
	const issues = actions.length > 0 ? (await syncs(app)).issuesOf(incident) : await linkedIssues(app, incident, url);
	if (issues.length === 0) {
		run.tell('info', l10n.t('The action items of {0} are as their issues are.', incident.key));
		return;
	}
	let now = incident;
	for (const issue of issues) {
		const host = await app.github.signedIn(issue.repository.host, reason());
		now = await run.work(l10n.t('Asking {0} for issue #{1}', issue.repository.host, issue.number), (_report, signal) =>
			syncs(app).then((one) => one.sync(host, now, issue, signal)),
		);
	}
	const count = issues.reduce((sum, issue) => sum + waitingWords(now, issue).length, 0);
	run.tell(
		'info',
		count === 0
			? l10n.t('{0} and its issue say the same.', now.key)
			: l10n.t('What is new on the issue of {0} came in. Changes that wait to be sent: {1}.', now.key, count),
		...(count === 0
			? []
			: [
					{
						title: l10n.t('Review and Send…'),
						command: 'faultline.sendToIssue',
						args: [{ incidentId: now.id, ...(url !== undefined && { url }) }],
					},
				]),
	);
}

/**
 * Shows what waits to be sent to an issue, exactly as it would be, and sends what the person picks.
 *
 * @throws FaultlineError `github.*`
 */
export async function reviewAndSend(app: App, run: Run, incident: Incident, url: string | undefined): Promise<void> {
	const [issue] = await linkedIssues(app, incident, url);
	if (!issue) {
		return;
	}
	const host = await app.github.signedIn(issue.repository.host, reason());
	const all = await syncs(app);
	const now = await run.work(l10n.t('Asking {0} for issue #{1}', issue.repository.host, issue.number), (_r, signal) =>
		all.sync(host, incident, issue, signal),
	);
	const found = waitingWords(now, issue);
	const name = `#${issue.number} (${repositoryName(issue.repository)})`;
	if (found.length === 0) {
		run.tell('info', l10n.t('Nothing of {0} waits to be sent to {1}.', now.key, name));
		return;
	}
	const content = reviewText(found, name);
	const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
	await vscode.window.showTextDocument(document, { preview: true, preserveFocus: true });
	const answer = await ask(found, name);
	await closeDraft(document);
	if (!answer) {
		return;
	}
	const { picked, others } = answer;
	const incidents = await app.incidents();
	let count = 0;
	if (picked.length > 0) {
		const sent = await run.work(l10n.t('Sending to issue {0}', name), async (_report, signal) =>
			send(await all.overHost(host), incident.id, issue, picked, signal),
		);
		count = sent.count;
	}
	if (others.length > 0) {
		await incidents.recordSent(
			incident.id,
			issue,
			others.map(({ what }) => what),
			[],
		);
	}
	app.github.tell(incident.id);
	run.tell(
		'info',
		[
			count === 0
				? l10n.t('Nothing was sent to {0}.', name)
				: count === 1
					? l10n.t('1 change was sent to {0}.', name)
					: l10n.t('{0} changes were sent to {1}.', count, name),
			...(count < picked.length ? [l10n.t('What changed while you were looking waits to be seen again.')] : []),
		].join(' '),
	);
}

interface Answer {
	readonly picked: readonly Waiting[];
	/** Those that are not to be offered again. */
	readonly others: readonly Waiting[];
}

async function ask(found: readonly Waiting[], name: string): Promise<Answer | undefined> {
	const items = found.map((one) => ({ label: plainLabel(one.label), picked: true, one }));
	const chosen = await vscode.window.showQuickPick(items, {
		title: l10n.t('Send to issue {0}', name),
		placeHolder: l10n.t('The editor shows exactly what is sent. Everybody who sees the issue will see it.'),
		canPickMany: true,
		ignoreFocusOut: true,
	});
	if (!chosen) {
		return undefined;
	}
	const picked = chosen.map(({ one }) => one);
	const rest = found.filter((one) => !picked.includes(one));
	if (rest.length === 0) {
		return { picked, others: [] };
	}
	const later = { label: l10n.t('Ask again about the others'), isLater: true };
	const never = { label: l10n.t('Keep the others here for good'), isLater: false };
	const answer = await vscode.window.showQuickPick([later, never], {
		title: l10n.t('Send to issue {0}', name),
		placeHolder: l10n.t('{0} are sent, {1} are not', picked.length, rest.length),
		ignoreFocusOut: true,
	});
	return answer && { picked, others: answer.isLater ? [] : rest };
}

function reviewText(found: readonly Waiting[], name: string): string {
	const parts = found.map(({ label, text }) => (text === '' ? `## ${label}` : `## ${label}\n\n${text}`));
	return [`# ${l10n.t('To be sent to issue {0}', name)}`, syncRule(settings.github().sync), ...parts].join('\n\n');
}

async function linkedIssues(app: App, incident: Incident, url: string | undefined): Promise<readonly LinkedIssue[]> {
	if (!vscode.workspace.isTrusted) {
		throw untrusted();
	}
	const issues = (await syncs(app)).issuesOf(incident).filter((one) => url === undefined || one.url === url);
	if (issues.length === 0) {
		throw noLinkedIssue(incident.key);
	}
	return issues;
}

const syncs = (app: App) => app.issueSyncs();
const reason = () => l10n.t('Faultline reads the issue, and sends what you have seen and picked.');
