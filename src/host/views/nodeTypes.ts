// What the nodes of the incidents tree hold; `nodes.ts` makes them, `items.ts` shows them.

import type { DeployedTo } from '../../app/deployedTo';
import type { EarlierIncident } from '../../app/earlierIncidents';
import type { FollowedStates } from '../../app/followedPullRequests';
import type { ShownOpinion } from '../../app/secondOpinion';
import type { Deployed, PullRequests } from '../../app/suspectOrigins';
import type { AlertRecord } from '../../core/alerts/model';
import type { ActionItem } from '../../core/incident/actions';
import type { Check, ClosureRules } from '../../core/incident/closure';
import type { AttachedFile, Link } from '../../core/incident/links';
import type { Incident, Note, Verdict } from '../../core/incident/record';
import type { IncidentSummary } from '../../core/incident/summary';
import type { Grouping } from '../../core/incident/triage/arrangement';
import type { RootCauseNote } from '../../core/notes/note';
import type { PullRequest, PullRequestState } from '../../core/ports/codeHost';
import type { ReviewState } from '../../core/review/state';
import type { Analysis, FrameLocation, Reason, SuspectFile, Unresolved } from '../../core/suspects/model';
import type { Frame, ParsedText } from '../../core/trace/model';
import type { Remedy } from '../remedies';

/** What every node below an incident has. */
export interface Below {
	/** Stable between refreshes, so that what was open stays open. */
	readonly id: string;
	readonly incidentId: string;
	readonly parent: Node;
}

export interface IncidentNode {
	readonly kind: 'incident';
	readonly id: string;
	readonly incidentId: string;
	/** Replaced when the incident changes; the node itself stays, since VS Code refreshes nodes by identity. */
	summary: IncidentSummary;
	/** The group it is in; absent where nothing is grouped. Replaced when it moves. */
	parent?: GroupNode | undefined;
}

/** Incidents that have something in common. The node stays while its incidents come and go, but for the first and the last. */
export interface GroupNode {
	readonly kind: 'group';
	readonly id: string;
	readonly incidentId?: undefined;
	readonly parent?: undefined;
	readonly grouping: Grouping;
	/** What they have in common, as `Group` has it. */
	readonly value: string;
	count: number;
}

/** Stands for the incidents of a group that are not shown yet. */
export interface MoreNode {
	readonly kind: 'moreIncidents';
	readonly id: string;
	readonly incidentId?: undefined;
	readonly parent?: GroupNode | undefined;
	/** Of the group; empty where nothing is grouped. */
	readonly group: string;
	readonly rest: number;
}

/** An incident as it is opened in the tree. */
export interface OpenedIncident {
	readonly incident: Incident;
	/** The same with its frames placed anew, by what the person said since the analysis. */
	readonly shown: Incident;
	/** Its traces. */
	readonly parsed: ParsedText;
	readonly isAnalyzing: boolean;
	/** There are other incidents, some of which may be like it. */
	readonly hasOthers?: boolean;
	/** The suspects that an analysis which is still going points at by now. */
	readonly soFar?: Pick<Analysis, 'commits' | 'files'> | undefined;
	/** As far as they are known. */
	readonly pullRequests?: PullRequests;
	readonly deployed?: Deployed;
	/** How an issue is followed, in words; empty where it is not. */
	readonly issueState?: (url: string) => string;
	/** How those stand that it is linked to. */
	readonly followed?: FollowedStates;
	/** What is verified before it is closed; not shown where absent. */
	readonly closure?: ClosureRules;
}

export interface SectionNode extends Below {
	readonly kind:
		| 'trace'
		| 'commits'
		| 'files'
		| 'dismissed'
		| 'ruledOut'
		| 'alerts'
		| 'links'
		| 'attachedFiles'
		| 'timelineNotes'
		| 'actions'
		| 'checks'
		| 'rootCauseNotes';
	readonly count: number;
	/** The first thing in the section, in a few words. */
	readonly hint: string;
	/** The same at length. */
	readonly tooltip: string;
	/** The first suspect's score, 0..1; 0 where the section holds none. */
	readonly best: number;
	/** How many commits in it are confirmed as the cause. */
	readonly confirmed?: number;
	readonly children: (self: SectionNode) => readonly Node[];
}

export interface ExceptionNode extends Below {
	readonly kind: 'exception';
	readonly trace: number;
	readonly exception: number;
	readonly title: string;
	readonly message: string;
	/** How often its trace is in the evidence, of a trace's first exception; 1 for the others. */
	readonly times: number;
	readonly children: (self: ExceptionNode) => readonly Node[];
}

export interface FrameNode extends Below {
	readonly kind: 'frame';
	readonly trace: number;
	readonly exception: number;
	readonly frame: number;
	/** As its source has it, where a source map says so. */
	readonly of: Frame;
	/** A source map knows it: there is a text to open though no file of the repository is. */
	readonly isMapped: boolean;
	/** Why it lives nowhere in it, where an analysis says so. */
	readonly why: Unresolved | null | undefined;
	/** Where it lives in the repository: `undefined` before an analysis, `null` where it lives nowhere in it. */
	readonly location: FrameLocation | null | undefined;
	readonly isInApp: boolean;
	/** The innermost frame of the person's own code: where to look first. */
	readonly isInnermost: boolean;
	/** Revision the location is true for; undefined before an analysis. */
	readonly revision: string | undefined;
}

export interface VendorNode extends Below {
	readonly kind: 'vendorFrames';
	readonly children: readonly FrameNode[];
}

