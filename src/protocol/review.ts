import * as v from 'valibot';
import { ACTION_KINDS } from '../core/incident/actions';
import { EVIDENCE_KINDS } from '../core/review/evidence';
import { type Review, SECTION_IDS, type Why } from '../core/review/model';
import { WordingCheck } from './wording';

const Text = v.pipe(v.string(), v.maxLength(200_000));
const Time = v.pipe(v.number(), v.finite());
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

const Measure = v.object({ name: Text, value: Text });
const Moment = v.object({ at: v.optional(Time), text: Text });
const WhySchema: v.GenericSchema<Why> = v.object({
	text: Text,
	evidence: v.array(Text),
	because: v.array(v.lazy(() => WhySchema)),
});
const ActionLine = v.object({
	id: v.optional(Text),
	isDone: v.boolean(),
	text: Text,
	kind: v.picklist(ACTION_KINDS),
	owner: v.optional(Text),
	due: v.optional(Text),
	issue: v.optional(Text),
});
const around = { intro: Text, more: Text };

const Body = v.variant('kind', [
	v.object({ kind: v.literal('text'), text: Text }),
	v.object({ kind: v.literal('measures'), head: Measure, rows: v.array(Measure), ...around }),
	v.object({ kind: v.literal('timeline'), moments: v.array(Moment), ...around }),
	v.object({ kind: v.literal('whys'), whys: v.array(WhySchema), ...around }),
	v.object({ kind: v.literal('actions'), actions: v.array(ActionLine), ...around }),
]);

/** A review as the form has it; the same as `Review` of the core. */
export const ReviewSchema: v.GenericSchema<unknown, Review> = v.object({
	front: v.object({
		incident: v.optional(Text),
		template: v.optional(Text),
		status: v.optional(Text),
		timezone: v.optional(Text),
		other: Text,
	}),
	title: Text,
	preamble: Text,
	sections: v.array(
		v.object({
			id: v.picklist([...SECTION_IDS, 'own']),
			heading: Text,
			level: v.picklist([1, 2]),
			body: Body,
		}),
	),
});

/** What the record adds to the form. */
export const ReviewContext = v.object({
	/** Absent where the review is of no incident that is here. */
	incident: v.optional(v.object({ key: Text, title: Text })),
	/** It is a file of a repository, and not in the record. */
	isFile: v.boolean(),
	/** Something is typed and not saved. */
	isUnsaved: v.boolean(),
	/** VS Code saved something by itself that is not in the record yet. */
	isHeld: v.boolean(),
	/** Events that the timeline does not have yet. */
	offered: v.array(v.object({ at: Time, text: Text, importance: v.number() })),
	/** What the record offers as evidence: a label, as Markdown, and an address. */
	evidence: v.array(v.object({ kind: v.picklist(EVIDENCE_KINDS), label: Text, url: Text })),
	/** Owners that are known. */
	people: v.array(Text),
	/** Rows that are counted. */
	counted: v.array(Text),
	/** Of the sections that are known: what stands over one, and what it asks. */
	names: v.array(v.object({ id: v.picklist(SECTION_IDS), heading: Text, hint: Text })),
	/** Another review of it, that whoever wrote this one had not seen: by whom. Empty where there is none. */
	overwrote: Text,
	/** How wording is checked that points at a person. */
	wording: WordingCheck,
});
export type ReviewContext = v.InferOutput<typeof ReviewContext>;

export const HostToReview = v.variant('type', [
	/** The document as it is. `edit` is the last one of the form that is in it; `isOwn`: nobody else changed it since. */
	v.object({ type: v.literal('shown'), review: ReviewSchema, context: ReviewContext, edit: Count, isOwn: v.boolean() }),
]);
export type HostToReview = v.InferOutput<typeof HostToReview>;

/** What is done with a review as a whole. */
export const REVIEW_DEEDS = [
	'markdown',
	'preview',
	'refill',
	'save',
	'export',
	'repository',
	'post',
	'pullRequest',
	'compare',
	'incident',
] as const;
export type ReviewDeed = (typeof REVIEW_DEEDS)[number];

export const ReviewToHost = v.variant('type', [
	v.object({ type: v.literal('ready') }),
	v.object({ type: v.literal('edited'), edit: Count, review: ReviewSchema }),
	v.object({ type: v.literal('asked'), deed: v.picklist(REVIEW_DEEDS) }),
	/** Something that is linked to as evidence. */
	v.object({ type: v.literal('opened'), url: v.pipe(v.string(), v.maxLength(4096)) }),
	v.object({ type: v.literal('dropped') }),
]);
export type ReviewToHost = v.InferOutput<typeof ReviewToHost>;
