import * as v from 'valibot';

/** A trace longer than this is not kept as a draft; it still becomes an incident. */
export const DRAFT_TRACE_LIMIT = 1_000_000;

const Level = v.picklist([1, 2, 3, 4]);
const Text = v.string();

/** What is in the form, field by field, as typed. */
export const FormDraft = v.object({
	title: Text,
	description: Text,
	category: Text,
	subcategory: Text,
	impact: Level,
	urgency: Level,
	release: Text,
	trace: Text,
});
export type FormDraft = v.InferOutput<typeof FormDraft>;
export type FormField = keyof FormDraft;

const FormField = v.picklist([
	'title',
	'description',
	'category',
	'subcategory',
	'impact',
	'urgency',
	'release',
	'trace',
] satisfies FormField[]);

/** A choice in a list: what is stored, and how it is called. */
const Choice = v.object({ id: Text, name: Text });

/** A category and what it divides into. */
const Category = v.object({ ...Choice.entries, subcategories: v.array(Choice) });
export type Category = v.InferOutput<typeof Category>;

/** What the host sends; each is a whole picture, never a change to one. */
export const HostToForm = v.variant('type', [
	v.object({
		type: v.literal('shown'),
		/** Key of the incident that is edited; absent for a new one. */
		key: v.optional(Text),
		draft: FormDraft,
		/** The draft is what an earlier form was left with. */
		isRestored: v.boolean(),
		categories: v.array(Category),
	}),
	v.object({
		type: v.literal('traceParsed'),
		/** The trace this answers; older answers are dropped. */
		revision: v.number(),
		/** In a sentence; empty when there is nothing to say. */
		summary: Text,
		hasTrace: v.boolean(),
		/** What secrets the incident will do without, in a sentence; empty where there are none. */
		removed: Text,
		/** What an incident with this trace may be called; empty without a trace. */
		title: Text,
		/** The first exceptions, one line each. */
		exceptions: v.array(v.object({ title: Text, frames: Text })),
	}),
	v.object({
		type: v.literal('rejected'),
		requestId: v.number(),
		/** Absent: it concerns no field, so it is shown at the top. */
		field: v.optional(FormField),
		message: Text,
	}),
]);
export type HostToForm = v.InferOutput<typeof HostToForm>;

export const FormToHost = v.variant('type', [
	v.object({ type: v.literal('ready') }),
	/** Something was typed. The trace travels on its own, for it may be long. */
	v.object({ type: v.literal('draftChanged'), draft: v.omit(FormDraft, ['trace']) }),
	v.object({ type: v.literal('traceChanged'), revision: v.number(), trace: Text }),
	v.object({ type: v.literal('submitted'), requestId: v.number(), draft: FormDraft }),
	v.object({ type: v.literal('cancelled') }),
	/** The restored draft is not wanted. */
	v.object({ type: v.literal('startedOver') }),
]);
export type FormToHost = v.InferOutput<typeof FormToHost>;
