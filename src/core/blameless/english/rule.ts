import type { Finding, Sentence } from '../model';
import type { Match, Pattern } from '../pattern';
import type { Kind, Subject } from './people';
import { baseOf } from './verbs';

/** What was found: the sentence, where its parts are, and whom it is about where it is about somebody. */
export interface Found {
	readonly sentence: Sentence;
	readonly match: Match;
	readonly subject?: Subject;
}

/** Wording, and what may stand there instead. */
export interface Rule {
	readonly rule: Finding['rule'];
	readonly pattern: Pattern;
	/** Of whom it may be said; of everybody but programs where absent. */
	readonly of?: readonly Kind[];
	/** @returns what stands in place of all that was found; undefined where nothing fits */
	readonly rewrite?: ((found: Found) => string | undefined) | undefined;
	/** Whether it is meant in this place. */
	readonly unless?: (found: Found, end: number) => boolean;
}

export type Rewriting = NonNullable<Rule['rewrite']>;

/** Always the same words. */
export const words =
	(text: string): Rewriting =>
	() =>
		text;

/** Words, and the base form of the verb that the last part of the pattern found; behind a `to` it is one. Nothing where the verb is not known. */
export const withVerb =
	(text: string): Rewriting =>
	({ sentence, match }) => {
		const [at] = match.at(-1) ?? [0];
		const verb = sentence[at]?.lower ?? '';
		const base = baseOf(verb) ?? (sentence[at - 1]?.lower === 'to' ? verb : undefined);
		return base === undefined ? undefined : `${text} ${base}`;
	};
