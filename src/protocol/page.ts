import * as v from 'valibot';
import { ALERT_STATES } from '../core/alerts/model';
import { ACTION_KINDS } from '../core/incident/actions';
import { CHECKS } from '../core/incident/closure';
import { LINK_KINDS } from '../core/incident/links';
import { PRIORITIES } from '../core/incident/priority';
import { ROLES } from '../core/incident/roles';
import { STATUSES } from '../core/incident/status';
import { Line, Suspects, TraceSection } from './pageEvidence';
import { WordingCheck } from './wording';

const Text = v.string();
/** Epoch milliseconds. */
const Time = v.pipe(v.number(), v.finite());
const Index = v.pipe(v.number(), v.integer(), v.minValue(0));
const Sha = v.pipe(v.string(), v.regex(/^[0-9a-f]{40,64}$/));
/** What a person types; longer texts are refused by the host. */
const Typed = v.pipe(v.string(), v.maxLength(100_000));

/** A status the incident may go to, and what that asks for. */
const Step = v.object({
	to: v.picklist(STATUSES),
	/** As a button says it. */
	title: Text,
	/** It goes back in the lifecycle. */
	isBack: v.boolean(),
	needs: v.array(v.object({ id: v.picklist(['note', 'review']), question: Text })),
});
export type Step = v.InferOutput<typeof Step>;

const Target = v.object({
	dueAt: Time,
	warnAt: Time,
	/** When it was done; absent while it is not. */
	doneAt: v.optional(Time),
});
export type Target = v.InferOutput<typeof Target>;

/** What the clock is made from; it ticks in the page. */
const Clock = v.object({
	startedAt: Time,
	/** From when targets count. */
	detectedAt: Time,
	/** Where it stopped. */
	resolvedAt: v.optional(Time),
	/** Absent where nothing is promised for the priority. */
	acknowledge: v.optional(Target),
	resolve: v.optional(Target),
});
export type Clock = v.InferOutput<typeof Clock>;

const Update = v.object({ known: Text, impact: Text, doing: Text, nextAt: v.nullable(Time), at: Time, actor: Text });
export type Update = v.InferOutput<typeof Update>;

const Major = v.object({
	/** It is one now. */
	isOn: v.boolean(),
	/** The last declaration; absent where there was none. */
	declared: v.optional(
		v.object({
			reason: Text,
			audience: Text,
			updateMinutes: v.number(),
			at: Time,
			stoodDown: v.optional(v.object({ at: Time, summary: Text })),
		}),
	),
	/** When the next update was promised. */
	nextUpdateDue: v.optional(Time),
	/** How often updates are promised for its priority, in minutes. */
	usualMinutes: v.number(),
	/** Oldest first. */
	updates: v.array(Update),
});
export type Major = v.InferOutput<typeof Major>;

/** What the timeline can be narrowed to; an entry may be in several. */
export const TIMELINE_GROUPS = ['status', 'notes', 'suspects', 'updates', 'communication'] as const;
export type TimelineGroup = (typeof TIMELINE_GROUPS)[number];

/** How a message stands in one channel. */
const Delivery = v.object({
	channel: Text,
	state: v.picklist(['queued', 'sending', 'sent', 'failed', 'unknown', 'discarded']),
	/** In words, with why it is so. */
	words: Text,
});
export type Delivery = v.InferOutput<typeof Delivery>;

const Entry = v.object({
	id: Text,
	at: Time,
	/** When it was written down, where that is not when it happened. */
	recordedAt: v.optional(Time),
	actor: Text,
	groups: v.array(v.picklist(TIMELINE_GROUPS)),
	provenance: v.picklist(['observed', 'reported', 'inferred']),
	sentence: Text,
	isUndone: v.boolean(),
	/** Of a message that was composed: one for each channel. */
	deliveries: v.optional(v.array(Delivery)),
});
export type Entry = v.InferOutput<typeof Entry>;

const Person = v.object({ role: v.picklist(ROLES), name: Text, person: Text });
export type Person = v.InferOutput<typeof Person>;

