import type { Sentence, Word } from './model';
import { BREAK, THING } from './prose';

const WORD = new RegExp(`${THING}+|@?[\\p{L}\\p{N}]+(?:(?:['’.\\-/]|_+)[\\p{L}\\p{N}]+)*`, 'gu');
/** A full stop with a space behind it, the end of a paragraph, of a heading, of a cell or of a list's entry. */
const SENTENCE_END = new RegExp(`[.!?…]['"”’)*_]{0,4}\\s|[|${BREAK}]|\\n[ \\t>]*(?:\\n|[-*+#>])`);
/** More of a gap says nothing more. */
const GAP_LOOKED_AT = 60;

/** The sentences of prose, one after the other. A sentence is at most as long as the text: there may be no full stop in it. */
export function* sentencesOf(prose: string): Generator<Sentence> {
	let sentence: Word[] = [];
	let end = 0;
	for (const { 0: text, index: start } of prose.matchAll(WORD)) {
		const between = prose.slice(end, start);
		const looked = between.length > GAP_LOOKED_AT ? between.slice(-GAP_LOOKED_AT) : between;
		if (sentence.length > 0 && (between.length > GAP_LOOKED_AT || SENTENCE_END.test(looked))) {
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
