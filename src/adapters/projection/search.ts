import { sql } from 'kysely';
import type { FoundIncident } from '../../core/ports/incidentStore';
import { bm25 } from './bm25';
import type { Sql } from './database';
import { build } from './tables';

/** So many of the best are given. */
const FOUND = 50;
/** Words of an excerpt. */
const EXCERPT_WORDS = 16;
const EXCERPT_LIMIT = 200;
/** A text of more words than this is cut: somebody pasted a log. */
const WORDS = 20;
/** What a word is worth in title, description, traces and notes. */
const WEIGHTS = [8, 2, 1, 3] as const;

const MATCHES = sql<{ readonly docid: number; readonly info: Uint8Array }>`
	select docid, matchinfo(texts, 'pcnalx') as info from texts where texts match ${''}`.compile(build);
const FOUND_ROW = sql<{ readonly id: string; readonly excerpt: string }>`
	select incidents.id, snippet(texts, '', '', '…', -1, ${EXCERPT_WORDS}) as excerpt
	from texts join incidents on number = docid
	where texts match ${''} and docid = ${0} and isDeleted = 0`.compile(build);

/** Incidents with all words of the text, or words that begin so; best first, by BM25. */
export function search(tables: Sql, text: string): readonly FoundIncident[] {
	const match = matchOf(text);
	if (match === '') {
		return [];
	}
	const scored = tables
		.all(MATCHES, [match])
		.map(({ docid, info }) => ({ docid, score: bm25(info, WEIGHTS) }))
		.sort((a, b) => b.score - a.score || b.docid - a.docid);
	const found: FoundIncident[] = [];
	for (const { docid } of scored) {
		const [row] = tables.all(FOUND_ROW, [EXCERPT_WORDS, match, docid]);
		if (row) {
			found.push({ id: row.id, excerpt: row.excerpt.replaceAll(/\s+/g, ' ').trim().slice(0, EXCERPT_LIMIT) });
		}
		if (found.length === FOUND) {
			break;
		}
	}
	return found;
}

/**
 * What a person typed as a question to FTS4: each word a quoted prefix, so that nothing of it is taken for syntax. A word with other
 * characters inside, such as `src/price.js`, is a phrase of its parts. Empty where nothing is left.
 */
export function matchOf(text: string): string {
	return text
		.slice(0, 1000)
		.split(/\s+/)
		.map((word) => word.replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, ' ').trim())
		.filter((word) => word !== '')
		.slice(0, WORDS)
		.map((word) => `"${word}*"`)
		.join(' ');
}
