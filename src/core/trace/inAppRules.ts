import { globTest } from './glob';
import type { Frame, Trace } from './model';

/** What a person says of a frame: in-app, vendor code, or nothing. */
export type InAppRules = (frame: Pick<Frame, 'file' | 'function'>) => boolean | undefined;

/** Answers that are remembered: recursion repeats frames by the thousand. */
const MAX_KNOWN = 5000;

/** Nothing is said of any frame. */
export const noRules: InAppRules = () => undefined;

/**
 * A person's rules. One that ends in a dot and has no slash is how the qualified names of functions begin (`com.acme.`); any other is a glob over
 * the frame's file (`node_modules/@acme`, `src/*.gen.ts`; see `glob.ts`). What is included stays in, even where it is excluded as well.
 */
export function inAppRules(include: readonly string[], exclude: readonly string[]): InAppRules {
	if (include.length + exclude.length === 0) {
		return noRules;
	}
	const isIncluded = anyOf(include);
	const isExcluded = anyOf(exclude);
	const known = new Map<string, boolean | undefined>();
	return (frame) => {
		const key = `${frame.file}\n${frame.function}`;
		if (known.has(key)) {
			return known.get(key);
		}
		const verdict = isIncluded(frame) ? true : isExcluded(frame) ? false : undefined;
		if (known.size < MAX_KNOWN) {
			known.set(key, verdict);
		}
		return verdict;
	};
}

function anyOf(rules: readonly string[]): (frame: Pick<Frame, 'file' | 'function'>) => boolean {
	const wanted = rules.map((rule) => rule.trim()).filter((rule) => rule !== '');
	const prefixes = wanted.filter(isPrefix);
	const globs = wanted.filter((rule) => !isPrefix(rule)).map(globTest);
	return ({ file, function: name }) =>
		prefixes.some((prefix) => name?.startsWith(prefix)) ||
		(file !== undefined && globs.some((test) => test(withoutQuery(file))));
}

const isPrefix = (rule: string) => rule.endsWith('.') && !/[/\\]/.test(rule);

const withoutQuery = (file: string) => file.replace(/[?#][^/\\]*$/, '');

/** A trace in which the rules had their say. */
export function ruled(trace: Trace, rules: InAppRules): Trace {
	if (rules === noRules) {
		return trace;
	}
	const exceptions = trace.exceptions.map((exception) => ({
		...exception,
		frames: exception.frames.map((frame) => ({ ...frame, inApp: rules(frame) ?? frame.inApp })),
	}));
	return { ...trace, exceptions };
}
