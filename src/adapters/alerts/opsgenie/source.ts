import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { FaultlineError } from '../../../base/errors';
import { opsgenieAlert } from '../../../core/alerts/payloads/opsgenie';
import type { RawAlert } from '../../../core/alerts/raw';
import type { AlertSource, Word } from '../../../core/ports/alertSource';
import { malformed } from '../../http/errors';
import { alertGone, answering, checked, needing, type SourceNeeds, unlessGone } from '../needs';

const PAGE = 100;
const PAGES = 10;
/** Descriptions are not in lists; so many are asked for at a time. */
const DETAILS = 20;
const KEPT = 500;
/** How often it is looked whether a change was made, which Opsgenie does later. */
const LOOKS = 5;
const LOOK_MS = 300;

const Next = v.fallback(v.optional(v.object({ next: v.optional(v.string()) })), undefined);
const Listed = v.object({
	data: v.optional(v.array(v.unknown())),
	values: v.optional(v.array(v.unknown())),
	/** Where the next page is; absent on the last one. */
	paging: Next,
	links: Next,
});
const Accepted = v.object({ requestId: v.string() });
const Outcome = v.object({
	success: v.optional(v.boolean()),
	isSuccess: v.optional(v.boolean()),
	status: v.optional(v.string()),
});
const Done = v.union([v.object({ data: Outcome }), Outcome]);

/** How Opsgenie and its successor differ. */
interface Flavour {
	readonly kind: 'opsgenie' | 'jsm';
	/** What comes before the paths. */
	readonly prefix: string;
	/** How a page is called for. */
	readonly size: 'limit' | 'size';
	readonly permission: { readonly read: string; readonly write: string };
}

const OPSGENIE: Flavour = {
	...{ kind: 'opsgenie', prefix: '/v2', size: 'limit' },
	permission: { read: 'Read', write: 'Create and update' },
};
const JSM: Flavour = {
	...{ kind: 'jsm', prefix: '/v1', size: 'size' },
	permission: { read: 'read:ops-alert:jira-service-management', write: 'write:ops-alert:jira-service-management' },
};

/** Opsgenie's alerts. @see https://github.com/opsgenie/opsgenie-oas */
export const opsgenie = (needs: SourceNeeds): AlertSource => source(needs, OPSGENIE);

/** Those of Jira Service Management: `https://api.atlassian.com/jsm/ops/api/CLOUD-ID`. */
export const jsm = (needs: SourceNeeds): AlertSource => source(needs, JSM);

function source(needs: SourceNeeds, { kind, prefix, size, permission }: Flavour): AlertSource {
	const { http, base, name, log, wait } = needs;
	const answer = answering(needs, { source: `${kind} ${base}`, name });
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

	const change = async (
		key: string,
		verb: 'acknowledge' | 'close',
		title: string,
		{ who, note }: Word,
		signal: AbortSignal,
	) => {
		const path = `${prefix}/alerts/${encodeURIComponent(key)}/${verb}`;
		const body = kind === 'opsgenie' ? { user: who, source: 'Faultline', note } : { note };
		const sent = http.json({ method: 'POST', path, body, isIdempotent: true }, signal);
		const accepted = v.safeParse(Accepted, await unlessGone(name, title, needing(name, permission.write, sent)));
		if (!accepted.success) {
			return;
		}
		for (let looks = 0; looks < LOOKS; looks++) {
			const asked = `${prefix}/alerts/requests/${encodeURIComponent(accepted.output.requestId)}`;
			const done = await http.json({ path: asked }, signal).catch((error: unknown) => {
				if (FaultlineError.is(error, 'http.notFound')) {
					return undefined; // it has not begun
				}
				throw error;
			});
			if (done !== undefined) {
				const outcome = checked(name, Done, done);
				const { success, isSuccess, status } = 'data' in outcome ? outcome.data : outcome;
				if (success === false || isSuccess === false) {
					throw /not exist|not found/i.test(status ?? '') ? alertGone(name, title) : refused(name, status ?? '');
				}
				return;
			}
			await wait(LOOK_MS, signal);
		}
	};

	return {
		identity: `${kind} ${base}`,
		capabilities: { acknowledge: 'acknowledge', resolve: true },
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
		acknowledge: ({ key, title }, word, signal) => change(key, 'acknowledge', title, word, signal),
		resolve: ({ key, title }, word, signal) => change(key, 'close', title, word, signal),
		link: ({ key, url }) => page?.(key) ?? url,
		check: async (signal) => {
			await needing(name, permission.read, list(0, 1, signal));
			return kind === 'opsgenie' ? 'Opsgenie' : 'Jira Service Management';
		},
	};
}

const refused = (name: string, status: string) =>
	new FaultlineError('alerts.refused', l10n.t('{0} did not accept this: {1}', name, status.slice(0, 300)));

/** Where people look at alerts, by where the API is. */
const pageOf = (base: string) => base.replace(/^https:\/\/api\.(eu\.)?opsgenie\.com$/, 'https://app.$1opsgenie.com');