const Escalation = v.object({ level: v.number(), name: Text, to: Text, reason: Text, at: Time, actor: Text });

const Link = v.object({
	kind: v.picklist(LINK_KINDS),
	kindName: Text,
	url: Text,
	title: Text,
	/** How a pull request stands; empty where that is not known. */
	facts: Text,
	/** How an issue is followed; empty for what is not. */
	state: Text,
	/** By which rule. */
	rule: Text,
});
export type Link = v.InferOutput<typeof Link>;

/** An alert of a monitor. */
const Alert = v.object({
	/** As `alertId` has it. */
	id: Text,
	title: Text,
	/** How it stands, in a few words. */
	facts: Text,
	state: v.picklist(ALERT_STATES),
	/** Its page can be opened. */
	hasPage: v.boolean(),
	/** Its monitor calls people in. */
	canEscalate: v.boolean(),
});
export type Alert = v.InferOutput<typeof Alert>;
/** What was learned about lines of code. */
const RootCauseNote = v.object({
	id: Text,
	kindName: Text,
	/** Markdown. */
	text: Text,
	/** `src/cart.js:12–14`, where it was written. */
	place: Text,
	actor: Text,
	at: Time,
	isResolved: v.boolean(),
	replies: v.array(v.object({ id: Text, text: Text, actor: Text, at: Time })),
});

const File = v.object({ path: Text, repository: v.optional(Text) });

const Review = v.object({
	/** Markdown without its front matter. */
	text: Text,
	state: v.picklist(['none', 'draft', 'written', 'held']),
	stateName: Text,
	at: v.optional(Time),
	actor: Text,
	/** The incident is not closed without one. */
	isDue: v.boolean(),
});

const ActionItem = v.object({
	id: Text,
	text: Text,
	kindName: Text,
	owner: Text,
	/** When it is due, in words; empty where no day is said. */
	due: Text,
	isOverdue: v.boolean(),
	isDone: v.boolean(),
	/** Address of its issue; empty where it has none. */
	issue: Text,
});

const Check = v.object({
	id: v.picklist(CHECKS),
	name: Text,
	isDone: v.boolean(),
	/** By whom, and when. */
	said: v.optional(v.object({ at: Time, actor: Text })),
	/** The incident is not closed without it. */
	isNeeded: v.boolean(),
});

/** All that the page shows of an incident. */
export const PageContent = v.object({
	id: Text,
	key: Text,
	title: Text,
	description: Text,
	priority: v.picklist(PRIORITIES),
	/** Why somebody overrode it. */
	priorityReason: v.optional(Text),
	status: v.picklist(STATUSES),
	statusName: Text,
	/** What it is filed under, what broke and where, each as a label and its value. */
	facts: v.array(v.object({ label: Text, value: Text, isCode: v.boolean() })),
	steps: v.array(Step),
	/** The change that undo takes back. */
	undo: v.optional(v.object({ eventId: Text, sentence: Text })),
	clock: Clock,
	major: Major,
	trace: TraceSection,
	suspects: Suspects,
	/** Oldest first. */
	timeline: v.array(Entry),
	/** Who writes here. */
	me: Text,
	roles: v.array(Person),
	/** Whom the incident knows: to choose from. */
	people: v.array(Text),
	/** How levels of escalation are called, the lowest, which is 1, first. */
	levels: v.array(Text),
	/** Oldest first. */
	escalations: v.array(Escalation),
	alerts: v.array(Alert),
	/** How many there are beside those. */
	moreAlerts: v.number(),
	links: v.array(Link),
	linkKinds: v.array(v.object({ id: v.picklist(LINK_KINDS), name: Text })),
	files: v.array(File),
	notes: v.array(RootCauseNote),
	review: Review,
	wording: WordingCheck,
	actions: v.array(ActionItem),
	actionKinds: v.array(v.object({ id: v.picklist(ACTION_KINDS), name: Text })),
	checks: v.array(Check),
	/** What is removed from drafts beside what the rules know. */
	redaction: v.object({ emailAddresses: v.boolean(), keys: v.pipe(v.array(Text), v.readonly()) }),
});
export type PageContent = v.InferOutput<typeof PageContent>;

