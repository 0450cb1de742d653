import { sql } from 'kysely';
import type { EarlierMatch } from '../../core/incident/earlier';
import type { Sql } from './database';
import { similar } from './similar';
import { build } from './tables';

/** So many are given, and so many of each kind are looked at. */
const FOUND = 12;
const LOOKED_AT = 60;
/** Files of the incident that are compared: those of its first frames. */
const FILES = 20;
/** A file that more incidents have tells little; they are not even counted. */
const COMMON = 200;
const TEXT_LIMIT = 2000;
/** Where as many had the same failure, nobody asks which ones also say the same: that takes longer than all the rest. */
const ENOUGH = 5;

const SELF = sql<{
	readonly number: number;
	readonly detectedAt: number;
	readonly repository: string | null;
	readonly title: string;
	readonly description: string;
}>`
	select incidents.number, incidents.detectedAt, incidents.repository, texts.title, texts.description
	from incidents join texts on texts.docid = incidents.number where incidents.id = ${''}`.compile(build);
/** Before it: detected earlier, at the same time with a smaller id. Parameters: when it was detected, twice, and its id. */
const IS_BEFORE = sql`incidents.isDeleted = 0
	and (incidents.detectedAt < ${0} or (incidents.detectedAt = ${0} and incidents.id < ${''}))`;
const SAME_FAILURE = sql<{ readonly id: string }>`
	select distinct incidents.id from fingerprints as own
	join fingerprints as other on other.fingerprint = own.fingerprint
	join incidents on incidents.number = other.incident
	where own.incident = ${0} and ${IS_BEFORE}
	order by incidents.detectedAt desc, incidents.id desc limit ${sql.lit(LOOKED_AT)}`.compile(build);
const OWN_FILES = sql<{ readonly path: string }>`
	select path from frames where incident = ${0}
	group by path order by min(trace * 1000000 + exception * 1000 + frame) limit ${sql.lit(FILES)}`.compile(build);
const HAVING = sql<{ readonly count: number }>`
	select count(*) as count from (select distinct incident from frames where path = ${''} limit ${sql.lit(COMMON + 1)})`.compile(
	build,
);
const SAME_FILE = sql<{ readonly id: string; readonly repository: string | null }>`
	select distinct incidents.id, incidents.repository from frames join incidents on incidents.number = frames.incident
	where frames.path = ${''} and ${IS_BEFORE} limit ${sql.lit(COMMON)}`.compile(build);
const DETECTED = sql<{ readonly id: string; readonly detectedAt: number }>`
	select id, detectedAt from incidents where id = ${''}`.compile(build);

interface Candidate extends EarlierMatch {
	readonly score: number;
}

/** What a kind of likeness is worth beside the others: the same failure outweighs all files, and files that few incidents have outweigh words. */
const FAILURE = 10;
const ALIKE = 2;

/**
 * Incidents that came before another one and have something in common with it: a failure, files (of a repository of the same name, since it is
 * elsewhere on every machine), or most of what is said. The most alike first, then the latest.
 *
 * @returns at most 12; none where the incident is not known
 */
export function earlier(tables: Sql, id: string): readonly EarlierMatch[] {
	const [self] = tables.all(SELF, [id]);
	if (!self) {
		return [];
	}
	const before = [self.detectedAt, self.detectedAt, id];
	const found = new Map<string, Candidate>();
	const add = (one: string, change: (candidate: Candidate) => Candidate) =>
		found.set(one, change(found.get(one) ?? { id: one, hasSameFailure: false, files: [], isAlike: false, score: 0 }));
	const failures = tables.all(SAME_FAILURE, [self.number, ...before]);
	for (const one of failures) {
		add(one.id, (match) => ({ ...match, hasSameFailure: true, score: match.score + FAILURE }));
	}
	for (const { path } of tables.all(OWN_FILES, [self.number])) {
		const having = tables.all(HAVING, [path])[0]?.count ?? 0;
		if (having > COMMON) {
			continue;
		}
		for (const one of tables.all(SAME_FILE, [path, ...before])) {
			if (nameOf(one.repository) === nameOf(self.repository)) {
				add(one.id, (match) => ({
					...match,
					files: [...match.files, path],
					score: match.score + 1 / Math.log2(1 + having),
				}));
			}
		}
	}
	const isBefore = (one: string) => {
		const [row] = tables.all(DETECTED, [one]);
		return row !== undefined && (row.detectedAt < self.detectedAt || (row.detectedAt === self.detectedAt && one < id));
	};
	if (failures.length < ENOUGH) {
		const text = `${self.title}\n${self.description}`.slice(0, TEXT_LIMIT);
		for (const one of similar(tables, text, isBefore)) {
			add(one.id, (match) => ({ ...match, isAlike: true, score: match.score + ALIKE }));
		}
	}
	return [...found.values()]
		.sort((a, b) => b.score - a.score || (a.id < b.id ? 1 : -1))
		.slice(0, FOUND)
		.map(({ score: _, ...match }) => match);
}

function nameOf(repository: string | null): string {
	return repository?.split(/[\\/]/).filter(Boolean).at(-1) ?? '';
}
