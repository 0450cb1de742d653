import type { Finding } from './model';

const PHRASES = 200;
const LENGTH = 200;
const FINDINGS = 200;

/** Where a team's own phrases stand in prose: as whole words, in whatever case. In small steps. */
export function* ownPhraseSteps(
	prose: string,
	phrases: readonly string[],
): Generator<undefined, readonly Omit<Finding, 'wording'>[]> {
	const found: Omit<Finding, 'wording'>[] = [];
	const wanted = [...new Set(phrases.map(plain))].filter((phrase) => phrase.trim() !== '' && phrase.length <= LENGTH);
	if (wanted.length === 0) {
		return found;
	}
	const text = plain(prose);
	for (const phrase of wanted.slice(0, PHRASES)) {
		let at = text.indexOf(phrase);
		for (let count = 0; at >= 0 && count < FINDINGS; count++) {
			const end = at + phrase.length;
			if (!isLetter(text, at - 1, at) && !isLetter(text, end, end - 1)) {
				found.push({ rule: 'ownPhrase', start: at, end });
			}
			at = text.indexOf(phrase, end);
		}
		yield;
	}
	return found;
}

/** As long as it was, letter by letter: some letters are longer when they are small. */
function plain(text: string): string {
	const small = text.toLowerCase();
	const same = small.length === text.length ? small : text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
	return same.replaceAll('’', "'").replaceAll(/[\t\n\r]/g, ' ');
}

/** Whether a word goes on over the edge of a phrase. */
function isLetter(text: string, outside: number, inside: number): boolean {
	const letter = /[\p{L}\p{N}]/u;
	return letter.test(text.charAt(outside)) && letter.test(text.charAt(inside));
}
