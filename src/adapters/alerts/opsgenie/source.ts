import * as v from 'valibot';
import { FaultlineError } from '../../../base/errors';
import type { AlertRecord } from '../../../core/alerts/model';
import { opsgenieAlert } from '../../../core/alerts/payloads/opsgenie';
import type { RawAlert } from '../../../core/alerts/raw';
import type { AlertSource, EscalationPolicy, Word } from '../../../core/ports/alertSource';
import { malformed } from '../../http/errors';
import { answering, checked, needing, originOf, type SourceNeeds } from '../needs';
import { type Change, change } from './changes';
import { jsmPolicies, opsgeniePolicies } from './policies';

const PAGE = 100;
const PAGES = 10;
/** Descriptions are not in lists; so many are asked for at a time. */
const DETAILS = 20;
const KEPT = 500;

const Next = v.fallback(v.optional(v.object({ next: v.optional(v.string()) })), undefined);
const Listed = v.object({
	data: v.optional(v.array(v.unknown())),
	values: v.optional(v.array(v.unknown())),
	/** Where the next page is; absent on the last one. */
	paging: Next,
	links: Next,
});

/** How Opsgenie and its successor differ. */
interface Flavour {
	readonly kind: 'opsgenie' | 'jsm';
	/** What comes before the paths. */
	readonly prefix: string;
	/** How a page is called for. */
	readonly size: 'limit' | 'size';
	readonly permission: { readonly read: string; readonly write: string };
	readonly policies: (needs: SourceNeeds, key: string, signal: AbortSignal) => Promise<readonly EscalationPolicy[]>;
	/** What says which policy an alert is given to. */
	readonly policy: (id: string) => object;
}

const OPSGENIE: Flavour = {
	...{ kind: 'opsgenie', prefix: '/v2', size: 'limit' },
	permission: { read: 'Read', write: 'Create and update' },
	...{ policies: opsgeniePolicies, policy: (id) => ({ escalation: { type: 'escalation', id } }) },
};
const JSM: Flavour = {
	...{ kind: 'jsm', prefix: '/v1', size: 'size' },
	permission: { read: 'read:ops-alert:jira-service-management', write: 'write:ops-alert:jira-service-management' },
	...{ policies: jsmPolicies, policy: (escalationId) => ({ escalationId }) },
};

/** Opsgenie's alerts. @see https://github.com/opsgenie/opsgenie-oas */
export const opsgenie = (needs: SourceNeeds): AlertSource => source(needs, OPSGENIE);

/** Those of Jira Service Management: `https://api.atlassian.com/jsm/ops/api/CLOUD-ID`. */
export const jsm = (needs: SourceNeeds): AlertSource => source(needs, JSM);

function source(needs: SourceNeeds, { kind, prefix, size, permission, policies, policy }: Flavour): AlertSource {
	const { http, base, name, log } = needs;
	const origin = originOf(kind, needs);
	const answer = answering(needs, origin);
	const details = new Map<string, unknown>();
	const page =
		kind === 'opsgenie' ? (id: string) => `${pageOf(base)}/alert/detail/${encodeURIComponent(id)}/details` : undefined;

	const list = async (offset: number, limit: number, signal: AbortSignal) => {
		const query = { query: 'status:open', [size]: limit, offset, sort: 'createdAt', order: 'desc' };
		const { data, values, paging, links } = checked(
			name,
			Listed,
			await http.json({ path: `${prefix}/alerts`, query }, signal),
		);
		const items = data ?? values;
		if (!items) {
			throw malformed(name, new Error('no list')); // none is not the same as nothing: all alerts would be over
		}
		// A server may give fewer at a time than it is asked for: that a page is short does not say that it is the last one.
		const where = paging ?? links;
		return { items, isLast: items.length === 0 || (where ? !where.next : items.length < limit) };
	};

	/** The alert with its description, where it could be asked for. */
	const whole = async (item: unknown, signal: AbortSignal): Promise<unknown> => {
		const id = opsgenieAlert(item)?.key;
		if (id === undefined || details.has(id)) {
			return id === undefined ? item : { ...(details.get(id) as object), ...(item as object) };
		}
		try {
			const json = await http.json({ path: `${prefix}/alerts/${encodeURIComponent(id)}` }, signal);
			details.set(id, v.is(v.object({ data: v.looseObject({}) }), json) ? json.data : json);
		} catch (error) {
			if (!FaultlineError.is(error)) {
				throw error;
			}
			log.debug(`${name}: ${id}: ${error.code}`);
			details.set(id, {});
		}
		return { ...(details.get(id) as object), ...(item as object) };
	};

	/** Jira's wants nobody's name and no note: what is done there is done by the token's owner. */
	const said = ({ who, note }: Word) => (kind === 'opsgenie' ? { user: who, source: 'Faultline', note } : undefined);
	const changing = (
		verb: Change['verb'],
		alert: AlertRecord,
		body: object | undefined,
		isIdempotent: boolean,
		signal: AbortSignal,
	) => change(needs, prefix, permission.write, { verb, alert, body, isIdempotent }, signal);

	return {
		identity: origin.source,
		can: () => ({ acknowledge: 'acknowledge', resolve: true }),
		list: async (signal) => {
			const raws: (RawAlert | undefined)[] = [];
			let isWhole = false;
			let asked = 0;
			let offset = 0;
			for (let at = 0; at < PAGES && !isWhole; at++) {
				const { items, isLast } = await list(offset, PAGE, signal);
				for (const item of items) {
					const known = details.size;
					const one = asked < DETAILS ? await whole(item, signal) : item;
					asked += details.size - known;
					raws.push(opsgenieAlert(one, undefined, page));
				}
				offset += items.length;
				isWhole = isLast;
			}
			for (const id of [...details.keys()].slice(0, Math.max(0, details.size - KEPT))) {
				details.delete(id);
			}
			return answer(raws, isWhole, signal);
		},
		acknowledge: (alert, word, signal) => changing('acknowledge', alert, said(word), true, signal),
		resolve: (alert, word, signal) => changing('close', alert, said(word), true, signal),
		link: ({ key, url }) => page?.(key) ?? url,
		check: async (signal) => {
			await needing(name, permission.read, list(0, 1, signal));
			return kind === 'opsgenie' ? 'Opsgenie' : 'Jira Service Management';
		},
		escalating: {
			policies: ({ key }, signal) => policies(needs, key, signal),
			// Each time calls people.
			escalate: (alert, { id }, word, signal) =>
				changing('escalate', alert, { ...policy(id), ...said(word) }, false, signal),
		},
	};
}

/** Where people look at alerts, by where the API is. */
const pageOf = (base: string) => base.replace(/^https:\/\/api\.(eu\.)?opsgenie\.com$/, 'https://app.$1opsgenie.com');
