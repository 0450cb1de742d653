import type { Annotation } from '../ports/alertSource';
import { isRelease, releasesIn } from '../release/mentions';
import { oneLine } from './raw';

/** A deployment that a mark on graphs tells of. */
export interface DeployMark {
	/** What git may know what was deployed by. */
	readonly revision: string;
	/** Epoch milliseconds. */
	readonly at: number;
	/** What the mark says, in one line. */
	readonly text: string;
}

/** So many are worth offering. */
const MOST = 4;
/** Clocks differ: what is marked so long after the start may still be its cause. */
const LATER_MS = 5 * 60_000;
const WORDS = 200;

const IS_DEPLOYMENT =
	/(?<![a-z])(?:deploy|deployed|deployment|release|released|rollout|rolled[ -]out|shipped)(?![a-z])/i;

/**
 * Deployments that marks on graphs tell of, with what they name. To be offered, never taken: people write what they like on graphs.
 *
 * @param startedAt epoch milliseconds: what came later is left out
 * @returns the newest first, each revision once
 */
export function deployMarks(annotations: readonly Annotation[], startedAt: number): readonly DeployMark[] {
	const found = new Map<string, DeployMark>();
	for (const { text, tags, startsAt } of annotations.toSorted((one, other) => other.startsAt - one.startsAt)) {
		const whole = [text, ...tags].join('\n').slice(0, 4000);
		if (startsAt > startedAt + LATER_MS || !IS_DEPLOYMENT.test(whole)) {
			continue;
		}
		const named = releasesIn(whole)[0]?.revision ?? wordsOf(whole).find(isRelease);
		if (named !== undefined && !found.has(named) && found.size < MOST) {
			found.set(named, { revision: named, at: startsAt, text: oneLine(text || tags.join(' '), 120) });
		}
	}
	return [...found.values()];
}

/** Tags may be `version:v1.4.0`, texts HTML. */
const wordsOf = (text: string): readonly string[] =>
	text
		.split(/[\s<>"'`=,;:()[\]{}|]+/, WORDS)
		.map((word) => word.replace(/[.!?]+$/, ''))
		.filter(Boolean);
