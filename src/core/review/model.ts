import type { ActionFields } from '../incident/actions';

/** What a section is about; `own` is one that a person or a template added. */
export const SECTION_IDS = [
	'summary',
	'impact',
	'timeline',
	'intervals',
	'trigger',
	'rootCauses',
	'contributing',
	'wentWell',
	'wasHard',
	'lucky',
	'actions',
	'responders',
	'communication',
	'links',
] as const;
export type SectionId = (typeof SECTION_IDS)[number];

/** A row of a table of measures: what is measured, and how much it was. */
export interface Measure {
	readonly name: string;
	readonly value: string;
}

/** A line of the timeline. */
export interface ReviewMoment {
	/** Epoch milliseconds, a whole second; absent for a line that says no time. */
	readonly at?: number;
	/** Markdown. */
	readonly text: string;
}

/** An answer to “why?”, and why that was. */
export interface Why {
	/** Markdown. */
	readonly text: string;
	/** What shows it, each one line of Markdown. */
	readonly evidence: readonly string[];
	readonly because: readonly Why[];
}

/** An action item as a review lists it. */
export interface ActionLine extends ActionFields {
	/** Of the action item of the incident, a ULID; absent for one that was only written down here. */
	readonly id?: string;
	readonly isDone: boolean;
}

/** Text before and behind what a section lists, as Markdown. */
interface Around {
	readonly intro: string;
	readonly more: string;
}

export type ReviewBody =
	| { readonly kind: 'text'; readonly text: string }
	/** `head` is the table's first row. */
	| ({ readonly kind: 'measures'; readonly head: Measure; readonly rows: readonly Measure[] } & Around)
	| ({ readonly kind: 'timeline'; readonly moments: readonly ReviewMoment[] } & Around)
	| ({ readonly kind: 'whys'; readonly whys: readonly Why[] } & Around)
	| ({ readonly kind: 'actions'; readonly actions: readonly ActionLine[] } & Around);

export interface ReviewSection {
	readonly id: SectionId | 'own';
	/** One line of Markdown. */
	readonly heading: string;
	/** 1 for what stands as high as the title, else 2. */
	readonly level: 1 | 2;
	readonly body: ReviewBody;
}

/** What stands in front of the text, between lines of dashes. */
export interface FrontMatter {
	/** Key of the incident. */
	readonly incident?: string;
	/** By which template it was begun. */
	readonly template?: string;
	/** `draft` until somebody says that it is complete. */
	readonly status?: string;
	/** Whose local time the timeline tells, such as `Europe/Berlin`. */
	readonly timezone?: string;
	/** Lines that mean nothing to us, as they are. */
	readonly other: string;
}

/** A post-incident review. Its Markdown says the same: `readReview` and `writeReview` lose nothing on the way. */
export interface Review {
	readonly front: FrontMatter;
	/** One line of Markdown; empty where there is none. */
	readonly title: string;
	/** Markdown before the first section. */
	readonly preamble: string;
	readonly sections: readonly ReviewSection[];
}