/** An incident that came before this one, why it is shown, and how it was resolved. */
const Earlier = v.object({
	id: Text,
	key: Text,
	title: Text,
	at: Time,
	statusName: Text,
	why: v.array(Text),
	resolved: v.array(Text),
});
export type Earlier = v.InferOutput<typeof Earlier>;

/** What was typed and not sent, by the field it was typed in. */
export const Drafts = v.record(v.pipe(v.string(), v.maxLength(100)), Typed);
export type Drafts = v.InferOutput<typeof Drafts>;

/** When drafts changed last, in milliseconds since 1970 by the clock of the page, or one more than before; 0 for never. Of two, the later count, also where they are none. */
export const DraftsAt = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Lines around a frame's at the deployed revision, or why there are none. */
const Source = v.object({
	/** 1-based number of the first one. */
	first: v.number(),
	lines: v.array(Text),
	/** 1-based. */
	marked: v.number(),
	/** Where this is, in a few words. */
	where: Text,
	/** What became of the line since; empty where that is not said. */
	note: Text,
});
export type Source = v.InferOutput<typeof Source>;

/** What the host sends. `shown` is a whole picture, never a change to one. */
export const HostToPage = v.variant('type', [
	/** The page is another incident's now, of which it is told once it says that it is ready. */
	v.object({ type: v.literal('replaced'), incidentId: Text }),
	v.object({ type: v.literal('shown'), content: PageContent, drafts: Drafts, draftsAt: DraftsAt }),
	/** There is nothing to show. */
	v.object({
		type: v.literal('unavailable'),
		message: Text,
		/** What may be done about it. */
		remedy: v.nullable(v.picklist(['restore', 'retry'])),
	}),
	/** Read after the incident itself; the most alike first. */
	v.object({ type: v.literal('earlier'), found: v.array(Earlier) }),
	/** How far the analysis that runs has come. */
	v.object({ type: v.literal('progress'), message: Text }),
	v.object({ type: v.literal('source'), frame: Text, source: v.optional(Source), why: v.optional(Text) }),
	/** An entry of the timeline is to be looked at. */
	v.object({ type: v.literal('pointed'), entry: Text }),
	/** An action was done, or refused: then with a sentence, and what was typed stays. */
	v.object({ type: v.literal('answered'), requestId: v.number(), refused: v.optional(Text), done: v.optional(Text) }),
]);
export type HostToPage = v.InferOutput<typeof HostToPage>;

/** What changes the incident. */
export const Action = v.variant('kind', [
	v.object({
		kind: v.literal('setStatus'),
		to: v.picklist(STATUSES),
		note: v.optional(Typed),
		review: v.optional(Typed),
	}),
	v.object({ kind: v.literal('undo'), eventId: Text }),
	v.object({ kind: v.literal('addNote'), text: Typed, happenedAt: v.optional(Time) }),
	v.object({ kind: v.literal('assign'), role: v.picklist(ROLES), person: v.nullable(Typed) }),
	v.object({
		kind: v.literal('escalate'),
		level: v.pipe(v.number(), v.integer(), v.minValue(1)),
		to: Typed,
		reason: Typed,
	}),
	v.object({
		kind: v.literal('declareMajor'),
		reason: Typed,
		audience: Typed,
		updateMinutes: v.number(),
		commander: v.optional(Typed),
		communications: v.optional(Typed),
	}),
	v.object({ kind: v.literal('standDown'), summary: Typed }),
	v.object({ kind: v.literal('writeUpdate'), known: Typed, impact: Typed, doing: Typed, nextAt: v.nullable(Time) }),
	v.object({ kind: v.literal('addLink'), link: v.picklist(LINK_KINDS), url: Typed, title: Typed }),
	v.object({ kind: v.literal('removeLink'), url: Text }),
	v.object({ kind: v.literal('detachFile'), path: Text, repository: v.optional(Text) }),
	v.object({ kind: v.literal('addAction'), text: Typed, of: v.picklist(ACTION_KINDS), owner: Typed, due: Typed }),
	v.object({ kind: v.literal('settleAction'), action: Text, isDone: v.boolean() }),
	v.object({ kind: v.literal('check'), check: v.picklist(CHECKS), isDone: v.boolean() }),
	v.object({ kind: v.literal('judge'), sha: Sha, verdict: v.picklist(['confirmed', 'dismissed', 'none']) }),
	v.object({ kind: v.literal('restore') }),
]);
export type Action = v.InferOutput<typeof Action>;

