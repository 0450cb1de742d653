import * as l10n from '@vscode/l10n';
import { defused, issueTitle } from '../../core/github/issueDraft';
import { repositoryName } from '../../core/github/remote';
import { type ActionItem, actionKindName } from '../../core/incident/actions';
import { code, text } from '../../core/incident/exchange/markdownText';
import type { Incident } from '../../core/incident/record';
import type { App } from '../app';
import type { Run } from '../run';
import { chooseHosted } from './chooseHosted';
import { askAndSend, openDraft } from './sendDraft';

/**
 * Writes an issue of an action item into a document, where the person sees and edits it; nothing is sent until they say so. The action item is
 * followed by the issue then.
 *
 * @throws FaultlineError `github.*`, `git.*`, `workspace.*`
 */
export async function draftActionIssue(app: App, run: Run, incident: Incident, action: ActionItem): Promise<void> {
	const chosen = await chooseHosted(app, run, incident);
	if (!chosen) {
		return;
	}
	const why = l10n.t('Faultline creates the issue that you are about to see, and nothing else.');
	const host = await app.github.signedIn(chosen.repository.host, why);
	const body = (await app.redact(bodyOf(incident, action), run.signal)).text;
	const document = await openDraft(issueTitle(action.text.replaceAll(/\s+/g, ' ')), body);
	const name = repositoryName(chosen.repository);
	await askAndSend(run, {
		...{ document, title: l10n.t('Issue of an Action Item of {0}', incident.key) },
		placeHolder: () => l10n.t('The editor shows what will be sent. Everybody who sees {0} will see it.', name),
		unsent: l10n.t('Nothing was sent. Edit the draft of the issue of {0}, then continue.', incident.key),
		kept: l10n.t('The draft of the issue of {0} is kept in its editor.', incident.key),
		sendings: () => [
			{
				...{ label: l10n.t('Create Issue in {0}', name), icon: 'issue-opened' },
				send: async (again, said) => {
					const issue = await again.work(l10n.t('Creating the issue'), (_report, signal) =>
						host.createIssue(chosen.repository, { ...said, labels: [], assignees: [] }, signal),
					);
					return async () => {
						await (await app.incidents()).editAction(incident.id, action.id, { issue: issue.url });
						again.tell(
							'info',
							l10n.t('Created issue #{0} of {1}. The action item is done once it is closed.', issue.number, name),
							{
								title: l10n.t('Open Issue'),
								command: 'faultline.openActionIssue',
								args: [{ incidentId: incident.id, actionId: action.id }],
							},
						);
					};
				},
			},
		],
		choices: () => [],
	});
}

function bodyOf({ key, title }: Incident, { kind, owner, due }: ActionItem): string {
	const facts = [
		l10n.t('Kind: {0}', actionKindName(kind)),
		...(owner === undefined ? [] : [l10n.t('Owner: {0}', defused(text(owner)))]),
		...(due === undefined ? [] : [l10n.t('Due: {0}', due)]),
	];
	const from = l10n.t('An action item of the incident {0}: {1}', code(key), defused(text(title)));
	return [from, facts.map((fact) => `- ${fact}`).join('\n')].join('\n\n');
}
