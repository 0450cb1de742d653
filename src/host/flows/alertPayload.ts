import * as l10n from '@vscode/l10n';
import type { JsonFault } from '../../base/jsonFault';
import { alertId } from '../../core/alerts/model';
import { type PayloadJson, payloadJson } from '../../core/alerts/payloads/payloadJson';
import { type Payload, recognizePayload } from '../../core/alerts/payloads/recognize';
import type { App } from '../app';
import type { Run } from '../run';
import { showNew } from './analyze';

/** What a text is as a payload of alerts: a payload, or what is wrong with it as JSON, or neither. */
export interface PayloadText {
	readonly payload?: Payload;
	readonly fault?: JsonFault;
}

export function payloadText(text: string): PayloadText {
	const read: PayloadJson = payloadJson(text);
	if (read === undefined) {
		return {};
	}
	if ('fault' in read) {
		return { fault: read.fault };
	}
	const payload = recognizePayload(read.json, Date.now());
	return payload ? { payload } : {};
}

/**
 * Opens incidents for alerts, or tells those that have them already; a single new one with a stack trace is analyzed.
 *
 * @param asText makes an incident of its text, for who wants one of what is over
 * @throws FaultlineError as the analysis does, or the store that cannot keep it; `run.signal.reason` when cancelled
 */
export async function takeAlertPayload(
	app: App,
	run: Run,
	payload: Payload,
	asText: (again: Run) => Promise<void>,
): Promise<void> {
	const { monitor, alerts } = payload;
	const [first] = alerts;
	const sync = await app.alerts.sync();
	const news = await run.work(l10n.t('Taking in alerts of {0}', monitor), (_report, signal) =>
		sync.take({ source: first?.source ?? '', alerts, isWhole: false }, signal),
	);
	if (!news) {
		run.tell(
			'warning',
			l10n.t('Another window is taking in alerts just now, so nothing was created. Try again in a moment.'),
			{ title: l10n.t('Try Again'), act: (again: Run) => takeAlertPayload(app, again, payload, asText) },
		);
		return;
	}
	const incidents = await app.incidents();
	const kept = alerts.flatMap((alert) => sync.memory.get(alertId(alert))?.incident ?? []);
	const id = [...news.opened, ...news.changed, ...kept][0];
	const incident = id === undefined ? undefined : incidents.find(id);
	if (!incident) {
		run.tell('info', l10n.t('{0} says only what is over or silenced already, so no incident was opened.', monitor), {
			title: l10n.t('Create Incident from Its Text'),
			act: asText,
		});
		return;
	}
	run.tell(
		'info',
		news.opened.length > 0
			? news.opened.length === 1
				? l10n.t('{0} was opened for an alert of {1}.', incident.key, monitor)
				: l10n.t('{0} incidents were opened for alerts of {1}.', news.opened.length, monitor)
			: news.changed.length > 0
				? l10n.t('{0} has this alert of {1} already, and was told what is new.', incident.key, monitor)
				: l10n.t('{0} has this alert of {1} already.', incident.key, monitor),
		{ title: l10n.t('Open Incident'), command: 'faultline.openIncident', args: [{ incidentId: incident.id }] },
	);
	const whole = await incidents.get(incident.id);
	if (whole) {
		await showNew(app, run, whole, news.opened.length === 1 && whole.evidence.length > 0);
	}
}

/** Where JSON is wrong, and what to do. */
export const faultSentence = ({ line, column, isCutOff }: JsonFault): string =>
	isCutOff
		? l10n.t(
				'This JSON is incomplete: it breaks off at line {0}, column {1}, so nothing was created. Copy all of it, then try again.',
				line,
				column,
			)
		: l10n.t(
				'This JSON is not valid: it is wrong at line {0}, column {1}, so nothing was created. Correct it, then try again.',
				line,
				column,
			);