/** What opens something, or runs a command that asks and tells by itself. */
export const Opening = v.variant('kind', [
	v.object({ kind: v.literal('frame'), trace: Index, exception: Index, frame: Index }),
	v.object({ kind: v.literal('diff'), sha: Sha }),
	v.object({ kind: v.literal('revert'), sha: Sha }),
	v.object({ kind: v.literal('pullRequest'), sha: Sha, number: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
	v.object({ kind: v.literal('whyNot'), sha: v.optional(Sha) }),
	v.object({ kind: v.literal('suspectFile'), path: Text, line: v.optional(Line) }),
	v.object({ kind: v.literal('attachedFile'), path: Text, repository: v.optional(Text) }),
	v.object({ kind: v.literal('link'), url: Text }),
	v.object({ kind: v.picklist(['alert', 'acknowledgeAlert', 'resolveAlert', 'escalateAlert']), alert: Text }),
	v.object({ kind: v.literal('rootCauseNote'), noteId: Text }),
	/** What waits to be sent to an issue. */
	v.object({ kind: v.literal('issue'), url: Text }),
	/** Another incident. */
	v.object({ kind: v.literal('incident'), id: Text }),
	v.object({ kind: v.literal('compose') }),
	/** What of a message is not sent. */
	v.object({ kind: v.literal('sendAgain'), message: Text }),
	v.object({ kind: v.literal('discardMessage'), message: Text }),
	v.object({ kind: v.literal('edit') }),
	v.object({ kind: v.literal('review') }),
	v.object({ kind: v.literal('actionIssue'), action: Text }),
	v.object({ kind: v.literal('editAction'), action: Text }),
	v.object({ kind: v.literal('analyze') }),
	v.object({ kind: v.literal('nameCause') }),
	v.object({ kind: v.literal('setRevision') }),
	/** The way out of a problem, by its place in the list. */
	v.object({ kind: v.literal('remedy'), problem: Index }),
]);
export type Opening = v.InferOutput<typeof Opening>;

export const PageToHost = v.variant('type', [
	/** @property timeZone of its clock, as `Intl` names it */
	v.object({ type: v.literal('ready'), incidentId: v.string(), timeZone: v.pipe(v.string(), v.maxLength(100)) }),
	/** The first picture is on the screen, so many milliseconds before this was sent. */
	v.object({ type: v.literal('painted'), agoMs: v.pipe(v.number(), v.minValue(0)) }),
	v.object({ type: v.literal('acted'), requestId: v.number(), action: Action }),
	v.object({ type: v.literal('opened'), what: Opening }),
	v.object({ type: v.literal('sourceWanted'), trace: Index, exception: Index, frame: Index }),
	/** Something was typed; all that is not sent yet, without secrets. */
	v.object({ type: v.literal('drafted'), incidentId: v.string(), drafts: Drafts, draftsAt: DraftsAt }),
	v.object({ type: v.literal('retried') }),
	/** A message of the host did not fit the protocol. */
	v.object({ type: v.literal('dropped') }),
]);
export type PageToHost = v.InferOutput<typeof PageToHost>;

/** What a webview that is restored after a reload is about. */
export const PageState = v.object({ incidentId: Text });
