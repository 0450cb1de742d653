// The JSON that a review is exported as. Its published JSON Schema in media/schema is made from this; a test keeps that current.
import * as v from 'valibot';
import { ACTION_KINDS } from '../incident/actions';
import { CHECKS } from '../incident/closure';
import { STATUSES } from '../incident/status';
import { SECTION_IDS, type Why } from './model';

const Markdown = v.pipe(v.string(), v.description('Markdown'));
const Line = v.pipe(v.string(), v.description('One line of Markdown'));
const IsoTime = v.pipe(v.string(), v.isoTimestamp(), v.description('ISO 8601, in UTC'));
const Day = v.pipe(v.string(), v.description('A day, as 2026-12-01'));

const Measure = v.object({ name: Line, value: Line });
const WhySchema: v.GenericSchema<Why> = v.object({
	text: Markdown,
	evidence: v.pipe(
		v.array(Line),
		v.description(
			'What shows it; a link leads to the web, or by vscode://faultline.faultline/incident/KEY?… into the record',
		),
	),
	because: v.array(v.lazy(() => WhySchema)),
});
const around = {
	intro: v.pipe(v.string(), v.description('Markdown before what the section lists')),
	more: v.pipe(v.string(), v.description('Markdown behind it')),
};
const action = {
	text: Markdown,
	kind: v.picklist(ACTION_KINDS),
	owner: v.optional(v.string()),
	due: v.optional(Day),
	issue: v.optional(v.pipe(v.string(), v.description('Address of its issue'))),
};

const Body = v.variant('kind', [
	v.object({ kind: v.literal('text'), text: Markdown }),
	v.object({ kind: v.literal('measures'), head: Measure, rows: v.array(Measure), ...around }),
	v.object({
		kind: v.literal('timeline'),
		moments: v.array(
			v.object({
				at: v.optional(v.pipe(v.number(), v.description('Epoch milliseconds; absent for a line that says no time'))),
				text: Markdown,
			}),
		),
		...around,
	}),
	v.object({ kind: v.literal('whys'), whys: v.array(WhySchema), ...around }),
	v.object({
		kind: v.literal('actions'),
		actions: v.array(v.object({ id: v.optional(v.string()), isDone: v.boolean(), ...action })),
		...around,
	}),
]);

/** What a review is exported as for programs. */
export const ExportedReview = v.object({
	format: v.literal('faultline review'),
	version: v.literal(1),
	incident: v.object({
		key: v.string(),
		title: v.string(),
		priority: v.string(),
		status: v.picklist(STATUSES),
		service: v.optional(v.string()),
		environment: v.optional(v.string()),
		startedAt: IsoTime,
		detectedAt: v.optional(IsoTime),
		acknowledgedAt: v.optional(IsoTime),
		mitigatedAt: v.optional(IsoTime),
		resolvedAt: v.optional(IsoTime),
		closedAt: v.optional(IsoTime),
	}),
	review: v.object({
		front: v.pipe(
			v.object({
				incident: v.optional(v.string()),
				template: v.optional(v.string()),
				status: v.optional(v.string()),
				timezone: v.optional(v.string()),
				other: v.pipe(v.string(), v.description('Lines that mean nothing to us, as they are')),
			}),
			v.description('What stands before the text'),
		),
		title: Line,
		preamble: Markdown,
		sections: v.array(
			v.object({
				id: v.picklist([...SECTION_IDS, 'own']),
				heading: Line,
				level: v.picklist([1, 2]),
				body: Body,
			}),
		),
	}),
	actions: v.pipe(
		v.array(v.object({ id: v.string(), ...action, doneAt: v.optional(IsoTime) })),
		v.description('As the record has them'),
	),
	checks: v.pipe(
		v.array(v.object({ check: v.picklist(CHECKS), at: IsoTime })),
		v.description('What was verified before the incident was closed'),
	),
	markdown: v.pipe(v.string(), v.description('The review as a text')),
});
export type ExportedReview = v.InferOutput<typeof ExportedReview>;
