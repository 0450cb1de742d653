import * as v from 'valibot';
import type { Annotating, Annotation } from '../../../core/ports/alertSource';
import { checked, needing, type SourceNeeds } from '../needs';

const PATH = '/api/annotations';
/** So many of a span of time are read. */
const MOST = 500;

const Found = v.array(
	v.object({
		id: v.number(),
		alertId: v.fallback(v.optional(v.number()), undefined),
		time: v.number(),
		timeEnd: v.fallback(v.optional(v.nullable(v.number())), undefined),
		text: v.fallback(v.optional(v.nullable(v.string())), undefined),
		tags: v.fallback(v.optional(v.nullable(v.array(v.string()))), undefined),
	}),
);

/**
 * Marks on Grafana's graphs, for the whole organization: dashboards show them that ask for annotations by tags.
 *
 * @see https://grafana.com/docs/grafana/latest/developers/http_api/annotations/
 */
export function grafanaAnnotating({ http, name }: SourceNeeds): Annotating {
	const find = async (query: Readonly<Record<string, string | number | readonly string[]>>, signal: AbortSignal) =>
		checked(
			name,
			Found,
			await needing(
				name,
				'annotations:read',
				http.json({ path: PATH, query: { ...query, type: 'annotation' } }, signal),
			),
		);
	return {
		annotate: async ({ text, tags, startsAt, endsAt }, signal) => {
			const body = { text, tags, time: startsAt, ...(endsAt !== undefined && { timeEnd: endsAt }) };
			// By its tags, since nothing else of it is kept here: so it is found again from any machine, and after a cut.
			const [known] = await find({ tags, limit: 1 }, signal);
			if (known) {
				const path = `${PATH}/${known.id}`;
				const sent = http.send({ method: 'PATCH', path, body, isIdempotent: true }, signal);
				await needing(name, 'annotations:write', sent);
				return;
			}
			await needing(name, 'annotations:create', http.send({ method: 'POST', path: PATH, body }, signal));
		},
		annotations: async (from, to, signal) =>
			(await find({ from, to, limit: MOST }, signal))
				.map(({ text, tags, time, timeEnd }): Annotation => {
					const endsAt = timeEnd !== undefined && timeEnd !== null && timeEnd > time ? timeEnd : undefined;
					return { text: text ?? '', tags: tags ?? [], startsAt: time, ...(endsAt !== undefined && { endsAt }) };
				})
				.sort((one, other) => other.startsAt - one.startsAt),
	};
}
