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
	readonly timeline: readonly TimelineEntry[];
}