export interface CommitNode extends Below {
	readonly kind: 'commit';
	readonly sha: string;
	readonly commit: ShownCommit;
	/** Place among the suspects, 1-based; absent where the analysis does not name it. */
	readonly rank?: number;
	readonly of: number;
	readonly verdict?: Verdict | undefined;
	/** Why it cannot be it, where an analysis says so. */
	readonly ruledOut?: string;
	/** Those that it came by. */
	readonly pullRequests?: readonly PullRequest[];
	/** Where it was deployed to. */
	readonly deployed?: readonly DeployedTo[];
}

/** An environment that a suspect was deployed to. */
export interface DeploymentNode extends Below {
	readonly kind: 'deployment';
	readonly deployed: DeployedTo;
}

/** A pull request that brought a suspect. */
export interface PullRequestNode extends Below {
	readonly kind: 'pullRequest';
	readonly pullRequest: PullRequest;
	/** Of the suspect. */
	readonly sha: string;
	readonly number: number;
}

/** A commit that an analysis names, that somebody judged, or both. */
export interface ShownCommit {
	readonly sha: string;
	readonly subject: string;
	/** Committer date, ISO 8601; empty where nobody kept it. */
	readonly date: string;
	readonly author?: string;
	/** 0..1 */
	readonly score?: number;
	readonly reasons: readonly Reason[];
}

export interface FileNode extends Below {
	readonly kind: 'file';
	readonly path: string;
	readonly file: SuspectFile;
	readonly rank: number;
	readonly of: number;
}

export interface ReasonNode extends Below {
	readonly kind: 'reason';
	readonly reason: Reason;
	/** Of a commit: which one. */
	readonly sha?: string;
	/** The file that it is about, and the line where there is one. */
	readonly path?: string;
	readonly line?: number;
}

/** A sentence in the tree, with a command where there is something to do. */
export interface NoteNode extends Below {
	readonly kind: 'note';
	readonly note: 'problem' | 'notAnalyzed' | 'analyzing' | 'noTrace' | 'more';
	readonly label: string;
	readonly tooltip?: string;
	/** Of a problem: what can be done about it. */
	readonly remedy?: Remedy;
}

/** What the rules of other products would name; asked of git when it is opened. */
export interface OpinionsNode extends Below {
	readonly kind: 'secondOpinion';
}

export interface OpinionNode extends Below {
	readonly kind: 'opinion';
	readonly opinion: ShownOpinion;
	readonly children: readonly ReasonNode[];
	/** Of the commit it names. */
	readonly sha?: string;
}

/** Incidents before this one that have something in common with it; the store is asked when it is opened. */
export interface EarlierNode extends Below {
	readonly kind: 'earlier';
}

export interface EarlierIncidentNode extends Below {
	readonly kind: 'earlierIncident';
	readonly earlier: EarlierIncident;
	/** Why it is shown, and how it was resolved. */
	readonly children: readonly ReasonNode[];
}

export interface LinkNode extends Below {
	readonly kind: 'link';
	readonly link: Link;
	/** How the pull request stands that it leads to, where that is known. */
	readonly pullRequest?: PullRequestState;
	/** Its address: what commands know it by. */
	readonly url: string;
	/** How an issue is followed, in words; absent for what is not followed. */
	readonly state?: string;
}

/** An alert of a monitor that the incident is about. */
export interface AlertNode extends Below {
	readonly kind: 'alert';
	readonly of: AlertRecord;
	/** As `alertId` has it: what commands know it by. */
	readonly alert: string;
}

/** A file of a repository that belongs to the incident. */
export interface AttachedFileNode extends Below {
	readonly kind: 'attachedFile';
	readonly file: AttachedFile;
	/** Of the file, for commands. */
	readonly path: string;
	readonly repository?: string;
}

/** What a person added to the timeline. */
export interface TimelineNoteNode extends Below {
	readonly kind: 'timelineNote';
	readonly written: Note;
	/** ULID of its event: what commands know it by. */
	readonly noteId: string;
}

/** An action item. */
export interface ActionNode extends Below {
	readonly kind: 'action';
	readonly action: ActionItem;
	/** What commands know it by. */
	readonly actionId: string;
}

/** Something that is verified before the incident is closed. */
export interface CheckNode extends Below {
	readonly kind: 'check';
	readonly check: Check;
	readonly isDone: boolean;
	readonly isNeeded: boolean;
	readonly quietMinutes: number;
}

/** The post-incident review. */
export interface ReviewNode extends Below {
	readonly kind: 'review';
	readonly state: ReviewState;
	readonly isDue: boolean;
}

/** What was learned about lines of code. */
export interface RootCauseNoteNode extends Below {
	readonly kind: 'rootCauseNote';
	readonly of: RootCauseNote;
	/** ULID of its event: what commands know it by. */
	readonly noteId: string;
}

export type Node =
	| GroupNode
	| MoreNode
	| LinkNode
	| AlertNode
	| AttachedFileNode
	| TimelineNoteNode
	| ActionNode
	| CheckNode
	| ReviewNode
	| RootCauseNoteNode
	| IncidentNode
	| SectionNode
	| ExceptionNode
	| FrameNode
	| VendorNode
	| CommitNode
	| PullRequestNode
	| DeploymentNode
	| FileNode
	| OpinionsNode
	| EarlierNode
	| EarlierIncidentNode
	| OpinionNode
	| ReasonNode
	| NoteNode;
