import { isoText } from '../../base/isoTime';
import type { Incident } from '../incident/record';
import { readReview } from './read';

/** The name of a review's file, by which a folder of them is in order: `2026-11-20-inc-7f3kq-checkout-is-down.md`. */
export function reviewFileName({ key, title, startedAt }: Pick<Incident, 'key' | 'title' | 'startedAt'>): string {
	const words = title
		.normalize('NFKD')
		.toLowerCase()
		.replaceAll(/\p{M}/gu, '')
		.split(/[^\p{L}\p{N}]+/u)
		.filter((word) => word !== '');
	const slug = words.join('-').slice(0, 60).replace(/-+$/, '');
	return (
		[new Date(startedAt).toISOString().slice(0, 10), key.toLowerCase(), ...(slug === '' ? [] : [slug])].join('-') +
		'.md'
	);
}

/** A review for programs: its parts, its text, and what of the incident it is about. Times are ISO 8601 in UTC. */
export function reviewJson(incident: Incident, markdown: string): string {
	const { key, title, priority, status, service, environment, actions = [], checks = [] } = incident;
	const { startedAt, detectedAt, acknowledgedAt, mitigatedAt, resolvedAt, closedAt } = incident;
	const times = { startedAt, detectedAt, acknowledgedAt, mitigatedAt, resolvedAt, closedAt };
	const told = Object.entries(times).flatMap(([name, at]) => (at === undefined ? [] : [[name, isoText(at)]]));
	return `${JSON.stringify(
		{
			...{ format: 'faultline review', version: 1 },
			incident: { key, title, priority, status, service, environment, ...Object.fromEntries(told) },
			review: readReview(markdown),
			actions: actions.map(({ at: _at, done, ...action }) => ({
				...action,
				...(done && { doneAt: isoText(done.at) }),
			})),
			checks: checks.map(({ check, at }) => ({ check, at: isoText(at) })),
			markdown,
		},
		undefined,
		'\t',
	)}\n`;
}
