import type { FaultlineError } from '../base/errors';
import type { Outgoing, SyncFields, There } from '../core/github/sync';
import type { ActionFields } from '../core/incident/actions';
import type { Check } from '../core/incident/closure';
import type { FinishedBisection } from '../core/incident/events/bisectionFinished';
import type { BranchPreparedPayload } from '../core/incident/events/branchPrepared';
import type { BranchPushedPayload } from '../core/incident/events/branchPushed';
import type { FrameChoice } from '../core/incident/events/frameChosen';
import type { ComposedMessage } from '../core/incident/events/messageComposed';
import type { PullRequestOpenedPayload } from '../core/incident/events/pullRequestOpened';
import type { NewRootCauseNote } from '../core/incident/events/rootCauseNoteAdded';
import type { RootCauseNoteEdit } from '../core/incident/events/rootCauseNoteEdited';
import type { Corrections } from '../core/incident/events/timesCorrected';
import type { WrittenUpdate } from '../core/incident/events/updateWritten';
import type { NamedCommit } from '../core/incident/events/verdicts';
import type { AttachedFile, Link } from '../core/incident/links';
import type { Priority } from '../core/incident/priority';
import type { Escalation, Evidence, Incident, PriorityOverride, TimelineEntry, Verdict } from '../core/incident/record';
import type { Role } from '../core/incident/roles';
import type { Status } from '../core/incident/status';
import type { Analysis } from '../core/suspects/model';
import type { ActionEdit, ReviewBase } from './changes/actions';
import type { AlertNews } from './changes/alerts';
import type { IssueRef } from './changes/issues';
import type { Said } from './changes/lifecycle';
import type { DeliveryRef, DeliveryResult } from './changes/messages';
import type { Declaration } from './changes/response';

/** What a new incident is made from. */
export interface NewIncident
	extends Pick<
		Incident,
		| 'title'
		| 'description'
		| 'category'
		| 'subcategory'
		| 'impact'
		| 'urgency'
		| 'service'
		| 'environment'
		| 'release'
		| 'lastGood'
		| 'roles'
	> {
	readonly startedAt?: number;
	readonly evidence: readonly Evidence[];
	readonly links?: readonly Link[];
	/** What monitors say: the incident was opened for it, by them. */
	readonly alerts?: {
		/** ULID of the incident, the same for everybody who opens it for the same alerts: what is made at once is one. */
		readonly id: string;
		/** When the first one began, as its monitor says: what ids of events are made of. Epoch milliseconds. */
		readonly began: number;
		readonly news: AlertNews;
		/** Absolute path of the repository that is deployed. */
		readonly repository?: string;
		/** A priority that its levels do not give, and why. */
		readonly priority?: PriorityOverride;
	};
}

/** What a person may change afterwards. */
export type IncidentEdit = Partial<
	Pick<
		Incident,
		| 'title'
		| 'description'
		| 'category'
		| 'subcategory'
		| 'impact'
		| 'urgency'
		| 'service'
		| 'environment'
		| 'release'
		| 'lastGood'
		| 'repository'
		| 'startedAt'
	>
>;

/** What became of one of several incidents whose status was to change. */
export interface StatusOutcome {
	readonly id: string;
	/** Empty for one that is not there. */
	readonly key: string;
	/** Why it was refused; absent where it was done. */
	readonly refused?: FaultlineError;
}

/** A change that was taken back. */
export interface Undone {
	readonly incident: Incident;
	/** As it was told before. */
	readonly change: TimelineEntry;
}

/**
 * The ways to change incidents. Each resolves to the incident as it is then, on disk; what says nothing new writes nothing. All throw
 * `incident.unknown` for one that is not there or was deleted, and change nothing when they throw.
 */
