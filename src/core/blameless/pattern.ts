import type { Sentence, Word } from './model';

/** What a class of words, such as `@person`, takes from a place on: the place behind it, or nothing. */
export type WordClass = (sentence: Sentence, at: number) => number | undefined;

/**
 * A sequence of words. Written as in `should|could not? have @participle`: words with `|` between them, `?` behind what may be missing, `@` before
 * a class of words, `*3` for up to three words of any kind, and `,` before what a comma may precede. Only our own rules are written so.
 */
export interface Pattern {
	readonly parts: readonly Part[];
	/** The words that it may begin with; undefined where that is not known. */
	readonly first: ReadonlySet<string> | undefined;
}

interface Part {
	readonly words?: ReadonlySet<string>;
	readonly is?: WordClass;
	readonly upTo?: number;
	readonly isOptional: boolean;
	readonly mayFollowComma: boolean;
}

/** Where each part of a pattern was found: first word and the one behind the last, the same where it is missing. */
export type Match = readonly (readonly [number, number])[];

/** Reads what is written as `Pattern` says. @throws Error where there is no class of that name */
export function pattern(written: string, classes: Readonly<Record<string, WordClass>>): Pattern {
	const parts = written.split(' ').map((one): Part => {
		const [, comma, body = '', optional] = /^(,?)(.+?)(\??)$/.exec(one) ?? [];
		const flags = { isOptional: optional === '?', mayFollowComma: comma === ',' };
		if (body.startsWith('*')) {
			return { ...flags, upTo: Number(body.slice(1)), isOptional: true };
		}
		if (body.startsWith('@')) {
			const is = classes[body.slice(1)];
			if (!is) {
				throw new Error(`There is no class ${body}`);
			}
			return { ...flags, is };
		}
		return { ...flags, words: new Set(body.split('|')) };
	});
	const [head] = parts;
	return { parts, first: head && !head.isOptional ? head.words : undefined };
}

/** Looks for a pattern at one place. Takes a bounded number of steps: patterns are short, and so is what may be between. */
export function matchAt({ parts }: Pattern, sentence: Sentence, at: number): Match | undefined {
	const found: [number, number][] = [];
	const from = (index: number, place: number): boolean => {
		const part = parts[index];
		if (!part) {
			return true;
		}
		const take = (end: number): boolean => {
			found[index] = [place, end];
			return from(index + 1, end);
		};
		const word = sentence[place];
		const isJoined = index === 0 || place === at || !word || joins(word, part.mayFollowComma);
		if (part.upTo !== undefined) {
			for (let end = place; end <= place + part.upTo; end++) {
				if (take(end)) {
					return true;
				}
				const next = sentence[end];
				if (next?.gap !== 'space') {
					return false;
				}
			}
			return false;
		}
		if (word && isJoined) {
			const end = part.words ? (part.words.has(word.lower) ? place + 1 : undefined) : part.is?.(sentence, place);
			if (end !== undefined && take(end)) {
				return true;
			}
		}
		return part.isOptional && take(place);
	};
	return from(0, at) ? found.slice(0, parts.length) : undefined;
}

function joins({ gap }: Word, mayFollowComma: boolean): boolean {
	return gap === 'space' || (mayFollowComma && gap === 'comma');
}
