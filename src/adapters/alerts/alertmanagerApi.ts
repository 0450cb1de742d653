import * as v from 'valibot';
import type { AlertRecord, AlertState } from '../../core/alerts/model';
import { Labelled, labelledAlert } from '../../core/alerts/payloads/labelled';
import type { AlertSource, Word } from '../../core/ports/alertSource';
import { malformed } from '../http/errors';
import { alertGone, cannot, listReader, needing, originOf, type SourceNeeds } from './needs';

/** @see https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml: gettableAlert */
const Gettable = v.object({
	...Labelled.entries,
	status: v.object({ state: v.string(), silencedBy: v.optional(v.array(v.string())) }),
});
const Silences = v.array(v.object({ id: v.string(), comment: v.string(), status: v.object({ state: v.string() }) }));

/** So long a silence lasts that stands for “somebody looks at it”. */
export const SILENCE_HOURS = 4;

const ALL = { active: true, silenced: true, inhibited: true, unprocessed: true };

/** How a service differs that speaks Alertmanager's language. */
export interface Dialect {
	/** What its identity begins with. */
	readonly kind: string;
	/** What comes before the API's paths. */
	readonly prefix: string;
	/** Page of an alert. */
	readonly page: (base: string, labels: Readonly<Record<string, string>>) => string;
	readonly check: (signal: AbortSignal) => Promise<string>;
	/** What silencing needs, where the service has names for that. */
	readonly permissions?: { readonly alerts: string; readonly silences: string; readonly silence: string };
}

/** Alertmanager, and what speaks its API v2: an alert is acknowledged by silencing it for some hours. */
export function alertmanagerApi(needs: SourceNeeds, dialect: Dialect): AlertSource {
	const { http, base, name, clock } = needs;
	const { kind, prefix, page, permissions } = dialect;
	const allowed = <T>(of: keyof NonNullable<Dialect['permissions']>, work: Promise<T>) =>
		permissions ? needing(name, permissions[of], work) : work;
	const origin = originOf(kind, needs);
	const read = listReader(needs, origin, [], (item) => {
		const alert = v.safeParse(Gettable, item);
		return alert.success
			? labelledAlert(
					alert.output,
					stateOf(alert.output.status.state),
					page(base, { alertname: String(alert.output.labels.alertname ?? '') }),
				)
			: undefined;
	});

	/** The labels as the service has them: those that are kept here may be cut. */
	const labelsOf = async (alert: AlertRecord, signal: AbortSignal): Promise<Readonly<Record<string, string>>> => {
		const { alertname } = alert.labels;
		const filter = alertname === undefined ? undefined : `alertname=${quoted(alertname)}`;
		const found = v.safeParse(
			v.array(Gettable),
			await allowed('alerts', http.json({ path: `${prefix}/api/v2/alerts`, query: { ...ALL, filter } }, signal)),
		);
		if (!found.success) {
			throw malformed(name, new Error(v.summarize(found.issues)));
		}
		const same = found.output.find(({ fingerprint }) => fingerprint === alert.key);
		if (!same) {
			throw alertGone(name, alert.title);
		}
		return textsOf(same.labels);
	};

	const silence = async (alert: AlertRecord, { who, note }: Word, signal: AbortSignal): Promise<void> => {
		const labels = await labelsOf(alert, signal);
		const mark = `[faultline ${alert.key}]`;
		const asked = await allowed('silences', http.send({ path: `${prefix}/api/v2/silences` }, signal));
		const before = v.safeParse(v.pipe(v.string(), v.parseJson(), Silences), asked.text);
		if (
			before.success &&
			before.output.some(({ status, comment }) => status.state !== 'expired' && comment.includes(mark))
		) {
			return; // as where the answer to the last try was lost
		}
		// By its own clock: by one that is ahead of it the silence would begin later.
		const serversNow = Date.parse(asked.headers.date ?? '');
		const now = Number.isNaN(serversNow) ? clock.now() : serversNow;
		const sent = http.send(
			{
				method: 'POST',
				path: `${prefix}/api/v2/silences`,
				body: {
					matchers: Object.entries(labels).map(([key, value]) => ({ name: key, value, isRegex: false, isEqual: true })),
					startsAt: new Date(now).toISOString(),
					endsAt: new Date(now + SILENCE_HOURS * 3_600_000).toISOString(),
					createdBy: who || 'Faultline',
					comment: `${note} ${mark}`,
				},
			},
			signal,
		);
		await allowed('silence', sent);
	};

	return {
		identity: origin.source,
		can: () => ({ acknowledge: 'silence', resolve: false }),
		list: (signal) => read({ path: `${prefix}/api/v2/alerts`, query: ALL }, signal),
		acknowledge: silence,
		resolve: async () => {
			throw cannot(name);
		},
		link: ({ labels }) => page(base, labels),
		check: dialect.check,
	};
}

const stateOf = (state: string): AlertState => (state === 'suppressed' ? 'suppressed' : 'firing');

const textsOf = (labels: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
	Object.fromEntries(
		Object.entries(labels).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
	);

/** As matchers have it: a backslash before backslashes and quotes. */
export const quoted = (value: string) => `"${value.replaceAll(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;

/** The page of alerts of one name, made once for each. */
export function byName(page: (base: string, alertname: string) => string): Dialect['page'] {
	const made = new Map<string, string>();
	return (base, { alertname = '' }) => {
		const known = made.get(alertname) ?? page(base, alertname);
		if (made.size < 1000) {
			made.set(alertname, known);
		}
		return known;
	};
}
