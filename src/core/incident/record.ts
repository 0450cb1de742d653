import type { PathChoice } from '../frames/resolve';
import type { Analysis } from '../suspects/model';
import type { Level, Priority } from './priority';
import type { Status } from './status';

/** A stack trace or log excerpt, verbatim. It is parsed again when shown, so that a better parser helps old incidents too. */
export interface Evidence {
	readonly text: string;
	/** What of a larger input was kept, as a sentence; absent when all of it was. */
	readonly excerptOf?: string;
	/** Of the traces in it, each once, as they were when it was added: two incidents that share one are probably one. Absent without traces. */
	readonly fingerprints?: readonly string[];
}

/** What is said of a commit: by a person, or by a bisection that was run. */
export interface Verdict {
	/** Full object name. */
	readonly sha: string;
	readonly subject: string;
	/** Committer date, ISO 8601 in UTC. */
	readonly date: string;
	readonly author: string;
	readonly verdict: 'confirmed' | 'dismissed';
	readonly by: 'person' | 'bisection';
	/** Its place in the analysis that was there at that time, 1-based; `null` where that did not name it, absent where there was none. */
	readonly rank?: number | null;
	/** Epoch milliseconds. */
	readonly at: number;
}

/** How an entry of the timeline is known: from git or an alert, from a person, or from our own reasoning. */
export type Provenance = 'observed' | 'reported' | 'inferred';

/** One line of the timeline. Times are epoch milliseconds. */
export interface TimelineEntry {
	readonly eventId: string;
	readonly at: number;
	readonly actor: string;
	readonly type: string;
	readonly provenance: Provenance;
	readonly sentence: string;
}

/** The state of an incident: a pure fold over its events. Times are epoch milliseconds. */
export interface Incident {
	/** ULID. */
	readonly id: string;
	/** `INC-7F3KQ`: what a person says; unique, derived from the id. */
	readonly key: string;
	readonly title: string;
	readonly description: string;
	readonly category: string;
	readonly subcategory?: string;
	readonly impact: Level;
	readonly urgency: Level;
	/** Derived from impact × urgency. */
	readonly priority: Priority;
	readonly status: Status;
	/** Deployed revision: sha, tag or branch, as a person gave it. */
	readonly release?: string;
	/** Last known good revision (sha, tag) or date. */
	readonly lastGood?: string;
	/** Absolute path of the repository the incident was analysed in. */
	readonly repository?: string;
	readonly createdAt: number;
	readonly startedAt: number;
	readonly acknowledgedAt?: number;
	readonly mitigatedAt?: number;
	readonly resolvedAt?: number;
	readonly closedAt?: number;
	readonly isDeleted: boolean;
	readonly evidence: readonly Evidence[];
	/** Which files frames are in, as a person chose among those that fit; each printed file once. */
	readonly choices?: readonly PathChoice[];
	/** The last analysis. */
	readonly analysis?: Analysis;
	/** What was said of commits, the last word on each; another analysis leaves them. */
	readonly verdicts?: readonly Verdict[];
	readonly timeline: readonly TimelineEntry[];
}

/** What is known of an incident, but for how it came to be known. */
export type IncidentFacts = Omit<Incident, 'timeline'>;
