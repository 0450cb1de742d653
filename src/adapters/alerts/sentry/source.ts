import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { FaultlineError } from '../../../base/errors';
import { type SentryEventFacts, SentryIssue, sentryAlert, sentryEvent } from '../../../core/alerts/payloads/sentry';
import type { RawAlert } from '../../../core/alerts/raw';
import type { AlertSource } from '../../../core/ports/alertSource';
import {
	answering,
	cannot,
	checked,
	missingPermission,
	needing,
	originOf,
	type SourceNeeds,
	unlessGone,
} from '../needs';
import { sentrySuspecting } from './suspecting';

const PAGES = 5;
/** Latest events are asked for so many issues at a time: each is a request of its own. */
const EVENTS = 20;
/** Events that are kept. */
const KEPT = 500;

const WRITING = 'event:write';

/** `access`: what the token may do there. */
const Organization = v.object({
	name: v.string(),
	access: v.fallback(v.optional(v.array(v.string())), undefined),
});

/**
 * Sentry's unresolved issues, with the trace, release and environment of their latest events. The address names the organization:
 * `https://acme.sentry.io`, or `https://sentry.example/organizations/acme` of one's own.
 *
 * @see https://github.com/getsentry/sentry-api-schema
 */
export function sentry(needs: SourceNeeds): AlertSource {
	const { http, base, name, log } = needs;
	const organization = organizationOf(base);
	const prefix = `/api/0/organizations/${encodeURIComponent(organization)}`;
	const origin = originOf('sentry', needs);
	const answer = answering(needs, origin);
	const events = new Map<string, SentryEventFacts | undefined>();
	const latest = async (id: string, signal: AbortSignal) => {
		try {
			const path = `${prefix}/issues/${encodeURIComponent(id)}/events/latest/`;
			events.set(id, sentryEvent(await http.json({ path }, signal)));
		} catch (error) {
			if (!FaultlineError.is(error)) {
				throw error;
			}
			log.debug(`${name}: event of ${id}: ${error.code}`); // the issue says enough without it
			events.set(id, undefined);
		}
	};
	return {
		identity: origin.source,
		can: () => ({ acknowledge: 'none', resolve: true }),
		list: async (signal) => {
			const raws: (RawAlert | undefined)[] = [];
			let cursor: string | undefined;
			let isWhole = false;
			let asked = 0;
			for (let page = 0; page < PAGES && !isWhole; page++) {
				const query = { query: 'is:unresolved', sort: 'date', limit: 100, cursor };
				const { text, headers } = await http.send({ path: `${prefix}/issues/`, query }, signal);
				for (const item of checked(name, v.array(v.unknown()), json(text))) {
					const id = v.is(SentryIssue, item) ? String((item as { id: unknown }).id) : undefined;
					if (id !== undefined && !events.has(id) && asked < EVENTS) {
						asked++;
						await latest(id, signal);
					}
					raws.push(sentryAlert(item, id === undefined ? undefined : events.get(id)));
				}
				cursor = nextCursor(headers.link ?? '');
				isWhole = cursor === undefined;
			}
			for (const id of [...events.keys()].slice(0, Math.max(0, events.size - KEPT))) {
				events.delete(id);
			}
			return answer(raws, isWhole, signal);
		},
		acknowledge: async () => {
			throw cannot(name);
		},
		resolve: async ({ key, title }, _word, signal) => {
			const path = `${prefix}/issues/${encodeURIComponent(key)}/`;
			const put = http.send({ method: 'PUT', path, body: { status: 'resolved' }, isIdempotent: true }, signal);
			await unlessGone(name, title, needing(name, WRITING, put));
		},
		link: ({ url }) => url,
		suspecting: sentrySuspecting(needs, organization, prefix),
		check: async (signal) => {
			if (organization === '') {
				throw new FaultlineError(
					'alerts.noOrganization',
					l10n.t(
						'The address of {0} names no organization. Give it as https://ORGANIZATION.sentry.io, or with /organizations/ORGANIZATION behind your own.',
						name,
					),
				);
			}
			const about = await needing(name, 'org:read', http.json({ path: `${prefix}/` }, signal));
			await needing(name, 'event:read', http.json({ path: `${prefix}/issues/`, query: { limit: 1 } }, signal));
			const { name: called, access } = checked(name, Organization, about);
			if (access && !access.some((scope) => scope === WRITING || scope === 'event:admin')) {
				throw missingPermission(name, WRITING);
			}
			return l10n.t('Sentry, organization {0}', called);
		},
	};

	function json(text: string): unknown {
		try {
			return JSON.parse(text);
		} catch {
			return undefined; // which is no list
		}
	}
}

/** Slug of the organization that an address names; empty where it names none. */
export function organizationOf(address: string): string {
	const [, inPath] = /\/organizations\/([^/]+)$/.exec(address) ?? [];
	const [, inHost] = /^([a-z0-9-]+)\.sentry\.io$/.exec(new URL(address).hostname) ?? [];
	return inPath ?? inHost ?? '';
}

/** @see https://docs.sentry.io/api/pagination/ */
function nextCursor(link: string): string | undefined {
	const next = link.split(',').find((part) => /rel="next"/.test(part) && /results="true"/.test(part));
	return /cursor="([^"]+)"/.exec(next ?? '')?.[1];
}
