import { sql } from 'kysely';
import type { FoundIncident } from '../../core/ports/incidentStore';
import { bm25 } from './bm25';
import type { Sql } from './database';
import { excerptOf } from './excerpt';
import { build } from './tables';

/** So many of the most alike are given, of so many that are looked at. */
const FOUND = 5;
const LOOKED_AT = 40;
/** Words of the text that are looked for, the first ones: a title stands at the beginning. */
const WORDS = 24;
/** In UTF-16 units. */
const LOOKED_THROUGH = 2000;
/** A word that more of the incidents have tells nothing. Where there are few incidents, no word does that. */
const COMMON_SHARE = 0.2;
const FEW = 50;
/** Of more than this many that share a word, the ones that came last are compared. */
const COMPARED = 2000;
/** What a word is worth in title, description, traces and notes. */
const WEIGHTS = [8, 2, 1, 1] as const;
/** So much of what is told has to be shared, by the rarity of its words: of the text, or of the incident's title. */
const ALIKE = 0.6;

const COUNT = sql<{ readonly count: number }>`select count(*) as count from incidents`.compile(build);
const HAVING = sql<{ readonly documents: number }>`
	select documents from words where term = ${''} and col = '*'`.compile(build);
const MATCHES = sql<{ readonly docid: number; readonly info: Uint8Array }>`
	select docid, matchinfo(texts, 'pcnalx') as info from texts
	where texts match ${''} order by docid desc limit ${sql.lit(COMPARED)}`.compile(build);
const CANDIDATE = build
	.selectFrom('incidents')
	.innerJoin('texts', 'texts.docid', 'incidents.number')
	.where('incidents.number', '=', 0)
	.where('isDeleted', '=', 0)
	.select(['incidents.id', 'texts.title', 'texts.description', 'texts.traces', 'texts.notes'])
	.compile();

/** Incidents that say nearly the same as a text; the most alike first. @param counts whether an incident is looked for */
export function similar(tables: Sql, text: string, counts = (_id: string): boolean => true): readonly FoundIncident[] {
	const total = tables.all(COUNT)[0]?.count ?? 0;
	const having = new Map<string, number>();
	const documents = (word: string): number => {
		const known = having.get(word) ?? tables.all(HAVING, [word])[0]?.documents ?? 0;
		having.set(word, known);
		return known;
	};
	const tells = (word: string) => total < FEW || documents(word) <= total * COMMON_SHARE;
	const rarity = (word: string) => Math.log(1 + (total - documents(word) + 0.5) / (documents(word) + 0.5));
	const words = termsOf(text.slice(0, LOOKED_THROUGH)).slice(0, WORDS);
	const asked = words.filter((word) => documents(word) > 0 && tells(word));
	if (asked.length === 0) {
		return [];
	}
	const scored = tables
		.all(MATCHES, [asked.map((word) => `"${word}"`).join(' OR ')])
		.map(({ docid, info }) => ({ docid, score: bm25(info, WEIGHTS) }))
		.sort((a, b) => b.score - a.score || b.docid - a.docid)
		.slice(0, LOOKED_AT);
	const found: FoundIncident[] = [];
	for (const { docid } of scored) {
		const [one] = tables.all(CANDIDATE, [docid, 0]);
		if (one && found.length < FOUND && counts(one.id) && isAlike(words, one, rarity)) {
			found.push({ id: one.id, excerpt: excerptOf(one, asked) });
		}
	}
	return found;
}

interface Candidate {
	readonly title: string;
	readonly description: string;
	readonly traces: string;
}

/** Two words at least are shared, where both have as many, and they are most of what either tells. */
function isAlike(
	words: readonly string[],
	{ title, description, traces }: Candidate,
	rarity: (word: string) => number,
) {
	const weight = (some: readonly string[]) => some.reduce((sum, word) => sum + rarity(word), 0);
	const ofTitle = termsOf(title);
	const own = new Set([...ofTitle, ...termsOf(`${description}\n${traces}`.slice(0, LOOKED_THROUGH))]);
	const shared = words.filter((word) => own.has(word));
	const inTitle = ofTitle.filter((word) => words.includes(word));
	return (
		shared.length >= Math.min(2, words.length, ofTitle.length) &&
		(weight(shared) >= ALIKE * weight(words) ||
			(inTitle.length >= Math.min(2, ofTitle.length) && weight(inTitle) >= ALIKE * weight(ofTitle)))
	);
}

/** The words of a text as the full text holds them (`unicode61`: small letters without marks), each once, but for single letters. */
function termsOf(text: string): readonly string[] {
	const plain = text
		.normalize('NFD')
		.replaceAll(/\p{M}+/gu, '')
		.toLowerCase();
	return [...new Set(plain.match(/[\p{L}\p{N}]{2,}/gu))];
}
