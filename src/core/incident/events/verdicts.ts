// What the events that judge commits have in common.
import * as v from 'valibot';
import { stampMs } from '../hlc';
import type { Verdict } from '../record';
import type { IncidentState } from './define';
import { ShaSchema } from './schemas';

/** A commit as it can be told of without its repository. */
export const NamedCommitSchema = v.object({
	sha: ShaSchema,
	subject: v.string(),
	/** Committer date, ISO 8601 in UTC. */
	date: v.string(),
	author: v.string(),
});
export type NamedCommit = v.InferOutput<typeof NamedCommitSchema>;

/** A commit that is judged, with what the analysis made of it that the person saw. */
export const JudgedCommitSchema = v.object({
	...NamedCommitSchema.entries,
	/** 1-based; `null` where it was not among the suspects, absent where nothing had been analysed. */
	rank: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1)))),
});

/** The state with this verdict as the last word on its commit. */
export function withVerdict(state: IncidentState, verdict: Omit<Verdict, 'at'>, stamp: string): IncidentState {
	return {
		...state,
		verdicts: [...(state.verdicts ?? []).filter(({ sha }) => sha !== verdict.sha), { ...verdict, at: stampMs(stamp) }],
	};
}

/** `1a2b3c4 “Round prices”`. */
export function commitName({ sha, subject }: Pick<NamedCommit, 'sha' | 'subject'>): string {
	return `${sha.slice(0, 7)} “${subject}”`;
}
