import * as l10n from '@vscode/l10n';
import { FaultlineError, isAbort } from '../../base/errors';
import { type AlertRecord, isOn } from '../../core/alerts/model';
import type { Incident } from '../../core/incident/record';
import type { AlertSource } from '../../core/ports/alertSource';
import type { App } from '../app';
import type { Run } from '../run';

export type Verb = 'acknowledge' | 'resolve';

/** Alerts of one monitor that can hear something. */
export interface Hearing {
	readonly source: AlertSource;
	readonly name: string;
	readonly alerts: readonly AlertRecord[];
}

/** Which alerts of an incident can hear it, by monitors that are named here. @param only those alone, where given */
export async function hearingOf(
	app: App,
	incident: Incident,
	verb: Verb,
	only?: (alert: AlertRecord) => boolean,
): Promise<readonly Hearing[]> {
	const wanted = (incident.alerts ?? []).filter(
		(alert) => (verb === 'acknowledge' ? alert.state === 'firing' : isOn(alert)) && (only?.(alert) ?? true),
	);
	const found: Hearing[] = [];
	for (const setting of wanted.length > 0 ? app.alerts.sources.all() : []) {
		const source = await app.alerts.sources.open(setting);
		const hears = (alert: AlertRecord) => {
			const { acknowledge, resolve } = source.can(alert);
			return verb === 'acknowledge' ? acknowledge !== 'none' : resolve;
		};
		const alerts = wanted.filter((alert) => alert.source === source.identity && hears(alert));
		if (alerts.length > 0) {
			found.push({ source, name: setting.name, alerts });
		}
	}
	return found;
}

/** What will be done there, as the title of a button. */
export function verbTitle(verb: Verb, { source, name, alerts }: Hearing): string {
	if (verb === 'resolve') {
		return l10n.t('Resolve in {0}', name);
	}
	return alerts.every((alert) => source.can(alert).acknowledge === 'silence')
		? l10n.t('Silence in {0}', name)
		: l10n.t('Acknowledge in {0}', name);
}

/**
 * Tells monitors, and the timeline what they were told, also where it was cancelled meanwhile. What a monitor did not take is said, with a way to
 * try again; so are alerts of which only the number is kept.
 */
export async function sendBack(
	app: App,
	run: Run,
	incident: Incident,
	verb: Verb,
	hearing: readonly Hearing[],
): Promise<void> {
	const incidents = await app.incidents();
	const failed: { readonly hearing: Hearing; readonly error: unknown }[] = [];
	let done = 0;
	for (const { source, name, alerts } of hearing) {
		const left: AlertRecord[] = [];
		const told: AlertRecord[] = [];
		let failure: unknown;
		let cancelled: unknown;
		const work = run.work(verbTitle(verb, { source, name, alerts }), async (report, signal) => {
			const word = { who: incidents.me, note: `${incident.key}: ${incident.title}`.slice(0, 200) };
			for (const [index, alert] of alerts.entries()) {
				report(l10n.t('{0} of {1} alerts', index + 1, alerts.length));
				try {
					await source[verb](alert, word, signal);
					told.push(alert);
				} catch (error) {
					signal.throwIfAborted();
					failure ??= error;
					left.push(alert);
				}
			}
		});
		await work.catch((error: unknown) => {
			if (!isAbort(error)) {
				throw error;
			}
			cancelled = error;
		});
		const stateOf = (alert: AlertRecord) =>
			verb === 'resolve' ? 'resolved' : source.can(alert).acknowledge === 'silence' ? 'suppressed' : 'acknowledged';
		if (told.length > 0) {
			const endsAt = verb === 'resolve' ? { endsAt: Date.now() } : {};
			await incidents.noteAlerts(incident.id, {
				alerts: told.map((alert) => ({ ...alert, state: stateOf(alert), ...endsAt })),
				isByPerson: true,
			});
		}
		if (cancelled !== undefined) {
			throw cancelled;
		}
		done += told.length;
		if (left.length > 0) {
			failed.push({ hearing: { source, name, alerts: left }, error: failure });
		}
	}
	if (done > 0 && failed.length === 0) {
		const isOne = hearing.length === 1 && hearing[0]?.alerts.length === 1;
		const beside = isOne ? 0 : (incident.moreAlerts ?? 0);
		run.tell(
			beside > 0 ? 'warning' : 'info',
			beside > 0
				? l10n.t(
						'{0}: the monitors were told of {1} alerts. {2} more are only counted here, so tell their monitors of these yourself.',
						...[incident.key, done, beside],
					)
				: l10n.t('{0}: the monitors were told ({1}).', incident.key, done),
		);
	}
	for (const { hearing: again, error } of failed) {
		app.log.warn(`${again.name}: ${verb}`, FaultlineError.is(error) ? `${error.code}: ${error.message}` : error);
		const why = FaultlineError.is(error) ? error.message : l10n.t('It could not be asked; the log says why.');
		const said = FaultlineError.is(error, 'http.unclear')
			? l10n.t('{0} may not know of {1}. {2}', again.name, incident.key, why)
			: l10n.t('{0} was not told of {1}. {2}', again.name, incident.key, why);
		run.tell('error', said, {
			title: l10n.t('Try Again'),
			act: (next) => sendBack(app, next, incident, verb, [again]),
		});
	}
}
