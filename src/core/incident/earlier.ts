import { isInApp } from '../frames/inApp';
import type { InAppRules } from '../trace/inAppRules';
import type { Trace } from '../trace/model';
import type { Incident } from './record';

/** An incident that came before another one, and what the two have in common. */
export interface EarlierMatch {
	readonly id: string;
	/** A trace of each has the same fingerprint. */
	readonly hasSameFailure: boolean;
	/** Files that both traces go through; the first called first. */
	readonly files: readonly string[];
	/** It says nearly the same. */
	readonly isAlike: boolean;
}

/** Functions of a trace farther out are reached by many ways. */
const FRAMES = 12;
const SENTENCE_LIMIT = 200;

/**
 * Functions in files of the repository that in-app frames go through, as `file function`, the innermost first.
 *
 * @param traces of the incident's evidence
 */
export function calledFunctions(
	{ analysis }: Incident,
	traces: readonly Trace[],
	rules: InAppRules,
): readonly string[] {
	const called = traces.flatMap((trace, t) =>
		trace.exceptions.flatMap((exception, e) =>
			exception.frames.flatMap((frame, f) => {
				const location = analysis?.locations[t]?.[e]?.[f];
				return location && frame.function !== undefined && isInApp(frame, location, rules)
					? [`${location.path} ${frame.function}`]
					: [];
			}),
		),
	);
	return [...new Set(called)].slice(0, FRAMES);
}

/** How an incident was resolved, as far as it says. */
export interface Resolution {
	/** The commit that somebody confirmed as its cause. */
	readonly cause?: { readonly sha: string; readonly subject: string };
	/** Pull requests that reverted or fixed it, and runbooks that helped. */
	readonly links: readonly { readonly url: string; readonly title: string }[];
	/** What its review begins with, or what was written when it was resolved; empty where nothing was. */
	readonly learned: string;
}

/** How an incident ended, as far as its record says: the confirmed cause, at most three links, a sentence of its review. */
export function resolutionOf({ verdicts = [], links = [], review, timeline }: Incident): Resolution {
	const cause = verdicts.findLast(({ verdict }) => verdict === 'confirmed');
	return {
		...(cause && { cause: { sha: cause.sha, subject: cause.subject } }),
		links: links
			.filter(({ kind }) => kind === 'pullRequest' || kind === 'runbook')
			.slice(0, 3)
			.map(({ url, title }) => ({ url, title })),
		learned: firstSentence(review?.text ?? '') || lastWord(timeline),
	};
}

/** What another incident's suspects say of it: what it is called, and its confirmed cause. */
export function aboutIncident(incident: Incident): { readonly key: string; readonly cause?: string } {
	const { cause } = resolutionOf(incident);
	return { key: incident.key, ...(cause && { cause: cause.sha }) };
}

/** The first line of prose: no heading, no front matter, no list's mark. */
function firstSentence(markdown: string): string {
	const body = markdown.slice(0, 20_000).replace(/^---\n[\s\S]*?\n---\n/, '');
	const line = body.split('\n').find((one) => /\p{L}/u.test(one) && !/^\s*(?:#|<!--|\||[-*]{3})/.test(one)) ?? '';
	return clipped(line.replace(/^\s*(?:[-*+>]|\d{1,9}[.)])\s+/, '').trim());
}

/** What was said when it was resolved or mitigated last. */
function lastWord(timeline: Incident['timeline']): string {
	const last = timeline.findLast(({ type, isUndone }) => type === 'status.changed' && !isUndone);
	return clipped(last?.sentence ?? '');
}

function clipped(text: string): string {
	return text.length > SENTENCE_LIMIT ? `${text.slice(0, SENTENCE_LIMIT)}…` : text;
}
