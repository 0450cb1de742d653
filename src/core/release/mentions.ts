/** A release that a text names beside a word for it. */
export interface Mention {
	/** What git may know it by: `abc1234`, `shop@1.4.0`. */
	readonly revision: string;
	/** As it stands in the text: `release=abc1234`. */
	readonly as: string;
}

/** More of a text is not looked at: its head, where programs say what they are, and its end. */
const HEAD = 200_000;
const END = 50_000;

/** So many are worth offering. */
const MAX = 4;

/** Words beside which a commit or a release stands, the surest first; `version` alone is often that of something else. */
const WORDS: readonly RegExp[] = [
	/^(?:git|vcs|build|deploy(?:ed|ment)?|slug|source)[._-]?(?:commit[._-]?(?:sha|hash|id)?|sha|hash|revision|rev)$/i,
	/^(?:commit[._-]?(?:sha|hash|id)|sha|revision)$/i,
	/^(?:release|image[._-]?tag|git[._-]?(?:tag|describe))$/i,
	/^(?:app|service|build|source)[._-]?version$/i,
	/^(?:commit|version)$/i,
];

/** One of those words, `:` or `=`, and what stands behind it, quoted or not, escaped once or not. */
const NAMED =
	/(?<![A-Za-z0-9])((?:(?:git|vcs|build|deploy(?:ed|ment)?|slug|source|app|service|image)[._-]?)?(?:commit(?:[._-]?(?:sha|hash|id))?|sha|hash|revision|rev|release|version|tag|describe))(\\?["']?[ \t]{0,2}[:=][ \t]{0,2}\\?["']?)([\w@][\w.@+/-]{1,150})/gi;

const COMMIT = /^(?=[0-9a-f]*\d)[0-9a-f]{7,64}$/;

/** `v1.4.0`, `shop@1.4.0+543`, `release-1.4`, `v1.4.0-12-gabc1234`: of two numbers at least, and a word or a third number. */
const RELEASE =
	/^(?:[\w.@/-]{0,100}[@/_-])?(?:v\d{1,9}(?:\.\d{1,9}){1,3}|\d{1,9}(?:\.\d{1,9}){2,3})(?:[-+.][\w.+-]{1,80})?$/;

/** Whether a word looks like a commit's or a release's name. */
export const isRelease = (word: string): boolean => COMMIT.test(word) || RELEASE.test(word);

/**
 * Releases that a trace or a log says it is of: `release=abc1234`, `"git_commit":"…"`, `version: v1.4.0`. To be offered, never taken: a log
 * holds versions of much else.
 *
 * @returns each once, the surest word first, then the first in the text
 */
export function releasesIn(text: string): readonly Mention[] {
	const looked = text.length > HEAD + END ? `${text.slice(0, HEAD)}\n${text.slice(-END)}` : text;
	const found = new Map<string, Mention & { readonly rank: number }>();
	for (const match of looked.matchAll(NAMED)) {
		const [, word = '', between = '', raw = ''] = match;
		const revision = raw.replace(/[.:/@+-]+$/, '');
		const rank = WORDS.findIndex((one) => one.test(word));
		if (rank < 0 || !isRelease(revision)) {
			continue;
		}
		const known = found.get(revision);
		if (!known || rank < known.rank) {
			const as = `${word}${between.replaceAll(/[\\"']/g, '')}${revision}`;
			found.set(revision, { revision, as, rank });
		}
	}
	return [...found.values()]
		.sort((a, b) => a.rank - b.rank)
		.slice(0, MAX)
		.map(({ revision, as }) => ({ revision, as }));
}