export interface IncidentChanges {
	create(incident: NewIncident): Promise<Incident>;
	/** @throws FaultlineError `incident.timeAhead`, `incident.timesOutOfOrder` for a start that cannot be */
	edit(id: string, changes: IncidentEdit): Promise<Incident>;
	/**
	 * @throws FaultlineError `incident.illegalTransition`, `incident.noteMissing`, `incident.reviewMissing`, `incident.reviewIsDraft`,
	 * `incident.reviewChanged`, `incident.checksMissing`
	 */
	setStatus(id: string, to: Status, note?: string, review?: Said['review']): Promise<Incident>;
	/** Changes all that may, in one append, and says of each, in the order of `ids`, what became of it. */
	setStatusOf(ids: readonly string[], to: Status, note?: string): Promise<readonly StatusOutcome[]>;
	/** @param priority `null` goes back to what impact and urgency give @throws FaultlineError `incident.textMissing` */
	overridePriority(id: string, priority: Priority | null, reason: string): Promise<Incident>;
	/**
	 * @param corrections epoch milliseconds; `null` goes back to what the timeline tells
	 * @throws FaultlineError `incident.timeAhead`, `incident.timeNotReached`, `incident.timesOutOfOrder`
	 */
	correctTimes(id: string, corrections: Corrections): Promise<Incident>;
	/** @param person nobody where `null` */
	assign(id: string, role: Role, person: string | null): Promise<Incident>;
	/** @throws FaultlineError `incident.textMissing` */
	escalate(id: string, escalation: Pick<Escalation, 'level' | 'to' | 'reason'>): Promise<Incident>;
	/** Begins the major-incident mode, or changes its terms. @throws FaultlineError `incident.textMissing`, `incident.badInterval` */
	declareMajor(id: string, declaration: Declaration): Promise<Incident>;
	/** @throws FaultlineError `incident.notMajor`, `incident.textMissing` */
	standDown(id: string, summary: string): Promise<Incident>;
	/** @throws FaultlineError `incident.textMissing` */
	writeUpdate(id: string, update: WrittenUpdate): Promise<Incident>;
	/**
	 * Keeps what is to be sent, and what it says as an update. Nothing is sent by that.
	 *
	 * @param message ULID that it is known by
	 * @throws FaultlineError `message.empty`
	 */
	composeMessage(id: string, message: string, composed: ComposedMessage, update?: WrittenUpdate): Promise<Incident>;
	/** Takes the next try of a delivery for `claim`; of several the first one has it. @throws FaultlineError `message.taken` */
	claimDelivery(id: string, ref: DeliveryRef, claim: string): Promise<Incident>;
	/** How the try of `claim` ended. */
	recordDelivery(id: string, ref: DeliveryRef, claim: string, result: DeliveryResult): Promise<Incident>;
	/** What a person found who looked whether it is there. @param why it may be sent again, for who reads it later @throws FaultlineError `message.taken` */
	settleDelivery(id: string, ref: DeliveryRef, isThere: boolean, why: string): Promise<Incident>;
	/** What of it was not sent is not to be. @throws FaultlineError `message.taken` */
	discardMessage(id: string, message: string): Promise<Incident>;
	/** @param until epoch milliseconds @throws FaultlineError `incident.textMissing`, `incident.nothingDue`, `incident.snoozeBehind` */
	snoozeUpdate(id: string, until: number, reason: string): Promise<Incident>;
	/** @param happenedAt epoch milliseconds; now where absent @throws FaultlineError `incident.textMissing`, `incident.timeAhead` */
	addNote(id: string, text: string, happenedAt?: number): Promise<Incident>;
	/** @throws FaultlineError `incident.textMissing`, `incident.badAnchor` */
	addRootCauseNote(id: string, note: NewRootCauseNote): Promise<Incident>;
	/** Edits a note, or a reply in it. @throws FaultlineError `incident.textMissing`, `incident.noteGone` */
	editRootCauseNote(id: string, edit: RootCauseNoteEdit): Promise<Incident>;
	/** @param text Markdown @throws FaultlineError `incident.textMissing`, `incident.noteGone` */
	replyToRootCauseNote(id: string, note: string, text: string): Promise<Incident>;
	/** @throws FaultlineError `incident.noteGone` */
	resolveRootCauseNote(id: string, note: string, isResolved: boolean): Promise<Incident>;
	/** Deletes a note, or a reply in it. @throws FaultlineError `incident.noteGone` */
	deleteRootCauseNote(id: string, note: string, reply?: string): Promise<Incident>;
	/** The last word on an address counts. @throws FaultlineError `incident.badAddress` */
	addLink(id: string, link: Link): Promise<Incident>;
	removeLink(id: string, url: string): Promise<Incident>;
	/** @throws FaultlineError `incident.badPath` */
	attachFile(id: string, file: AttachedFile): Promise<Incident>;
	detachFile(id: string, file: AttachedFile): Promise<Incident>;
	/** Takes in what is new on an issue that it is linked to, and remembers what both sides say now. */
	followIssue(id: string, issue: IssueRef, there: There): Promise<Incident>;
	/** Tells it of alerts that came, changed or went. */
	noteAlerts(id: string, news: AlertNews): Promise<Incident>;
	/**
	 * Remembers what the issue was told, as each is called; where that is nothing, that it is not to be told.
	 *
	 * @param told the fields as they were then: somebody may have changed them since, and that is to be told yet
	 */
	recordSent(
		id: string,
		issue: IssueRef,
		done: readonly Outgoing[],
		sent: readonly string[],
		told?: SyncFields,
	): Promise<Incident>;
	/**
	 * Writes the review, and what its list of action items says of them.
	 *
	 * @param text Markdown
	 * @param base what its writer began with: it takes the place of no other one; of whichever there is where absent
	 * @throws FaultlineError `incident.textMissing`, `incident.reviewChanged`, `incident.badAction`
	 */
	writeReview(id: string, text: string, base?: ReviewBase): Promise<Incident>;
	/** @throws FaultlineError `incident.textMissing`, `incident.badAction` */
	addAction(id: string, action: ActionFields): Promise<Incident>;
	/** @throws FaultlineError `incident.actionGone`, `incident.textMissing`, `incident.badAction` */
	editAction(id: string, action: string, edit: ActionEdit): Promise<Incident>;
	/** Says that an action item is done, or is to be done after all. @throws FaultlineError `incident.actionGone` */
	settleAction(id: string, action: string, isDone: boolean, by?: 'person' | 'issue'): Promise<Incident>;
	/** @throws FaultlineError `incident.actionGone` */
	removeAction(id: string, action: string): Promise<Incident>;
	/** Says that something was verified which an incident is closed by, or takes that back. @throws FaultlineError `incident.tooSoon` */
	recordCheck(id: string, check: Check, isDone: boolean): Promise<Incident>;
	/** The change that `undo` would take back, with who made it; undefined where there is none. A deleted incident's is its deletion. */
	lastChange(id: string): Promise<TimelineEntry | undefined>;
	/**
	 * Takes a change back; an undoing that is undone does again what it took back.
	 *
	 * @param eventId the last one that can be undone where absent
	 * @throws FaultlineError `incident.nothingToUndo`, `incident.cannotUndo`
	 */
	undo(id: string, eventId?: string): Promise<Undone>;
	addEvidence(id: string, evidence: Evidence): Promise<Incident>;
	recordAnalysis(id: string, analysis: Analysis): Promise<Incident>;
	/** Records which file a printed one is; a `path` of `null` takes that back. */
	chooseFrame(id: string, choice: FrameChoice): Promise<Incident>;
	/** Records what a person says of a commit, with its place in the analysis of now; `none` takes an earlier word back. */
	judge(id: string, commit: NamedCommit, verdict: Verdict['verdict'] | 'none'): Promise<Incident>;
	/** Records what a bisection showed; the commit it found gets its place in the analysis of now. */
	recordBisection(id: string, bisection: FinishedBisection): Promise<Incident>;
	/** Records that a branch was made which takes changes out, or brings a fix. */
	recordBranch(id: string, branch: BranchPreparedPayload): Promise<Incident>;
	/** Records that such a branch was pushed. */
	recordPush(id: string, push: BranchPushedPayload): Promise<Incident>;
	/** Records that there is a pull request of such a branch, and links the incident to it. @param title of the link */
	recordPullRequest(id: string, opened: PullRequestOpenedPayload, title: string): Promise<Incident>;
	delete(id: string): Promise<void>;
	restore(id: string): Promise<Incident>;
	/** Removes it for good, a deleted one as well: nothing of it is left but that it was. */
	erase(id: string): Promise<void>;
}
