import * as l10n from '@vscode/l10n';
import { issueTitle } from '../core/github/issueDraft';
import { type LabelRules, labelFor, readLabels } from '../core/github/labels';
import { noteComment } from '../core/github/noteComment';
import type { HostedRepository } from '../core/github/remote';
import { fieldsOf, type Outgoing, readComment, type There, waiting } from '../core/github/sync';
import type { Incident } from '../core/incident/record';
import type { IssueTracker, TrackedIssue } from '../core/ports/issueTracker';
import type { IssueRef } from './changes/issues';
import type { Incidents } from './incidents';

/** An issue that an incident is linked to, and how it is reached. */
export interface LinkedIssue extends IssueRef {
	/** Where it is, as the link says; it may have been renamed. */
	readonly repository: HostedRepository;
}

export interface SyncNeeds {
	readonly incidents: Incidents;
	readonly tracker: IssueTracker;
	readonly rules: LabelRules;
	/** Where an issue's page is. */
	readonly placeOf: (url: string) => { readonly repository: HostedRepository; readonly number: number } | undefined;
}

/**
 * Takes in what is new on an issue. Nothing is sent.
 *
 * @returns the incident as it is then
 * @throws FaultlineError `github.*`, `incident.unknown`
 */
export async function receive(
	needs: SyncNeeds,
	id: string,
	issue: LinkedIssue,
	signal: AbortSignal,
): Promise<Incident> {
	const { there } = await look(needs, issue, signal);
	return needs.incidents.followIssue(id, issue, there);
}

/** The issue as it is, wherever it was moved to. */
async function look({ tracker, rules, placeOf }: SyncNeeds, linked: LinkedIssue, signal: AbortSignal) {
	const issue = await tracker.issue(linked.repository, linked.number, signal);
	const at = placeOf(issue.url) ?? linked;
	const comments = await tracker.comments(at.repository, at.number, signal);
	return { issue, at, there: thereOf(issue, comments.map(readComment), rules) };
}

function thereOf({ title, state, labels }: TrackedIssue, comments: There['comments'], rules: LabelRules): There {
	const { priority, category } = readLabels(labels, rules);
	return {
		...{ title, comments, isDone: state === 'closed' },
		priority: priority?.value ?? null,
		category: category?.value ?? null,
	};
}

/** Something that waits to be sent, as people see it before it is. */
export interface Waiting {
	readonly what: Outgoing;
	/** In a few words. */
	readonly label: string;
	/** Exactly what is sent, as Markdown; empty where the words say it all. */
	readonly text: string;
}

/** What waits to be sent to an issue, in words. */
export function waitingWords(incident: Incident, issue: IssueRef): readonly Waiting[] {
	const here = fieldsOf(incident);
	return waiting(incident, issue.url).flatMap((what): readonly Waiting[] => {
		if (what.kind === 'note') {
			const note = incident.notes?.find(({ id }) => id === what.id);
			const line = note?.text.replaceAll(/\s+/g, ' ').trim() ?? '';
			return note
				? [{ what, label: l10n.t('Comment: {0}', line.slice(0, 80)), text: noteComment(note, incident.key) }]
				: [];
		}
		const label = {
			title: l10n.t('Title: {0}', issueTitle(here.title)),
			isDone: here.isDone ? l10n.t('Close the issue') : l10n.t('Reopen the issue'),
			priority: l10n.t('Label of priority: {0}', here.priority ?? ''),
			category: l10n.t('Label of category: {0}', here.category ?? ''),
		}[what.field];
		return [{ what, label, text: '' }];
	});
}

/** Whether something is sent without being asked, where a person said that it may: not the first closing of an issue. */
export const isSentByItself = (incident: Incident, { url }: IssueRef, what: Outgoing): boolean =>
	!(what.kind === 'field' && what.field === 'isDone' && fieldsOf(incident).isDone) ||
	incident.synced?.find((one) => one.url === url)?.mayClose === true;

/**
 * Sends some of what waits, one after the other, and remembers each that was sent: where it ends early, the rest waits on. What is new on the issue is
 * taken in first, so that nothing is sent over it.
 *
 * @param wanted as it was shown; what has become another since, here or by what came in, is not sent but waits to be seen again
 * @returns the incident as it is then, and how many were sent
 * @throws FaultlineError `github.*`, `incident.unknown`
 */
export async function send(
	needs: SyncNeeds,
	id: string,
	linked: LinkedIssue,
	wanted: readonly Waiting[],
	signal: AbortSignal,
): Promise<{ readonly incident: Incident; readonly count: number }> {
	const { issue, at, there } = await look(needs, linked, signal);
	let incident = await needs.incidents.followIssue(id, linked, there);
	let count = 0;
	for (const seen of wanted) {
		signal.throwIfAborted();
		incident = (await needs.incidents.get(id)) ?? incident; // somebody may change it while this goes on
		const now = waitingWords(incident, linked).find((one) => isSame(one, seen));
		if (!now) {
			continue;
		}
		const { what, label, text } = now;
		if (what.kind === 'note') {
			await needs.tracker.addComment(at.repository, at.number, text, signal);
		} else {
			const change = await changeFor(needs, incident, issue, at, what, signal);
			await needs.tracker.changeIssue(at.repository, at.number, change, signal);
		}
		incident = await needs.incidents.recordSent(id, linked, [what], [label], fieldsOf(incident));
		count++;
	}
	return { incident, count };
}

/** Whether two are of the same note or field, and say the same of it. */
const isSame = (one: Waiting, other: Waiting): boolean =>
	one.label === other.label &&
	one.text === other.text &&
	(one.what.kind === 'note'
		? other.what.kind === 'note' && other.what.id === one.what.id
		: other.what.kind === 'field' && other.what.field === one.what.field);

async function changeFor(
	{ tracker, rules }: SyncNeeds,
	incident: Incident,
	issue: TrackedIssue,
	{ repository }: { readonly repository: HostedRepository },
	{ field }: Extract<Outgoing, { kind: 'field' }>,
	signal: AbortSignal,
) {
	const here = fieldsOf(incident);
	switch (field) {
		case 'title':
			return { title: issueTitle(here.title) };
		case 'isDone':
			return { state: here.isDone ? ('closed' as const) : ('open' as const) };
		default: {
			const name = labelFor(here[field] ?? '', await tracker.labels(repository, signal), rules.said);
			const old = issue.labels.filter((label) => label !== name && readLabels([label], rules)[field] !== undefined);
			return { addLabels: [name], removeLabels: old };
		}
	}
}
