import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type AlertRecord, alertId } from '../../core/alerts/model';
import { isWebAddress } from '../../core/incident/links';
import { annotatingSources, askAndAnnotate } from '../alerts/annotate';
import { escalateAlert as escalate } from '../alerts/escalate';
import { tellNews } from '../alerts/news';
import { hearingOf, sendBack, type Verb } from '../alerts/sendBack';
import type { App, Command } from '../app';
import { args } from '../args';
import { addAlertSource as add } from '../flows/addAlertSource';
import { chooseIncident } from '../flows/chooseIncident';
import { manageAlertSources as manage } from '../flows/manageAlertSources';
import { takePayload } from '../flows/takePayload';
import type { Run } from '../run';

/** Adds a monitor, step by step. */
export const addAlertSource: Command = (app, run) => add(app, run);

/** Shows how monitors answer. */
export const manageAlertSources: Command = (app, run) => manage(app, run);

/** Makes an incident of what a monitor sent to somebody else. */
export const createIncidentFromPayload: Command = (app, run) => takePayload(app, run);

/** Asks all monitors at once. */
export const fetchAlerts: Command = async (app, run) => {
	const all = app.alerts.sources.all();
	if (all.length === 0) {
		run.tell('info', l10n.t('No monitor is named yet.'), {
			title: l10n.t('Add Alert Source…'),
			command: 'faultline.addAlertSource',
		});
		return;
	}
	const sync = await app.alerts.sync();
	const news = await run.work(l10n.t('Asking monitors for alerts'), (report, signal) => sync.fetch(signal, report));
	if (!news) {
		run.tell('info', l10n.t('Another window is asking the monitors right now; what they say shows here, too.'));
		return;
	}
	await tellNews(app, run.tell, news);
	const troubled = all.filter(({ id }) => sync.state(id).trouble !== undefined);
	const [first] = troubled;
	if (first) {
		run.tell('warning', sync.state(first.id).trouble ?? '', {
			title: l10n.t('Alert Sources…'),
			command: 'faultline.manageAlertSources',
		});
	} else if (news.opened.length + news.settled.length === 0) {
		run.tell(
			'info',
			news.changed.length > 0
				? l10n.t('Incidents that were told something new: {0}.', news.changed.length)
				: l10n.t('The monitors say nothing new.'),
		);
	}
};

export const acknowledgeAlert: Command = (app, run, argument) => tellMonitor(app, run, argument, 'acknowledge');

export const resolveAlert: Command = (app, run, argument) => tellMonitor(app, run, argument, 'resolve');

/** Calls people in where an alert is from. @param argument an alert of an incident; or an incident */
export const escalateAlert: Command = async (app, run, argument) => {
	const ref = args.alert(argument);
	const incident = await chooseIncident(app, run, argument);
	if (incident) {
		await escalate(app, run, incident, ref && ((alert) => alertId(alert) === ref.alert));
	}
};

/** Marks an incident on the graphs of its monitors, once a person has seen what is sent. */
export const annotateIncident: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	const sources = incident ? await annotatingSources(app) : [];
	if (incident && sources.length > 0) {
		await askAndAnnotate(app, run, incident, sources);
	} else if (incident) {
		run.tell('info', l10n.t('No Grafana is named yet, whose graphs could show {0}.', incident.key), {
			title: l10n.t('Add Alert Source…'),
			command: 'faultline.addAlertSource',
		});
	}
};

/** Opens the page of an alert in the browser. */
export const openAlert: Command = async (app, run, argument) => {
	const ref = args.alert(argument);
	const incident = ref && (await chooseIncident(app, run, ref));
	const url = incident?.alerts?.find((alert) => alertId(alert) === ref?.alert)?.url;
	if (url !== undefined && isWebAddress(url)) {
		await vscode.commands.executeCommand('vscode.open', url); // as text: a Uri would be encoded anew
	}
};

/** @param argument an alert of an incident; or an incident, for all alerts of it */
async function tellMonitor(app: App, run: Run, argument: unknown, verb: Verb): Promise<void> {
	const ref = args.alert(argument);
	const incident = await chooseIncident(app, run, argument);
	if (!incident) {
		return;
	}
	const only = ref && ((alert: AlertRecord) => alertId(alert) === ref.alert);
	const hearing = await hearingOf(app, incident, verb, only);
	if (hearing.length > 0) {
		await sendBack(app, run, incident, verb, hearing);
		return;
	}
	run.tell(
		'info',
		verb === 'acknowledge'
			? l10n.t('{0} has no alert that fires and could be acknowledged where it is from.', incident.key)
			: l10n.t(
					'{0} has no alert that could be resolved where it is from: monitors such as Alertmanager do that themselves.',
					incident.key,
				),
		{ title: l10n.t('Alert Sources…'), command: 'faultline.manageAlertSources' },
	);
}
