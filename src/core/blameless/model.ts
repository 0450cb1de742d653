/** What wording was found by. */
export type RuleId =
	| 'counterfactual'
	| 'humanError'
	| 'judgement'
	| 'personFailed'
	| 'fault'
	| 'askingWho'
	| 'hindsight'
	| 'ownPhrase';

/** Wording that blames a person. Offsets are UTF-16 units of the text that was checked. */
export interface Finding {
	readonly rule: RuleId;
	readonly start: number;
	readonly end: number;
	/** The wording itself. */
	readonly wording: string;
	/** What may stand there instead; absent where no wording fits every sentence of this kind. */
	readonly rewrite?: Rewrite;
}

/** A text to put in place of a part of the checked one. The part is around the finding, and may be larger. */
export interface Rewrite {
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

export interface BlamelessOptions {
	/** How people are called that the text may be about, such as those of an incident: full names or parts of them. */
	readonly names: readonly string[];
	/** What a team does not want to read, besides what the rules know: words as they are, not patterns; case does not matter. */
	readonly phrases: readonly string[];
}

export const DEFAULT_BLAMELESS: BlamelessOptions = { names: [], phrases: [] };

/** A word of a sentence, or a thing that stands for one: code, an address. */
export interface Word {
	/** As written. */
	readonly text: string;
	/** In small letters, with a straight apostrophe. */
	readonly lower: string;
	readonly start: number;
	readonly end: number;
	/** What is between it and the word before. */
	readonly gap: 'space' | 'comma' | 'clause';
	readonly isThing: boolean;
}

export type Sentence = readonly Word[];

/** What is known of one language. */
export interface Language {
	readonly id: string;
	/**
	 * What blames somebody in one sentence; findings may overlap, the more telling first. Looks at each word a bounded number of times, and yields
	 * every so often, since what has no full stop may be long.
	 */
	find(sentence: Sentence, people: People): Generator<undefined, readonly Omit<Finding, 'wording'>[]>;
}

/** Names that were passed in. */
export interface People {
	/** Whether a word, as written, is a part of a name. */
	has(word: string): boolean;
}
