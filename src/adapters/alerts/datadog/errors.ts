import * as v from 'valibot';
import { datadogIssue } from '../../../core/alerts/payloads/datadog';
import { checked, needing, type SourceNeeds, unlessGone } from '../needs';
import type { DatadogPart } from './part';

/** More do not come in one answer, and there is no second page. */
const MOST = 100;
/** An error that nobody saw for so long is over. */
const SEEN_MS = 86_400_000;

const Found = v.object({
	data: v.array(v.object({ id: v.string(), attributes: v.optional(v.unknown()) })),
	included: v.optional(v.array(v.unknown())),
});
const Included = v.object({ id: v.string(), type: v.literal('issue') });

/**
 * Issues of Error Tracking that are open and were seen within a day. Datadog's API tells the message, the file and the version of an issue, and not
 * its stack trace.
 *
 * @see @datadog/datadog-api-client, v2 ErrorTrackingApi: searchIssues, updateIssueState
 */
export function datadogErrors({ http, name, clock }: SourceNeeds, site: string): DatadogPart {
	const search = async (signal: AbortSignal) => {
		const to = clock.now();
		const states = ['OPEN', 'ACKNOWLEDGED'];
		const attributes = { query: '*', from: to - SEEN_MS, to, persona: 'ALL', order_by: 'FIRST_SEEN', states };
		const path = '/api/v2/error-tracking/issues/search';
		const body = { data: { type: 'search_request', attributes } };
		const sent = http.json({ method: 'POST', path, query: { include: 'issue' }, body, isIdempotent: true }, signal);
		return checked(name, Found, await needing(name, 'error_tracking_read', sent));
	};
	const change = async (id: string, title: string, state: 'ACKNOWLEDGED' | 'RESOLVED', signal: AbortSignal) => {
		const body = { data: { id, type: 'error_tracking_issue', attributes: { state } } };
		const path = `/api/v2/error-tracking/issues/${encodeURIComponent(id)}/state`;
		const sent = http.send({ method: 'PUT', path, body, isIdempotent: true }, signal);
		await unlessGone(name, title, needing(name, 'error_tracking_write', sent));
	};
	return {
		prefix: 'issue:',
		can: { acknowledge: 'acknowledge', resolve: true },
		list: async (signal) => {
			const { data, included = [] } = await search(signal);
			const issues = new Map(included.flatMap((one) => (v.is(Included, one) ? [[one.id, one] as const] : [])));
			const raws = data.map(({ id, attributes }) => datadogIssue(issues.get(id), attributes, site));
			return { raws, isWhole: data.length < MOST };
		},
		acknowledge: (id, { title }, _word, signal) => change(id, title, 'ACKNOWLEDGED', signal),
		resolve: (id, { title }, _word, signal) => change(id, title, 'RESOLVED', signal),
		check: async (signal) => {
			await search(signal);
		},
	};
}
