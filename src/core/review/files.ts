import { isoText } from '../../base/isoTime';
import type { Incident } from '../incident/record';
import type { ExportedReview } from './exported';
import { readReview } from './read';

/** The name of a review's file, by which a folder of them is in order: `2026-11-20-inc-7f3kq-checkout-is-down.md`. */
export function reviewFileName({ key, title, startedAt }: Pick<Incident, 'key' | 'title' | 'startedAt'>): string {
	const words = title
		.normalize('NFKD')
		.toLowerCase()
		.replaceAll(/\p{M}/gu, '')
		.split(/[^\p{L}\p{N}]+/u)
		.filter((word) => word !== '');
	const slug = [...words.join('-')].slice(0, 60).join('').replace(/-+$/, '');
	return (
		[new Date(startedAt).toISOString().slice(0, 10), key.toLowerCase(), ...(slug === '' ? [] : [slug])].join('-') +
		'.md'
	);
}

/** Where a review is in a repository: where it was saved before, else in the folder of reviews. @param folder repository-relative, slashes */
export function reviewPath(incident: Pick<Incident, 'key' | 'title' | 'startedAt' | 'files'>, folder: string): string {
	const before = incident.files?.find(
		({ path }) => path.startsWith(`${folder}/`) && path.includes(`-${incident.key.toLowerCase()}`),
	);
	return before?.path ?? `${folder}/${reviewFileName(incident)}`;
}

/** A review for programs: its parts, its text, and what of the incident it is about. Times are ISO 8601 in UTC. */
export function reviewJson(incident: Incident, markdown: string): string {
	const { key, title, priority, status, service, environment, actions = [], checks = [] } = incident;
	const { startedAt, detectedAt, acknowledgedAt, mitigatedAt, resolvedAt, closedAt } = incident;
	const time = (at: number | undefined) => (at === undefined ? undefined : isoText(at));
	const told = {
		startedAt: isoText(startedAt),
		detectedAt: time(detectedAt),
		acknowledgedAt: time(acknowledgedAt),
		mitigatedAt: time(mitigatedAt),
		resolvedAt: time(resolvedAt),
		closedAt: time(closedAt),
	};
	const exported: ExportedReview = {
		...{ format: 'faultline review', version: 1 },
		incident: { key, title, priority, status, service, environment, ...told },
		review: readReview(markdown) as ExportedReview['review'],
		actions: actions.map(({ at: _at, done, ...action }) => ({
			...action,
			...(done && { doneAt: isoText(done.at) }),
		})),
		checks: checks.map(({ check, at }) => ({ check, at: isoText(at) })),
		markdown,
	};
	return `${JSON.stringify(exported, undefined, '\t')}\n`;
}
