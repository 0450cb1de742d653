import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { FaultlineError } from '../../../base/errors';
import { pagerDutyAlert } from '../../../core/alerts/payloads/pagerduty';
import type { RawAlert } from '../../../core/alerts/raw';
import type { AlertSource } from '../../../core/ports/alertSource';
import { answering, checked, missingPermission, needing, originOf, type SourceNeeds, unlessGone } from '../needs';

const Page = v.object({ incidents: v.array(v.unknown()), more: v.optional(v.boolean()) });
const Me = v.object({
	user: v.object({ name: v.string(), email: v.string(), role: v.fallback(v.optional(v.string()), undefined) }),
});

const WRITING = 'incidents.write';

const PAGE = 100;
/** Open incidents beyond these are not looked at: nobody could, either. */
const PAGES = 10;
const HEADERS = { accept: 'application/vnd.pagerduty+json;version=2' };

/** PagerDuty's incidents, by a person's own token: what is done there is done in their name. @see https://github.com/PagerDuty/api-schema */
export function pagerDuty(needs: SourceNeeds): AlertSource {
	const { http, name } = needs;
	const origin = originOf('pagerduty', needs);
	const answer = answering(needs, origin);
	let email: string | undefined;
	const me = async (signal: AbortSignal) => {
		const { user } = checked(name, Me, await http.json({ path: '/users/me', headers: HEADERS }, signal));
		email = user.email;
		return user;
	};
	const list = (offset: number, signal: AbortSignal) =>
		http
			.json(
				{
					path: '/incidents',
					query: {
						'statuses[]': ['triggered', 'acknowledged'],
						// Else only those of the last month come, and older ones that are open would seem to be over.
						date_range: 'all',
						...{ sort_by: 'created_at:desc', limit: PAGE, offset },
					},
					headers: HEADERS,
				},
				signal,
			)
			.then((json) => checked(name, Page, json));
	const change = async (id: string, status: 'acknowledged' | 'resolved', title: string, signal: AbortSignal) => {
		const from = email ?? (await me(signal)).email;
		const body = { incident: { type: 'incident_reference', status } };
		await unlessGone(
			name,
			title,
			needing(
				name,
				WRITING,
				http.send(
					{
						...{ method: 'PUT', path: `/incidents/${encodeURIComponent(id)}`, body, isIdempotent: true },
						headers: { ...HEADERS, from },
					},
					signal,
				),
			),
		);
	};
	return {
		identity: origin.source,
		can: () => ({ acknowledge: 'acknowledge', resolve: true }),
		list: async (signal) => {
			const raws: (RawAlert | undefined)[] = [];
			let isWhole = false;
			for (let page = 0; page < PAGES && !isWhole; page++) {
				const { incidents, more } = await list(page * PAGE, signal);
				raws.push(...incidents.map(pagerDutyAlert));
				isWhole = more !== true;
			}
			return answer(raws, isWhole, signal);
		},
		acknowledge: ({ key, title }, _word, signal) => change(key, 'acknowledged', title, signal),
		resolve: ({ key, title }, _word, signal) => change(key, 'resolved', title, signal),
		link: ({ url }) => url,
		check: async (signal) => {
			try {
				const user = await me(signal);
				await needing(name, 'incidents.read', list(0, signal));
				if (user.role?.startsWith('read_only')) {
					throw missingPermission(name, WRITING);
				}
				return l10n.t('PagerDuty, as {0}', user.name);
			} catch (error) {
				// A token of the whole account is nobody's, and PagerDuty wants to know who acknowledges.
				throw FaultlineError.is(error, 'http.refused')
					? missingPermission(name, l10n.t('a user’s own API token (My Profile, User Settings)'), error)
					: error;
			}
		},
	};
}
