import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { isoText } from '../../../base/isoTime';
import { timeName } from '../timeName';
import { type IncidentTime, TIMES, withoutCorrection } from '../times';
import { defineEvent } from './define';
import { TimeSchema } from './schemas';

/** `null`: as the timeline tells it, again. */
const Time = v.optional(v.nullable(TimeSchema));

const Corrections = v.object({
	startedAt: Time,
	detectedAt: Time,
	acknowledgedAt: Time,
	mitigatedAt: Time,
	resolvedAt: Time,
	closedAt: Time,
} satisfies Record<IncidentTime, typeof Time>);
export type Corrections = v.InferOutput<typeof Corrections>;

/** When something really happened; only the times that are corrected, so that two people who correct different ones both have their way. */
export const timesCorrected = defineEvent('times.corrected', Corrections, {
	apply: (state, { payload }) => {
		const given = TIMES.filter((time) => payload[time] !== undefined);
		const left = { ...state, ...withoutCorrection(state, given) }.corrections;
		const corrected = given.flatMap((time) => (payload[time] === null ? [] : [[time, payload[time]] as const]));
		return corrected.length > 0
			? { ...state, corrections: { ...left, ...Object.fromEntries(corrected) } }
			: { ...state, corrections: left };
	},
	describe: ({ payload }) =>
		l10n.t(
			'Times corrected: {0}',
			TIMES.flatMap((time) => {
				const ms = payload[time];
				return ms === undefined ? [] : `${timeName(time)} ${ms === null ? l10n.t('as recorded') : isoText(ms)}`;
			}).join(', '),
		),
	provenance: 'reported',
});
