import { sql } from 'kysely';
import type { FoundIncident } from '../../core/ports/incidentStore';
import { bm25 } from './bm25';
import type { Sql } from './database';
import { build } from './tables';

/** So many of the best are given. */
const FOUND = 50;
/** Of more than this many that fit, the ones that came last are compared: whoever typed so little cannot mean one of the others. */
const COMPARED = 1000;
/** Words of an excerpt. */
const EXCERPT_WORDS = 16;
const EXCERPT_LIMIT = 200;
/** A text of more words than this is cut: somebody pasted a log. */
const WORDS = 20;
/** What a word is worth in title, description, traces and notes. */
const WEIGHTS = [8, 2, 1, 3] as const;

const MATCHES = sql<{ readonly docid: number; readonly info: Uint8Array }>`
	select docid, matchinfo(texts, 'pcnalx') as info from texts where texts match ${''} and docid >= ${0}`.compile(build);
const FIRST_COMPARED = sql<{ readonly docid: number }>`
	select docid from texts where texts match ${''} order by docid desc limit 1 offset ${sql.lit(COMPARED - 1)}`.compile(
	build,
);
const NUMBERS: readonly number[] = Array(FOUND).fill(0);
const IDS = build
	.selectFrom('incidents')
	.select(['number', 'id'])
	.where('isDeleted', '=', 0)
	.where('number', 'in', NUMBERS)
	.compile();
const EXCERPTS = sql<{ readonly docid: number; readonly excerpt: string }>`
	select docid, snippet(texts, '', '', '…', -1, ${sql.lit(EXCERPT_WORDS)}) as excerpt
	from texts where texts match ${''} and docid in (${sql.join(NUMBERS)})`.compile(build);

/** Incidents with all words of the text, or words that begin so; best first, by BM25. */
export function search(tables: Sql, text: string): readonly FoundIncident[] {
	const match = matchOf(text);
	if (match === '') {
		return [];
	}
	const [first] = tables.all(FIRST_COMPARED, [match]);
	const scored = tables
		.all(MATCHES, [match, first?.docid ?? 0])
		.map(({ docid, info }) => ({ docid, score: bm25(info, WEIGHTS) }))
		.sort((a, b) => b.score - a.score || b.docid - a.docid);
	const best: { readonly number: number; readonly id: string }[] = [];
	for (let start = 0; start < scored.length && best.length < FOUND; start += FOUND) {
		const numbers = scored.slice(start, start + FOUND).map(({ docid }) => docid);
		const ids = new Map(tables.all(IDS, [0, ...filled(numbers)]).map(({ number, id }) => [number, id]));
		for (const number of numbers) {
			const id = ids.get(number);
			if (id !== undefined) {
				best.push({ number, id });
			}
		}
	}
	best.length = Math.min(best.length, FOUND);
	const rows = tables.all(EXCERPTS, [match, ...filled(best.map(({ number }) => number))]);
	const excerpts = new Map(rows.map(({ docid, excerpt }) => [docid, oneLine(excerpt)]));
	return best.map(({ number, id }) => ({ id, excerpt: excerpts.get(number) ?? '' }));
}

/** As many as the statement has parameters; no row has the number 0. */
function filled(numbers: readonly number[]): readonly number[] {
	return [...numbers, ...NUMBERS.slice(numbers.length)];
}

function oneLine(excerpt: string): string {
	return excerpt.replaceAll(/\s+/g, ' ').trim().slice(0, EXCERPT_LIMIT);
}

/**
 * What a person typed as a question to FTS4: each word a quoted prefix, so that nothing of it is taken for syntax. A word with other
 * characters inside, such as `src/price.js`, is a phrase of its parts; a single letter is a word, since nearly all texts have one that begins so.
 * Empty where nothing is left.
 */
export function matchOf(text: string): string {
	return text
		.slice(0, 1000)
		.split(/\s+/)
		.map((word) => word.replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, ' ').trim())
		.filter((word) => word !== '')
		.slice(0, WORDS)
		.map((word) => (/^\w$/.test(word) ? `"${word}"` : `"${word}*"`))
		.join(' ');
}
