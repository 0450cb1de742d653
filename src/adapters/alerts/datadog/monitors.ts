import * as v from 'valibot';
import { FaultlineError } from '../../../base/errors';
import { datadogAlert } from '../../../core/alerts/payloads/datadog';
import type { RawAlert } from '../../../core/alerts/raw';
import { cannot, checked, needing, type SourceNeeds } from '../needs';
import type { DatadogPart } from './part';

const PAGE = 1000;
const PAGES = 10;
/** So long a monitor is muted for “somebody looks at it”. */
const MUTED_HOURS = 4;

const Downtimes = v.object({
	data: v.array(
		v.object({
			attributes: v.object({
				message: v.nullish(v.string()),
				status: v.optional(v.string()),
				scope: v.nullish(v.string()),
				monitor_identifier: v.fallback(v.optional(v.object({ monitor_id: v.number() })), undefined),
			}),
		}),
	),
});
/** Of downtimes thirty come unless more are asked for. */
const DOWNTIMES = 100;

/** Datadog's monitors; one is acknowledged by a downtime of some hours. @see @datadog/datadog-api-client, v1 MonitorsApi, v2 DowntimesApi */
export function datadogMonitors({ http, name, clock, log }: SourceNeeds, site: string): DatadogPart {
	const monitors = async (page: number, size: number, signal: AbortSignal) =>
		checked(
			name,
			v.array(v.unknown()),
			await http.json({ path: '/api/v1/monitor', query: { page, page_size: size } }, signal),
		);
	const downtimes = async (signal: AbortSignal) => {
		const found: v.InferOutput<typeof Downtimes>['data'][number]['attributes'][] = [];
		for (let page = 0; page < PAGES; page++) {
			const query = { current_only: true, 'page[limit]': DOWNTIMES, 'page[offset]': page * DOWNTIMES };
			const { data } = checked(name, Downtimes, await http.json({ path: '/api/v2/downtime', query }, signal));
			found.push(...data.map(({ attributes }) => attributes));
			if (data.length < DOWNTIMES) {
				break;
			}
		}
		return found;
	};
	/** Ids of monitors that are muted as a whole: monitors themselves tell of older kinds of downtimes only. */
	const muted = async (signal: AbortSignal): Promise<ReadonlySet<string>> => {
		try {
			const all = (await downtimes(signal)).filter(({ status, scope }) => status === 'active' && scope === '*');
			return new Set(all.flatMap(({ monitor_identifier: of }) => (of ? String(of.monitor_id) : [])));
		} catch (error) {
			if (!FaultlineError.is(error, 'http.forbidden')) {
				throw error;
			}
			log.debug(`${name}: downtimes: ${error.code}`); // who may not see them hears of all that fires
			return new Set();
		}
	};
	return {
		prefix: '',
		can: { acknowledge: 'silence', resolve: false },
		list: async (signal) => {
			const raws: (RawAlert | undefined)[] = [];
			let isWhole = false;
			for (let page = 0; page < PAGES && !isWhole; page++) {
				const found = await monitors(page, PAGE, signal);
				raws.push(...found.map((item) => datadogAlert(item, site)));
				isWhole = found.length < PAGE;
			}
			const silent = raws.some((raw) => raw?.state === 'firing') ? await muted(signal) : new Set();
			const told = raws.map((raw) =>
				raw?.state === 'firing' && silent.has(raw.key) ? { ...raw, state: 'suppressed' as const } : raw,
			);
			return { raws: told, isWhole };
		},
		acknowledge: async (key, _alert, { note }, signal) => {
			const mark = `[faultline ${key}]`;
			const known = await needing(name, 'monitors_downtime', downtimes(signal));
			if (known.some(({ message, status }) => message?.includes(mark) && status !== 'canceled')) {
				return; // as where the answer to the last try was lost
			}
			const attributes = {
				message: `${note} ${mark}`,
				monitor_identifier: { monitor_id: Number(key) },
				scope: '*',
				schedule: { end: new Date(clock.now() + MUTED_HOURS * 3_600_000).toISOString() },
			};
			const body = { data: { type: 'downtime', attributes } };
			await needing(name, 'monitors_downtime', http.send({ method: 'POST', path: '/api/v2/downtime', body }, signal));
		},
		resolve: async () => {
			throw cannot(name);
		},
		check: async (signal) => {
			await needing(name, 'monitors_read', monitors(0, 1, signal));
			await needing(name, 'monitors_downtime', downtimes(signal));
		},
	};
}
