const K1 = 1.2;
const B = 0.75;

/**
 * What one word adds to how well a text answers.
 *
 * @param frequency how often the text has it
 * @param length the text's, as a multiple of the average
 * @param textsWith texts that have it, of `texts`
 * @see Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009
 */
export function bm25Term(frequency: number, length: number, textsWith: number, texts: number): number {
	const rarity = Math.log(1 + (texts - textsWith + 0.5) / (textsWith + 0.5));
	return (rarity * frequency * (K1 + 1)) / (frequency + K1 * (1 - B + B * length));
}
