import type { Evidence } from '../core/incident/record';

/** All evidence as one text. What is parsed for the tree and what is analysed must be the same, so that locations fit frames. */
export function evidenceText(evidence: readonly Evidence[]): string {
	return evidence.map(({ text }) => text).join('\n\n');
}
