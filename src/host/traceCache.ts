import type { Evidence } from '../core/incident/record';
import type { ParsedText } from '../core/trace/model';
import { evidenceText } from './evidence';

/** So many incidents' traces are kept parsed: the tree asks for them each time it is drawn. */
const KEPT = 50;

/** Keeps what `parse` made of evidence; a failed attempt is forgotten. */
export function traceCache(
	parse: (text: string, signal: AbortSignal) => Promise<ParsedText>,
	signal: AbortSignal,
): (evidence: readonly Evidence[]) => Promise<ParsedText> {
	const parsed = new Map<string, Promise<ParsedText>>();
	return (evidence) => {
		const text = evidenceText(evidence);
		const known = parsed.get(text);
		const result = known ?? parse(text, signal);
		parsed.delete(text); // put back as the newest
		parsed.set(text, result);
		if (!known) {
			result.catch(() => parsed.delete(text));
			const [oldest] = parsed.keys();
			if (parsed.size > KEPT && oldest !== undefined) {
				parsed.delete(oldest);
			}
		}
		return result;
	};
}
