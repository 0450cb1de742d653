import * as v from 'valibot';
import type { MonitorRule } from '../../core/ports/alertSource';
import type { Http } from '../http/client';
import { checked } from './needs';

/** Rules beyond these are not listed. */
const MOST = 5000;

const Text = v.fallback(v.optional(v.string()), undefined);
const Rules = v.object({
	data: v.object({
		groups: v.array(
			v.object({
				name: v.string(),
				rules: v.array(
					v.object({
						...{ name: v.string(), type: v.string(), query: Text, state: Text },
						...{ health: Text, lastError: Text },
					}),
				),
			}),
		),
	}),
});

/**
 * The alerting rules of Prometheus, and of what speaks its API.
 *
 * @param path of the list
 * @param page of a rule, by its name
 * @throws FaultlineError `http.*`
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/#rules
 */
export async function prometheusRules(
	http: Http,
	name: string,
	path: string,
	page: (name: string) => string,
	signal: AbortSignal,
): Promise<readonly MonitorRule[]> {
	const json = await http.json({ path, query: { type: 'alert' } }, signal);
	const { groups } = checked(name, Rules, json).data;
	return groups
		.flatMap((group) => group.rules.map((rule) => ({ ...rule, group: group.name })))
		.filter(({ type }) => type === 'alerting') // Prometheus before 2.31 names recording rules as well
		.slice(0, MOST)
		.map(({ name: called, group, query = '', state, health, lastError }) => ({
			...{ name: called, group, query, url: page(called) },
			state: state === 'firing' || state === 'pending' ? state : 'inactive',
			...((health === 'err' || health === 'error') && { fault: lastError ?? '' }),
		}));
}
