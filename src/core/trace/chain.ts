import type { Exception, Trace } from './model';

/** The outermost exception and its causes, one because of the next; the root cause is last. */
export function causalChain({ exceptions: [outermost, ...others] }: Trace): readonly Exception[] {
	const end = others.findIndex(({ relation }) => relation !== 'cause');
	return outermost ? [outermost, ...(end < 0 ? others : others.slice(0, end))] : [];
}
