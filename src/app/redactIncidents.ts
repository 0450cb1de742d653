import { type Breather, runInSlices } from '../base/slices';
import type { IncidentEvent } from '../core/incident/event';
import { isWebAddress } from '../core/incident/links';
import type { RedactionOptions } from '../core/redaction/model';
import { redactValueSteps } from '../core/redaction/redactValue';
import type { AlertNews } from './changes/alerts';
import type { Incidents } from './incidents';

/**
 * The same incidents, but that nothing a person or a program says gets into the log with a secret in it, whichever way it comes. What was
 * redacted before does not change.
 *
 * @param options asked for each change, since a person may change them
 */
export function redactIncidents<T extends Incidents>(
	incidents: T,
	options: () => RedactionOptions,
	breather: Breather,
): T {
	const alive = new AbortController().signal;
	const redact = async <V>(value: V): Promise<V> =>
		(await runInSlices(redactValueSteps(value, options()), breather, alive)).value;
	/** The same change, but that nothing of what it says after the incident's id has a secret in it. */
	const clean =
		<Rest extends readonly unknown[], R>(change: (id: string, ...said: Rest) => Promise<R>) =>
		async (id: string, ...said: Rest): Promise<R> =>
			change(id, ...(await redact(said)));
	/** What another home holds may be of a version, or of settings, that did not look for them. */
	const redactPayloads = async (events: readonly IncidentEvent[]) => {
		const clean: IncidentEvent[] = [];
		for (const event of events) {
			clean.push({ ...event, payload: await redact(event.payload) });
		}
		return clean;
	};
	/** What an alert is known by at its source stays, whatever it looks like. */
	const cleanNews = async (news: AlertNews): Promise<AlertNews> => {
		const said = await redact(news.alerts.map(({ title, labels, url }) => ({ title, labels, ...(url && { url }) })));
		const alerts = news.alerts.map(({ url: _, ...alert }, index) => {
			const { url, ...rest } = said[index] ?? {};
			return { ...alert, ...rest, ...(url !== undefined && isWebAddress(url) && { url }) }; // a mark may have broken it
		});
		return { ...news, alerts };
	};
	return {
		...incidents,
		takeIn: async (events) => incidents.takeIn(await redactPayloads(events)),
		create: async ({ alerts, ...incident }) =>
			incidents.create({
				...(await redact(incident)),
				...(alerts && { alerts: { ...alerts, news: await cleanNews(alerts.news) } }),
			}),
		noteAlerts: async (id, news) => incidents.noteAlerts(id, await cleanNews(news)),
		setStatusOf: async (ids, to, note) => incidents.setStatusOf(ids, to, await redact(note)),
		recordBisection: async (id, bisection) =>
			incidents.recordBisection(id, { ...bisection, command: await redact(bisection.command) }),
		edit: clean(incidents.edit),
		setStatus: clean(incidents.setStatus),
		overridePriority: clean(incidents.overridePriority),
		assign: clean(incidents.assign),
		escalate: clean(incidents.escalate),
		declareMajor: clean(incidents.declareMajor),
		standDown: clean(incidents.standDown),
		writeUpdate: clean(incidents.writeUpdate),
		composeMessage: async (id, message, composed, update) => {
			const { title, text, facts } = await redact({
				title: composed.title,
				text: composed.text,
				facts: composed.facts,
			});
			return incidents.composeMessage(id, message, { ...composed, title, text, facts }, await redact(update));
		},
		recordDelivery: async (id, ref, claim, result) =>
			incidents.recordDelivery(id, ref, claim, 'why' in result ? { ...result, why: await redact(result.why) } : result),
		snoozeUpdate: async (id, until, reason) => incidents.snoozeUpdate(id, until, await redact(reason)),
		addNote: clean(incidents.addNote),
		addRootCauseNote: async (id, note) => incidents.addRootCauseNote(id, { ...note, text: await redact(note.text) }),
		editRootCauseNote: async (id, edit) => incidents.editRootCauseNote(id, { ...edit, text: await redact(edit.text) }),
		replyToRootCauseNote: clean(incidents.replyToRootCauseNote),
		addLink: clean(incidents.addLink),
		recordPullRequest: async (id, opened, title) => incidents.recordPullRequest(id, opened, await redact(title)),
		attachFile: clean(incidents.attachFile),
		followIssue: async (id, issue, there) => {
			// How a comment is known again is of what it says there, secrets and all.
			const { title, comments } = there;
			const said = await redact({ title, texts: comments.map(({ text }) => text) });
			const told = comments.map((one, index) => ({ ...one, text: said.texts[index] ?? '' }));
			return incidents.followIssue(id, issue, { ...there, title: said.title, comments: told });
		},
		writeReview: clean(incidents.writeReview),
		addAction: clean(incidents.addAction),
		editAction: clean(incidents.editAction),
		addEvidence: clean(incidents.addEvidence),
	};
}
