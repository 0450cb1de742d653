import type { Sentence, Word } from './model';
import { BREAK, THING } from './prose';

const WORD = new RegExp(`${THING}+|@?[\\p{L}\\p{N}]+(?:(?:['’.\\-/]|_+)[\\p{L}\\p{N}]+)*`, 'gu');
/** A full stop with a space behind it, the end of a paragraph, of a heading, of a cell or of a list's entry. */
const SENTENCE_END = new RegExp(`[.!?…]['"”’)*_]{0,4}\\s|[|${BREAK}]|\\n[ \\t>]*(?:\\n|[-*+#>])`);
/** More of a gap says nothing more. */
const GAP_LOOKED_AT = 60;

/** Nobody writes a longer sentence: what has no full stop for so many words is cut, so that none takes long. */
const MAX_WORDS = 400;

/** The sentences of prose, one after the other, in pieces where they are longer than people write. */
export function* sentencesOf(prose: string): Generator<Sentence> {
	let sentence: Word[] = [];
	let end = 0;
	for (const { 0: text, index: start } of prose.matchAll(WORD)) {
		const between = prose.slice(end, start);
		const looked = between.length > GAP_LOOKED_AT ? between.slice(-GAP_LOOKED_AT) : between;
		const isOver = between.length > GAP_LOOKED_AT || sentence.length >= MAX_WORDS || SENTENCE_END.test(looked);
		if (sentence.length > 0 && isOver) {
			yield sentence;
			sentence = [];
		}
		const gap = /[;:()–—[\]]|\s-+\s/.test(looked) ? 'clause' : /,/.test(looked) ? 'comma' : 'space';
		end = start + text.length;
		sentence.push({
			...{ text, start, end, gap },
			lower: text.toLowerCase().replaceAll('’', "'"),
			isThing: text.startsWith(THING),
		});
	}
	if (sentence.length > 0) {
		yield sentence;
	}
}
