import * as v from 'valibot';
import { datadogIncident } from '../../../core/alerts/payloads/datadog';
import type { RawAlert } from '../../../core/alerts/raw';
import { cannot, checked, needing, type SourceNeeds, unlessGone } from '../needs';
import type { DatadogPart } from './part';

const PAGE = 100;
/** Open incidents beyond these are not looked at: nobody could, either. */
const PAGES = 5;
const OPEN = 'state:(active OR stable)';

const Found = v.object({
	data: v.object({
		attributes: v.object({ incidents: v.array(v.object({ data: v.unknown() })), total: v.optional(v.number()) }),
	}),
});

/** Incidents that somebody declared and that are not over. @see @datadog/datadog-api-client, v2 IncidentsApi: searchIncidents, updateIncident */
export function datadogIncidents({ http, name }: SourceNeeds, site: string): DatadogPart {
	const search = async (offset: number, size: number, signal: AbortSignal) => {
		const query = { query: OPEN, sort: '-created', 'page[size]': size, 'page[offset]': offset };
		const json = await needing(name, 'incident_read', http.json({ path: '/api/v2/incidents/search', query }, signal));
		return checked(name, Found, json).data.attributes;
	};
	return {
		prefix: 'incident:',
		can: { acknowledge: 'none', resolve: true },
		list: async (signal) => {
			const raws: (RawAlert | undefined)[] = [];
			let isWhole = false;
			for (let page = 0; page < PAGES && !isWhole; page++) {
				const { incidents, total } = await search(raws.length, PAGE, signal);
				raws.push(...incidents.map(({ data }) => datadogIncident(data, site)));
				isWhole = total === undefined ? incidents.length < PAGE : raws.length >= total;
				if (incidents.length === 0) {
					break;
				}
			}
			return { raws, isWhole };
		},
		acknowledge: async () => {
			throw cannot(name);
		},
		resolve: async (id, { title }, _word, signal) => {
			const fields = { state: { type: 'dropdown', value: 'resolved' } };
			const body = { data: { id, type: 'incidents', attributes: { fields } } };
			const path = `/api/v2/incidents/${encodeURIComponent(id)}`;
			const sent = http.send({ method: 'PATCH', path, body, isIdempotent: true }, signal);
			await unlessGone(name, title, needing(name, 'incident_write', sent));
		},
		check: async (signal) => {
			await search(0, 1, signal);
		},
	};
}
