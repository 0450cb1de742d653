import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { ShaSchema } from '../incident/events/schemas';
import { isPathInside } from '../incident/links';

/** What the lines have to do with the incident; `guard` is what keeps it from happening again. */
export const NOTE_KINDS = ['rootCause', 'contributingFactor', 'guard'] as const;
export type NoteKind = (typeof NOTE_KINDS)[number];

/** A kind of note as it is called, in the person's language. */
export function noteKindName(kind: NoteKind): string {
	return {
		rootCause: l10n.t('Root cause'),
		contributingFactor: l10n.t('Contributing factor'),
		guard: l10n.t('Guard'),
	}[kind];
}

/** Of a longer range, the first so many lines are known again. */
export const MAX_FINGERPRINT = 200;

const LineSchema = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000_000));
const SpanSchema = v.pipe(
	v.object({ first: LineSchema, last: LineSchema }),
	v.check(({ first, last }) => first <= last, 'the last line is before the first'),
);

export const AnchorSchema = v.pipe(
	v.object({
		/** Absolute path of the repository's root, on the machine where it was written. */
		repository: v.optional(v.string()),
		/** Full object name. */
		commit: ShaSchema,
		/** Repository-relative, slashes, at that commit. */
		path: v.pipe(v.string(), v.check(isPathInside, 'no path inside of a repository')),
		/** 1-based, both included, at that commit. */
		first: LineSchema,
		last: LineSchema,
		/** The innermost function round the first line, at that commit. */
		function: v.optional(v.object({ name: v.string(), span: SpanSchema })),
		/** What the lines say, each as `lineFingerprint` gives it. Lines that were not committed are known again by nothing else. */
		fingerprint: v.pipe(
			v.array(v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/))),
			v.minLength(1),
			v.maxLength(MAX_FINGERPRINT),
		),
	}),
	v.check(({ first, last }) => first <= last, 'the last line is before the first'),
);

/** Where a note is: lines of a file at a commit, and what they are known again by. */
export type Anchor = Readonly<v.InferOutput<typeof AnchorSchema>>;

export interface NoteReply {
	/** ULID of its event. */
	readonly id: string;
	/** Markdown. */
	readonly text: string;
	/** Epoch milliseconds. */
	readonly at: number;
	readonly actor: string;
}

/** What was learned in an incident about lines of code. Times are epoch milliseconds. */
export interface RootCauseNote {
	/** ULID of the event that added it. */
	readonly id: string;
	readonly kind: NoteKind;
	/** Markdown. */
	readonly text: string;
	readonly anchor: Anchor;
	readonly at: number;
	readonly actor: string;
	/** When it was edited last. */
	readonly editedAt?: number;
	/** It was dealt with: it is kept, and nobody is reminded of it any more. */
	readonly resolved?: { readonly at: number; readonly actor: string };
	/** Oldest first. */
	readonly replies: readonly NoteReply[];
}

/** A note with the incident that it was learned in. */
export interface NoteOfIncident {
	/** ULID. */
	readonly incident: string;
	readonly note: RootCauseNote;
}

/** Whether a note is on a repository's code: the repository has its commit, or it was written in its folder, or in the home that is its own, at one that is gone. */
export function isNoteOf(
	{ anchor }: RootCauseNote,
	repository: { readonly root: string; readonly isHome: boolean; readonly isKnown: (sha: string) => boolean },
): boolean {
	return repository.isKnown(anchor.commit) || repository.isHome || anchor.repository === repository.root;
}

/** `src/cart.js:12–14`, as people write it. */
export const placeOf = ({ path, first, last }: Pick<Anchor, 'path' | 'first' | 'last'>): string =>
	first === last ? `${path}:${first}` : `${path}:${first}–${last}`;
