import type { Exception, Range, Trace } from '../model';
import { languageOf } from './languages';

const PLATFORM = /"(?:platform|language)"\s*:\s*"(\w{1,20})/;

/** Chains as traces; one without a place in some file is none. `payload` is the JSON that they are in. */
export function tracesOf(chains: readonly (readonly Exception[])[], payload: string): readonly Trace[] {
	const located = chains.filter((chain) => fileIn(chain) !== undefined);
	const platform = located.length > 0 ? languageOf(PLATFORM.exec(payload)?.[1]) : undefined;
	return located.map((chain) => ({
		format: languageOf(/[^.]*$/.exec(fileIn(chain) ?? '')?.[0]) ?? platform ?? 'json',
		exceptions: chain.map((exception, i) =>
			i === 0
				? { ...exception, relation: 'thrown' }
				: exception.relation === 'thread'
					? { ...exception, type: '', thread: exception.type } // whose `name` was taken for one
					: exception,
		),
		range: chain.reduce<Range>(
			([start, end], { range }) => [Math.min(start, range[0]), Math.max(end, range[1])],
			[Number.POSITIVE_INFINITY, 0],
		),
	}));
}

const fileIn = (chain: readonly Exception[]) => chain.flatMap(({ frames }) => frames).find(({ line }) => line)?.file;
