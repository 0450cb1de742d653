import { causalChain } from './chain';
import { hashOf } from './hash';
import type { Exception, Frame, Trace } from './model';
import { stableFile, stableMessage, stableName } from './stableNames';

/** Calls that count; farther out, the same failure is reached by many ways. */
const MAX_FRAMES = 5;

/**
 * What two reports of one failure have in common, as 16 hexadecimal digits: the same after a deployment that moved lines, on another machine,
 * for another customer.
 *
 * It is made of
 * - the types of the outermost exception and of its causes;
 * - the innermost in-app calls of the root cause (where it has none, of what it caused), recursion counted once: their functions, and
 *   the names of their files, without folders, where the function's name alone says little. Without in-app calls, the innermost ones of any kind;
 * - the root cause's message without its variable parts, only where it has no type or no call has a function: else too much would be the same.
 *
 * Lines, columns, most messages, other threads, and what compilers and runtimes number are left out; see `stableNames.ts`.
 * Two traces with the same fingerprint are probably one failure, and two with different ones may still be.
 *
 * That the stack outweighs the message, that in-app frames outweigh the others, and that lines and revision hashes of files do not count is
 * Sentry's and Rollbar's practice, too.
 *
 * @see https://docs.sentry.io/concepts/data-management/event-grouping/
 * @see https://docs.rollbar.com/docs/grouping-algorithm
 */
export function fingerprintOf(trace: Trace): string {
	const chain = causalChain(trace);
	const others = trace.exceptions.slice(chain.length).filter(({ relation }) => relation !== 'thread');
	const fromTheCause = [...chain.toReversed(), ...others];
	const types = chain.map(({ type }) => stableName(type));
	const calls = callsIn(fromTheCause, ({ inApp }) => inApp) ?? callsIn(fromTheCause, () => true) ?? [];
	const isTelling = types.at(-1) !== '' && calls.some((call) => !call.startsWith(IN));
	const message = isTelling ? '' : stableMessage(chain.at(-1)?.message ?? '');
	return hashOf(JSON.stringify([types, calls, message]));
}

/** The innermost calls that count of the first exception that has any. */
function callsIn(exceptions: readonly Exception[], counts: (frame: Frame) => boolean): readonly string[] | undefined {
	for (const { frames } of exceptions) {
		const calls: string[] = [];
		let before: Frame | undefined;
		for (const frame of frames) {
			const isKnown = frame.function === before?.function && frame.file === before?.file;
			if (isKnown || !counts(frame)) {
				continue;
			}
			before = frame;
			const call = callOf(frame);
			if (call !== '' && call !== calls.at(-1) && calls.push(call) === MAX_FRAMES) {
				break;
			}
		}
		if (calls.length > 0) {
			return calls;
		}
	}
	return undefined;
}

/** Before the name of a call's file. */
const IN = ' in ';

/** `com.example.Cart.total`; `total in cart.js` where the name is not qualified; ` in cart.js` where there is none. */
function callOf({ function: name = '', file = '' }: Frame): string {
	const call = stableName(name);
	const place = stableFile(file);
	const isQualified = /\w(?:\.|::|#|->|\/)\w/.test(call);
	return isQualified || place === '' ? call : call + IN + place;
}
