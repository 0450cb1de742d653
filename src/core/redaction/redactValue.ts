import type { RedactionOptions, RuleId } from './model';
import { redactSteps } from './redact';

export interface RedactedValue<T> {
	/** The same object where nothing was removed. */
	readonly value: T;
	/** The rule of each secret that was removed. */
	readonly rules: readonly RuleId[];
}

/**
 * Redacts every text in a value made of objects, lists and texts, however deep; names of fields stay.
 *
 * @param value as `JSON.parse` gives it
 */
export function* redactValueSteps<T>(value: T, options: RedactionOptions): Generator<undefined, RedactedValue<T>> {
	const rules: RuleId[] = [];
	const inside = function* (part: unknown): Generator<undefined, unknown> {
		if (typeof part === 'string') {
			const { text, removed } = yield* redactSteps(part, options);
			rules.push(...removed.map(({ rule }) => rule));
			return text;
		}
		if (typeof part !== 'object' || part === null) {
			return part;
		}
		const before: readonly (readonly [string, unknown])[] = Object.entries(part);
		const after: [string, unknown][] = [];
		for (const [name, one] of before) {
			after.push([name, yield* inside(one)]);
		}
		if (after.every(([, one], index) => one === before[index]?.[1])) {
			return part;
		}
		return Array.isArray(part) ? after.map(([, one]) => one) : Object.fromEntries(after);
	};
	return { value: (yield* inside(value)) as T, rules };
}
