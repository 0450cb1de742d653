import * as v from 'valibot';
import { PRIORITIES } from '../core/incident/priority';
import { WordingCheck } from './wording';

/** A trace longer than this is not kept as a draft; it still becomes an incident. */
export const DRAFT_TRACE_LIMIT = 1_000_000;

const Level = v.picklist([1, 2, 3, 4]);
const Text = v.string();
/** Drafts of older versions lack it. */
const Later = v.optional(Text, '');

/** What is in the form, field by field, as typed. */
export const FormDraft = v.object({
	title: Text,
	description: Text,
	category: Text,
	subcategory: Text,
	impact: Level,
	urgency: Level,
	/** A priority in place of the one that impact and urgency give; empty for that one. */
	override: v.optional(v.picklist(['', ...PRIORITIES]), ''),
	overrideReason: Later,
	service: Later,
	environment: Later,
	assignee: Later,
	release: Text,
	lastGood: Later,
	/** ISO 8601 in UTC; empty where nobody says it. */
	startedAt: Later,
	detectedAt: Later,
	trace: Text,
	/** Page of the issue that the incident will be linked to, and what that link is called; no fields that are seen. */
	issueUrl: Later,
	issueTitle: Later,
});
export type FormDraft = v.InferOutput<typeof FormDraft>;
export type FormField = keyof FormDraft;

export const FORM_FIELDS = Object.keys(FormDraft.entries) as FormField[];
const FormField = v.picklist(FORM_FIELDS);

/** A choice in a list: what is stored, and how it is called. */
const Choice = v.object({ id: Text, name: Text });

/** A category and what it divides into. */
const Category = v.object({ ...Choice.entries, subcategories: v.array(Choice) });
export type Category = v.InferOutput<typeof Category>;

/** Names that were used before, to choose from. */
const Known = v.object({ services: v.array(Text), environments: v.array(Text), people: v.array(Text) });
export type Known = v.InferOutput<typeof Known>;

/** A frame in the preview. */
const PreviewFrame = v.object({
	/** What was called. */
	call: Text,
	/** As printed, or where it is in the repository. */
	place: Text,
	/** Whether `place` is in the repository; undefined while that is not known. */
	isFound: v.optional(v.boolean()),
});
export type PreviewFrame = v.InferOutput<typeof PreviewFrame>;

/** An incident that may be the same one. */
const Duplicate = v.object({ id: Text, key: Text, title: Text, state: Text, why: Text });
export type Duplicate = v.InferOutput<typeof Duplicate>;

/** What the host sends; each is a whole picture, never a change to one. */
export const HostToForm = v.variant('type', [
	v.object({
		type: v.literal('shown'),
		/** Key of the incident that is edited; absent for a new one. */
		key: v.optional(Text),
		/** Counts up when the draft is another one; else only what is around it changed. */
		filling: v.number(),
		draft: FormDraft,
		/** Where the draft is from: typed and left unsent, or filled in by a link or from an issue. */
		origin: v.picklist(['fresh', 'unsent', 'link', 'issue']),
		/** What is to be said of that, in sentences; empty where there is nothing more. */
		said: Text,
		categories: v.array(Category),
		/** Priorities by impact, then urgency. */
		matrix: v.array(v.array(v.picklist(PRIORITIES))),
		known: Known,
		wording: WordingCheck,
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
		/** Where frames were looked for, in a sentence; empty while that is not known. */
		searched: Text,
		/** The first exceptions with their first in-app frames. */
		exceptions: v.array(v.object({ title: Text, frames: Text, shown: v.array(PreviewFrame) })),
	}),
	v.object({ type: v.literal('duplicates'), found: v.array(Duplicate) }),
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
	/** One of the duplicates is opened in place of a new incident. */
	v.object({ type: v.literal('openedInstead'), id: Text }),
	v.object({ type: v.literal('cancelled') }),
	/** The restored draft is not wanted. */
	v.object({ type: v.literal('startedOver') }),
]);
export type FormToHost = v.InferOutput<typeof FormToHost>;
