import { runAtOnce } from '../../base/slices';
import { english } from './english/english';
import type { BlamelessOptions, Finding, Language, People } from './model';
import { ownPhraseSteps } from './ownPhrases';
import { proseSteps } from './prose';
import { sentencesOf } from './words';

/** A sentence of a language that is not known says nothing to these. */
const LANGUAGES: readonly Language[] = [english];

/** So many sentences are looked at without a break. */
const SENTENCES = 20;

/**
 * Finds wording in a Markdown text that blames a person, with neutral wording to put in its place. Code, traces, addresses and front matter are
 * left alone. Takes time that is linear in the text, whatever it holds. In small steps.
 *
 * @returns in the order of the text; none overlap
 */
export function* blamelessSteps(text: string, options: BlamelessOptions): Generator<undefined, readonly Finding[]> {
	const prose = yield* proseSteps(text);
	const people = peopleOf(options.names);
	const found: Omit<Finding, 'wording'>[] = [...(yield* ownPhraseSteps(prose, options.phrases))];
	let count = 0;
	for (const sentence of sentencesOf(prose)) {
		for (const language of LANGUAGES) {
			for (const one of yield* language.find(sentence, people)) {
				found.push(one);
			}
		}
		if (++count % SENTENCES === 0) {
			yield;
		}
	}
	return apart(found).map((one) => ({ ...one, wording: text.slice(one.start, one.end) }));
}

/** All at once: for short texts, tests and the command line. */
export function blameless(text: string, options: BlamelessOptions): readonly Finding[] {
	return runAtOnce(blamelessSteps(text, options));
}

/** Of findings that overlap the one that begins first, of those the longest. */
function apart<T extends { readonly start: number; readonly end: number }>(found: T[]): readonly T[] {
	found.sort((a, b) => a.start - b.start || b.end - a.end);
	let end = -1;
	return found.filter((one) => {
		const isFree = one.start >= end;
		end = isFree ? one.end : end;
		return isFree;
	});
}

/** The parts of names: what is written in small letters and what is no word counts for nothing. */
function peopleOf(names: readonly string[]): People {
	const parts = new Set<string>();
	for (const name of names) {
		for (const [part] of name.slice(0, 200).matchAll(/\p{Lu}[\p{L}'’-]+/gu)) {
			parts.add(part);
		}
	}
	return parts;
}
