import type { AlertRecord } from '../alerts/model';
import type { Audience } from '../chat/model';
import type { PathChoice } from '../frames/resolve';
import type { IssueSync } from '../github/sync';
import type { RootCauseNote } from '../notes/note';
import type { Analysis } from '../suspects/model';
import type { ActionItem } from './actions';
import type { Verified } from './closure';
import type { AttachedFile, Link } from './links';
import type { SentMessage } from './messages';
import type { Level, Priority } from './priority';
import type { Role } from './roles';
import type { Status } from './status';
import type { IncidentTime } from './times';

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

/** A branch that was made to take suspects out, or to bring a fix or the review. */
export interface MitigationBranch {
	readonly kind: 'revert' | 'rollback' | 'pick' | 'review';
	/** Without `refs/heads/`. */
	readonly branch: string;
	/** Full object name. */
	readonly tip: string;
	/** The branch that it starts from, as git calls it, and where that was. */
	readonly base: { readonly ref: string; readonly sha: string };
	/** What was taken out or brought. */
	readonly commits: readonly { readonly sha: string; readonly subject: string }[];
	/** Where it was pushed to last, and what it was then, as a full object name. */
	readonly pushedTo?: { readonly name: string; readonly url: string; readonly tip: string };
	/** The one that was opened of it last, by its number and its page. */
	readonly pullRequest?: { readonly number: number; readonly url: string };
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
	/** When it was written down, where that is not when it happened. */
	readonly recordedAt?: number;
	/** A later event took it back: it is told, and counts for nothing. */
	readonly isUndone?: boolean;
}

/** A priority that a person set in place of the one that impact and urgency give. */
export interface PriorityOverride {
	readonly priority: Priority;
	readonly reason: string;
}

/** Somebody was called in, as far up as `level` says: 1 is the lowest. */
export interface Escalation {
	readonly level: number;
	/** Who, as a person would say it. */
	readonly to: string;
	readonly reason: string;
	readonly at: number;
	readonly actor: string;
}

/** The major-incident mode. */
export interface Major {
	readonly reason: string;
	readonly declaredAt: number;
	/** Who is told. */
	readonly audience: string;
	/** So often an update is promised. */
	readonly updateMinutes: number;
	readonly stoodDown?: { readonly at: number; readonly summary: string };
}

/** What those who wait were told. */
export interface Update {
	readonly known: string;
	readonly impact: string;
	readonly doing: string;
	/** When the next one is promised; `null` where none is. */
	readonly nextAt: number | null;
	/** Who it was written for; absent where nobody said, which is for the inside. */
	readonly audience?: Audience;
	readonly at: number;
	readonly actor: string;
}

/** What a person added to the timeline. */
export interface Note {
	/** ULID of its event. */
	readonly id: string;
	readonly text: string;
	/** When it happened. */
	readonly at: number;
	readonly actor: string;
	/** Page of the issue that it is a comment of; absent where it was written here. */
	readonly from?: string;
}

/** The post-incident review, as it was written last. */
export interface Review {
	/** Markdown. */
	readonly text: string;
	readonly at: number;
	readonly actor: string;
	/** One that whoever wrote this had not seen: it was written elsewhere at the same time. */
	readonly overwrote?: { readonly text: string; readonly at: number; readonly actor: string };
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
	/** What broke, and where, as a team calls it. */
	readonly service?: string;
	readonly environment?: string;
	/** Derived from impact × urgency, unless somebody overrode it. */
	readonly priority: Priority;
	readonly priorityOverride?: PriorityOverride;
	readonly status: Status;
	/** Deployed revision: sha, tag or branch, as a person gave it. */
	readonly release?: string;
	/** Last known good revision (sha, tag) or date. */
	readonly lastGood?: string;
	/** Absolute path of the repository the incident was analysed in. */
	readonly repository?: string;
	readonly createdAt: number;
	/** This and all times below: as somebody corrected it, else as the timeline tells. */
	readonly startedAt: number;
	readonly detectedAt: number;
	readonly acknowledgedAt?: number;
	readonly mitigatedAt?: number;
	readonly resolvedAt?: number;
	readonly closedAt?: number;
	/** What of these times somebody corrected. */
	readonly corrections?: Partial<Readonly<Record<IncidentTime, number>>>;
	/** Where somebody corrected some: all of them as the timeline tells. */
	readonly recorded?: Partial<Readonly<Record<IncidentTime, number>>>;
	/** When the last event was written. */
	readonly lastChangeAt: number;
	readonly isDeleted: boolean;
	/** Who has which role, as a person would say it. */
	readonly roles?: Partial<Readonly<Record<Role, string>>>;
	/** Oldest first; the last one says how far up the incident is. */
	readonly escalations?: readonly Escalation[];
	/** The last declaration; one that was stood down stays. */
	readonly major?: Major;
	/** Oldest first. */
	readonly updates?: readonly Update[];
	/** Until when the next one waits, as somebody said since the last one; epoch milliseconds. */
	readonly updateSnoozedUntil?: number;
	/** What was, or is to be, said in chats; oldest first. */
	readonly messages?: readonly SentMessage[];
	/** Each address once. */
	readonly links?: readonly Link[];
	/** What is remembered of issues that it is, or was, linked to; each once. */
	readonly synced?: readonly IssueSync[];
	/** Alerts of monitors that it is about, each once, as they are now; the first ones of very many. */
	readonly alerts?: readonly AlertRecord[];
	/** How many it has beside those. */
	readonly moreAlerts?: number;
	/** Files of repositories that belong to it; each once. */
	readonly files?: readonly AttachedFile[];
	/** What people added to the timeline; in the order in which they wrote it. */
	readonly notes?: readonly Note[];
	/** What was learned about lines of code; oldest first. */
	readonly rootCauseNotes?: readonly RootCauseNote[];
	readonly review?: Review;
	/** What is to be done about it; in the order in which it was added. */
	readonly actions?: readonly ActionItem[];
	/** What was verified before it is closed. */
	readonly checks?: readonly Verified[];
	readonly evidence: readonly Evidence[];
	/** Which files frames are in, as a person chose among those that fit; each printed file once. */
	readonly choices?: readonly PathChoice[];
	/** The last analysis. */
	readonly analysis?: Analysis;
	/** What was said of commits, the last word on each; another analysis leaves them. */
	readonly verdicts?: readonly Verdict[];
	/** Branches that were prepared here; each name once. */
	readonly branches?: readonly MitigationBranch[];
	readonly timeline: readonly TimelineEntry[];
}

/** What is known of an incident, but for how it came to be known. */
export type IncidentFacts = Omit<Incident, 'timeline'>;
