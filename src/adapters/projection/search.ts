import { sql } from 'kysely';
import type { FoundIncident } from '../../core/ports/incidentStore';
import { bm25 } from './bm25';
import type { Sql } from './database';
import { excerptOf } from './excerpt';
import { build } from './tables';

/** So many of the best are given. */
const FOUND = 50;
/** Of more than this many that fit, the ones that came last are compared: whoever typed so little cannot mean one of the others. */
const COMPARED = 1000;
/** A text of more words than this is cut: somebody pasted a log. */
const WORDS = 20;
/** What a word is worth in title, description, traces and notes. */
const WEIGHTS = [8, 2, 1, 3] as const;

const MATCHES = sql<{ readonly docid: number; readonly info: Uint8Array }>`
	select docid, matchinfo(texts, 'pcnalx') as info from texts
	where texts match ${''} order by docid desc limit ${sql.lit(COMPARED)}`.compile(build);
const IDS = build
	.selectFrom('incidents')
	.select(['number', 'id'])
	.where('isDeleted', '=', 0)
	.where('number', 'in', Array<number>(FOUND).fill(0))
	.compile();
const ALL = sql<{ readonly id: string }>`
	select incidents.id as id from texts join incidents on incidents.number = texts.docid
	where texts match ${''} and incidents.isDeleted = ${0}`.compile(build);
const TEXTS = build
	.selectFrom('texts')
	.select(['title', 'description', 'traces', 'notes'])
	.where('docid', '=', 0)
	.compile();

/** Incidents with all words of the text, or words that begin so; best first, by BM25. */
export function search(tables: Sql, text: string): readonly FoundIncident[] {
	const words = wordsOf(text);
	if (words.length === 0) {
		return [];
	}
	const scored = tables
		.all(MATCHES, [matchOf(words)])
		.map(({ docid, info }) => ({ docid, score: bm25(info, WEIGHTS) }))
		.sort((a, b) => b.score - a.score || b.docid - a.docid);
	const found: FoundIncident[] = [];
	for (let start = 0; start < scored.length; start += FOUND) {
		const numbers = scored.slice(start, start + FOUND).map(({ docid }) => docid);
		const unused = Array<number>(FOUND - numbers.length).fill(0); // the statement has as many parameters
		const ids = new Map(tables.all(IDS, [0, ...numbers, ...unused]).map(({ number, id }) => [number, id]));
		for (const number of numbers) {
			const id = ids.get(number);
			const [texts] = id === undefined ? [] : tables.all(TEXTS, [number]);
			if (id !== undefined && texts) {
				found.push({ id, excerpt: excerptOf(texts, words) });
			}
			if (found.length === FOUND) {
				return found;
			}
		}
	}
	return found;
}

/** Ids of all incidents that a search could find, in no promised order. */
export function matching(tables: Sql, text: string): readonly string[] {
	const words = wordsOf(text);
	return words.length === 0 ? [] : tables.all(ALL, [matchOf(words), 0]).map(({ id }) => id);
}

/** The words of what a person typed; one with other characters inside, such as `src/price.js`, is its parts with blanks between. */
export function wordsOf(text: string): readonly string[] {
	return text
		.slice(0, 1000)
		.split(/\s+/)
		.map((word) => word.replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, ' ').trim())
		.filter((word) => word !== '')
		.slice(0, WORDS);
}

/**
 * A question to FTS4: each word a quoted prefix, so that nothing of it is taken for syntax, and its parts a phrase. A single letter is a word,
 * since nearly all texts have one that begins so.
 */
function matchOf(words: readonly string[]): string {
	return words.map((word) => (/^\w$/.test(word) ? `"${word}"` : `"${word}*"`)).join(' ');
}
