import type { Texts } from './rows';

/** In UTF-16 units; so much of a trace is looked through. */
const LOOKED_THROUGH = 32 * 1024;
const BEFORE = 40;
const LENGTH = 180;

/**
 * A few words around the first of the words that is not in the title, in one line; empty where the title has them all, or where only the
 * full text, which takes ü for u, finds them.
 */
export function excerptOf({ title, description, traces, notes }: Texts, words: readonly string[]): string {
	const parts = words.flatMap((word) => word.toLowerCase().split(' '));
	const inTitle = title.toLowerCase();
	const missing = parts.filter((part) => !inTitle.includes(part));
	for (const text of [description, traces, notes]) {
		const lower = text.slice(0, LOOKED_THROUGH).toLowerCase();
		const places = missing.map((part) => lower.indexOf(part)).filter((place) => place >= 0);
		if (places.length > 0) {
			return around(text, Math.min(...places));
		}
	}
	return '';
}

function around(text: string, place: number): string {
	const start = place <= BEFORE ? 0 : place - BEFORE + Math.max(0, text.slice(place - BEFORE, place).search(/\s/));
	const cut = text.slice(start, start + LENGTH);
	const isCut = start + LENGTH < text.length;
	const line = (isCut ? cut.replace(/\s\S*$/, '') : cut).replaceAll(/\s+/g, ' ').trim();
	return `${start > 0 ? '…' : ''}${line}${isCut ? '…' : ''}`;
}
