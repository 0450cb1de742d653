import { linesOf } from '../../base/lines';
import { lineHash } from './fingerprint';
import type { Anchor } from './note';

/** Texts that hold a line; what is in more of them, such as a brace, tells nothing. */
const MAX_HOLDING = 8;
const BLANK = lineHash('');

type Fingerprint = Anchor['fingerprint'];

/** Which of some lines are in texts. */
export interface LinesHeld {
	add(text: string): void;
	/** Whether half of the lines of a fingerprint that tell something are in the texts: then those of a note may be there. */
	has(fingerprint: Fingerprint): boolean;
}

/** @param asked fingerprints that are asked for: other lines are not remembered */
export function linesHeld(asked: readonly Fingerprint[]): LinesHeld {
	const hashes = new Map(asked.map((one) => [one, one.map(hashIn).filter((hash) => hash !== BLANK)]));
	/** By what a line says: how many texts hold it, and the last one of them. */
	const holding = new Map<number, { text: number; count: number }>();
	for (const hash of [...hashes.values()].flat()) {
		if (!holding.has(hash)) {
			holding.set(hash, { text: 0, count: 0 });
		}
	}
	let texts = 0;
	return {
		add: (text) => {
			texts++;
			for (const line of linesOf(text)) {
				const known = holding.get(lineHash(line));
				if (known && known.text !== texts) {
					known.text = texts;
					known.count++;
				}
			}
		},
		has: (fingerprint) => {
			let [told, held] = [0, 0];
			for (const hash of hashes.get(fingerprint) ?? []) {
				const count = holding.get(hash)?.count ?? 0;
				told += count <= MAX_HOLDING ? 1 : 0;
				held += count > 0 && count <= MAX_HOLDING ? 1 : 0;
			}
			return told > 0 && 2 * held >= told;
		},
	};
}

const hashIn = (hexadecimal: string) => Number.parseInt(hexadecimal, 16);
