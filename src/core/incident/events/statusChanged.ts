import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { stampMs } from '../hlc';
import { STATUSES, type Status } from '../status';
import { statusWord } from '../statusWord';
import { type Mark, withoutCorrection } from '../times';
import { defineEvent, type IncidentState } from './define';
import { StatusSchema } from './schemas';

/** Which statuses leave their time in the record. */
const MARKS: readonly (readonly [Status, Mark])[] = [
	['acknowledged', 'acknowledgedAt'],
	['mitigated', 'mitigatedAt'],
	['resolved', 'resolvedAt'],
	['closed', 'closedAt'],
];

export const statusChanged = defineEvent(
	'status.changed',
	v.object({ from: StatusSchema, to: StatusSchema, note: v.optional(v.string()) }),
	{
		apply: (state, { payload, at }) => {
			const marks = marksAfter(state, payload.to, stampMs(at));
			// A correction is of the time that it was made of: not of one that is forgotten, or comes later.
			const others = MARKS.map(([, mark]) => mark).filter((mark) => marks[mark] !== state[mark]);
			return { ...state, status: payload.to, ...marks, ...withoutCorrection(state, others) };
		},
		describe: ({ payload: { from, to, note } }) =>
			note
				? l10n.t('Status changed from {0} to {1}: {2}', statusWord(from), statusWord(to), note)
				: l10n.t('Status changed from {0} to {1}', statusWord(from), statusWord(to)),
		provenance: 'reported',
		words: ({ note }) => (note === undefined ? [] : [note]),
	},
);

/**
 * A status that is reached has been passed through with all before it: who resolves at once has acknowledged and mitigated as well, so
 * the times between them can be told. The first time counts. Going back forgets the times of what is not true any more (reopening a
 * closed incident: mitigated, resolved and closed), but never that somebody acknowledged it, for that happened.
 */
function marksAfter(state: IncidentState, to: Status, at: number): Partial<Record<Mark, number>> {
	const reached = STATUSES.indexOf(to);
	return Object.fromEntries(
		MARKS.map(([status, mark]) => {
			const isReached = STATUSES.indexOf(status) <= reached;
			return [mark, isReached ? (state[mark] ?? at) : mark === 'acknowledgedAt' ? state[mark] : undefined];
		}),
	);
}
