import * as l10n from '@vscode/l10n';
import { type IssueIncident, incidentFromIssue, levelsFor } from '../../app/incidentFromIssue';
import { repositoryName } from '../../core/github/remote';
import type { Level } from '../../core/incident/priority';
import type { App } from '../app';
import type { Run } from '../run';
import { settings } from '../settings';
import type { FoundIssue } from './findIssue';
import { linkedIncident } from './linkedIncident';

/** Fills the form of a new incident from an issue; where one is linked to it already, that is opened instead. */
export async function fillFromIssue(app: App, run: Run, { issue, repository, host }: FoundIssue): Promise<void> {
	const { read, linked } = await run.work(l10n.t('Reading issue #{0}', issue.number), async (_report, signal) => {
		const comments = await host.comments(repository, issue.number, signal);
		return {
			read: await incidentFromIssue({ issue, comments }, app.parse, labelRules(), signal),
			linked: await linkedIncident(await app.incidents(), issue.url),
		};
	});
	if (linked) {
		run.tell('info', l10n.t('{0} is linked to issue #{1} already.', linked.key, issue.number));
		await app.openPage(linked.id);
		return;
	}
	const name = `#${issue.number} (${repositoryName(repository)})`;
	const { title, description, trace, link } = read;
	const { category, impact, urgency, override, said } = filedAs(read);
	await app.openForm({
		filling: {
			origin: 'issue',
			fields: {
				...{ title, description, trace, impact, urgency, issueUrl: link.url, issueTitle: link.title },
				...(category !== undefined && { category }),
				...(override && { override: override.priority, overrideReason: override.reason }),
			},
			said: [
				l10n.t(
					'Issue {0} filled this in. Nothing is created before you press Create Incident; then the two are linked.',
					name,
				),
				trace === '' ? l10n.t('No stack trace was found in it.') : '',
				...said,
			]
				.filter(Boolean)
				.join(' '),
		},
	});
}

/** How labels are read here. */
export const labelRules = () => ({
	said: settings.github().labels,
	categories: settings.categories().map(({ id }) => id),
});

/** As bad as one that is made from the clipboard, where no label says more. */
const USUAL: { readonly impact: Level; readonly urgency: Level } = { impact: 2, urgency: 2 };

/** What the labels make of an incident, and how they were read, in sentences. */
export function filedAs({ reading }: Pick<IssueIncident, 'reading'>) {
	const { priority, category } = reading;
	const levels = priority && levelsFor(priority.value, settings.priorityMatrix());
	const override = priority && !levels && { priority: priority.value, reason: l10n.t('Label “{0}”', priority.label) };
	const name = settings.categories().find(({ id }) => id === category?.value)?.name ?? '';
	return {
		...(levels ?? USUAL),
		...(override && { override }),
		...(category && { category: category.value }),
		said: [
			...(priority ? [l10n.t('Its label “{0}” says priority {1}.', priority.label, priority.value)] : []),
			...(category ? [l10n.t('Its label “{0}” says category {1}.', category.label, name)] : []),
			...(priority || category ? [] : [l10n.t('None of its labels says a priority or a category.')]),
		],
	};
}
