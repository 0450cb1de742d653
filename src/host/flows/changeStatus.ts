import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { StatusOutcome } from '../../app/incidentChanges';
import { checksMissing } from '../../app/incidentErrors';
import { missingChecks } from '../../core/incident/closure';
import type { Incident } from '../../core/incident/record';
import { type Need, nextStatuses, STATUSES, type Status, transition } from '../../core/incident/status';
import { statusWord } from '../../core/incident/statusWord';
import type { IncidentSummary } from '../../core/incident/summary';
import type { App } from '../app';
import type { Run } from '../run';
import { settings } from '../settings';
import { needQuestion, statusName } from '../words';
import { tellOutcomes } from './changeEach';

/**
 * Moves incidents to a status, as the transition table has it: what a step asks for is asked once, and of several one message says which were
 * left as they are, and why.
 *
 * @throws FaultlineError `incident.illegalTransition` and the like for a single one
 */
export async function changeStatus(app: App, run: Run, some: readonly IncidentSummary[], to: Status): Promise<void> {
	const incidents = await app.incidents();
	const [only] = some;
	const incident = only && some.length === 1 ? await incidents.get(only.id) : undefined;
	if (incident) {
		const missing = to === 'closed' ? missingFor(incident, to) : undefined;
		if (missing) {
			run.tell('warning', missing.message, {
				title: l10n.t('Check Off…'),
				command: 'faultline.checkOff',
				args: [{ incidentId: incident.id }],
			});
			return;
		}
		const said = await sayWhatIsNeeded(incident, to);
		if (said) {
			await incidents.setStatus(incident.id, to, said.note, said.review);
		}
		return;
	}
	const need = some.map((one) => noteNeeded(one, to)).find((one) => one !== undefined);
	const title = l10n.t('{0} Incidents: {1}', some.length, statusName(to));
	const note = need && (await ask(need, title));
	if (need && note === undefined) {
		return;
	}
	const outcomes = await run.work(title, () =>
		incidents.setStatusOf(
			some.map(({ id }) => id),
			to,
			note,
		),
	);
	const before = new Map(some.map(({ id, status }) => [id, status]));
	tellOutcomes(
		run,
		outcomes,
		(count) =>
			count === 1
				? l10n.t('1 incident is {0} now.', statusWord(to))
				: l10n.t('{0} incidents are {1} now.', count, statusWord(to)),
		(outcome) => whyNot(outcome, before.get(outcome.id), to),
	);
}

/** Statuses that some of the incidents may go to, with how many that are. */
export function statusesFor(
	some: readonly IncidentSummary[],
): readonly { readonly to: Status; readonly count: number }[] {
	const all = some.flatMap(({ status }) => nextStatuses(status));

	return STATUSES.flatMap((to) => {
		const count = all.filter((status) => status === to).length;
		return count > 0 ? [{ to, count }] : [];
	});
}

/** @returns undefined when the person goes away from a question */
async function sayWhatIsNeeded(
	incident: Incident,
	to: Status,
): Promise<Partial<Record<'note' | 'review', string>> | undefined> {
	const step = transition(incident, to, settings.closure());
	const said: Partial<Record<'note' | 'review', string>> = {};
	for (const need of step.allowed ? step.needs : []) {
		if (need === 'checks' || (need === 'review' && incident.review)) {
			continue; // refused below, in a sentence
		}
		const text = await ask(need, `${l10n.t('Status of {0}', incident.key)}: ${statusName(to)}`);
		if (text === undefined) {
			return undefined;
		}
		said[need === 'review' ? 'review' : 'note'] = text;
	}
	return said;
}

/** Why an incident may not be closed yet, where something is still to be verified. */
function missingFor(incident: Incident, to: Status) {
	const rules = settings.closure();
	const step = transition(incident, to, rules);
	return step.allowed && step.needs.includes('checks')
		? checksMissing(incident.key, missingChecks(incident, rules), rules)
		: undefined;
}

/** What the step asks everybody for; a review is each incident's own, and whoever lacks it is refused. */
function noteNeeded({ status, priority }: IncidentSummary, to: Status): 'verificationNote' | 'reason' | undefined {
	const step = transition({ status, priority }, to);
	return step.allowed ? step.needs.find((need) => need === 'verificationNote' || need === 'reason') : undefined;
}

function whyNot({ refused }: StatusOutcome, from: Status | undefined, to: Status): string | undefined {
	if (refused?.code === 'incident.reviewMissing') {
		return l10n.t('a post-incident review is due first.');
	}
	if (refused?.code === 'incident.reviewIsDraft') {
		return l10n.t('its post-incident review is still a draft.');
	}
	if (refused?.code === 'incident.checksMissing') {
		return l10n.t('not all is verified yet.');
	}
	return refused?.code === 'incident.illegalTransition' && from !== undefined
		? l10n.t('what is {0} cannot become {1}.', statusWord(from), statusWord(to))
		: undefined;
}

/** @returns undefined when the person goes away from it */
async function ask(need: Exclude<Need, 'checks'>, title: string): Promise<string | undefined> {
	const text = await vscode.window.showInputBox({
		title,
		prompt: needQuestion(need),
		...(need === 'review' && { placeHolder: l10n.t('One paragraph will do; it can be written out later.') }),
		ignoreFocusOut: true,
		validateInput: (value) => (value.trim() === '' ? whyNeeded(need) : undefined),
	});
	return text?.trim();
}

function whyNeeded(need: Exclude<Need, 'checks'>): string {
	return need === 'review'
		? l10n.t('It is P1 or was a major incident, so it is not closed without a review.')
		: l10n.t('This is needed for the timeline.');
}
