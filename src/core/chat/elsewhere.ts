// Where messages go by hand: a status page, an e-mail, the next shift.
import * as l10n from '@vscode/l10n';
import { text as literal } from '../incident/exchange/markdownText';
import { isMajor, nextUpdateDue } from '../incident/major';
import type { Incident } from '../incident/record';
import { ROLES, roleName } from '../incident/roles';
import type { Status } from '../incident/status';
import type { Message } from './model';
import type { MessageWords } from './templates';

/** As status pages call states, which know fewer. */
const pageStatus = (status: Status): string =>
	({
		new: l10n.t('Investigating'),
		acknowledged: l10n.t('Investigating'),
		investigating: l10n.t('Investigating'),
		mitigated: l10n.t('Monitoring'),
		resolved: l10n.t('Resolved'),
		closed: l10n.t('Resolved'),
	})[status];

/** Markdown of an entry of a status page: its state, what customers are told, and when it began. Nothing of the inside: no key, no priority, no people. */
export function asStatusPage(incident: Incident, { title, text }: Message, words: MessageWords): string {
	const began = l10n.t('Began {0}', words.time(incident.startedAt));
	return [`**${pageStatus(incident.status)}** – ${literal(title)}`, text, `*${literal(began)}*`]
		.filter(Boolean)
		.join('\n\n');
}

/** Markdown of an e-mail, its subject in the first line. */
export function asEmail({ title, text, facts }: Message): string {
	const state = facts.map(({ label, value }) => `- ${literal(label)}: ${literal(value)}`).join('\n');
	return [l10n.t('Subject: {0}', title.replaceAll(/\s+/g, ' ')), text, state].filter(Boolean).join('\n\n');
}

/** What the next shift takes over, as Markdown: each open incident with its state, who looks after it, what was said last and what comes next. */
export function handOverNote(
	incidents: readonly Incident[],
	about: { readonly from: string; readonly at: number; readonly next: string },
	words: (incident: Incident) => MessageWords,
	time: (at: number) => string,
): string {
	const head = [
		`# ${l10n.t('Hand-over, {0}', time(about.at))}`,
		about.from === '' ? '' : l10n.t('From {0}', literal(about.from)),
		incidents.length === 1 ? l10n.t('One incident is open.') : l10n.t('{0} incidents are open.', incidents.length),
		about.next.trim(),
	];
	return [...head, ...incidents.map((incident) => section(incident, words(incident), time, about.at))]
		.filter(Boolean)
		.join('\n\n');
}

function section(incident: Incident, words: MessageWords, time: (at: number) => string, now: number): string {
	const {
		key,
		title,
		priority,
		service,
		environment,
		roles = {},
		updates,
		startedAt,
		branches = [],
		timeline,
	} = incident;
	const due = nextUpdateDue(incident);
	const last = updates?.at(-1);
	const what = [
		priority,
		words.status,
		isMajor(incident) ? l10n.t('major incident') : '',
		service ?? '',
		environment ?? '',
	];
	const people = ROLES.flatMap((role) => (roles[role] ? [`${roleName(role)}: ${literal(roles[role])}`] : []));
	const told = [last?.known ?? '', last?.impact ?? ''].filter((part) => part.trim() !== '');
	const happened = timeline.filter(({ isUndone, provenance }) => !isUndone && provenance !== 'inferred').at(-1);
	const open = branches
		.filter(({ pullRequest }) => pullRequest)
		.map(({ pullRequest, branch }) => `${branch} (#${pullRequest?.number ?? ''})`);
	const next = [
		last?.doing ?? '',
		due === undefined
			? ''
			: due < now
				? l10n.t('Update overdue since {0}', time(due))
				: l10n.t('Next update {0}', time(due)),
		incident.status === 'new' ? l10n.t('Nobody has acknowledged it') : '',
		roles.assignee ? '' : l10n.t('Nobody is assigned'),
		open.length > 0 ? l10n.t('Pull requests to merge: {0}', open.join(', ')) : '',
	].filter((part) => part.trim() !== '');
	return [
		`## ${key} ${literal(title)}`,
		[
			`- ${what
				.filter((part) => part !== '')
				.map(literal)
				.join(' · ')}`,
			`- ${l10n.t('Started {0}', time(startedAt))}`,
			...(people.length > 0 ? [`- ${people.join(', ')}`] : []),
			...(told.length > 0 ? [`- ${l10n.t('Told last: {0}', literal(told.join(' ')))}`] : []),
			...(happened ? [`- ${l10n.t('Happened last: {0}', literal(happened.sentence))}`] : []),
			...(next.length > 0 ? [`- ${l10n.t('Next steps')}:`] : []),
			...next.map((step) => `  - ${literal(step)}`),
		].join('\n'),
	].join('\n\n');
}
