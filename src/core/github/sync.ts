// What an incident and its issue have to tell each other. Pure: who asks has read both.
import type { Incident } from '../incident/record';
import { hashOf } from '../trace/hash';
import { issueTitle } from './issueDraft';
import { unixLines } from './issueText';

/** What goes between an incident and its issue, and whether it asks first. */
export const SYNC_MODES = ['off', 'receive', 'ask', 'send'] as const;
export type SyncMode = (typeof SYNC_MODES)[number];

/** A value on both sides. */
export interface Both<T> {
	readonly here: T;
	readonly there: T;
}

/** What is kept the same on both sides. `null`: no label says it. */
export interface SyncFields {
	readonly title: string;
	/** Resolved or closed here, closed there. */
	readonly isDone: boolean;
	readonly priority: string | null;
	readonly category: string | null;
}
export type SyncField = keyof SyncFields;
export const SYNC_FIELDS: readonly SyncField[] = ['title', 'isDone', 'priority', 'category'];

/** The fields as they were when both sides were looked at last. */
export type SyncBase = { readonly [F in SyncField]: Both<SyncFields[F]> };

/** What is remembered of an issue that an incident is linked to. */
export interface IssueSync {
	/** Of the link. */
	readonly url: string;
	readonly base: SyncBase;
	/** Comments that were taken in, by `commentMark`. */
	readonly seen: readonly string[];
	/** Ids of notes that are not to be sent: they were, or are older than the link, or somebody keeps them here. */
	readonly kept: readonly string[];
	/** A person has agreed that the end of the incident closes the issue. */
	readonly mayClose: boolean;
}

/** A comment as it was read. */
export interface ReadComment {
	readonly author: string;
	/** Markdown, with `\n` between lines. */
	readonly text: string;
	/** Epoch milliseconds. */
	readonly at: number;
	/** As `commentMark` gives it. */
	readonly mark: string;
	/** Id of the note that it was made from, unchanged. */
	readonly note?: string;
}

/** The issue's side. */
export interface There extends SyncFields {
	/** Oldest first. */
	readonly comments: readonly ReadComment[];
}

/** Something that the issue is to be told. */
export type Outgoing =
	| { readonly kind: 'field'; readonly field: SyncField; readonly from: SyncFields[SyncField] }
	| { readonly kind: 'note'; readonly id: string };

/** Both sides changed a field, each to something else. */
export interface Conflict {
	readonly field: SyncField;
	readonly here: string;
	readonly there: string;
}

export interface SyncPlan {
	/** Fields that take the issue's value. */
	readonly take: Partial<SyncFields>;
	/** Comments that become notes. */
	readonly comments: readonly ReadComment[];
	readonly conflicts: readonly Conflict[];
	/** What is to be remembered once `take` and `comments` are done. */
	readonly next: IssueSync;
}

/** What of an incident is kept the same. */
export type Followed = Pick<Incident, 'title' | 'status' | 'priority' | 'category' | 'notes' | 'synced'>;

export const fieldsOf = ({ title, status, priority, category }: Followed): SyncFields => ({
	...{ title, priority, category },
	isDone: status === 'resolved' || status === 'closed',
});

/** Compares both sides with what they were; the first time with nothing, so that both stay as they are. */
export function planSync(incident: Followed, there: There, url: string): SyncPlan {
	const here = fieldsOf(incident);
	const before = incident.synced?.find((one) => one.url === url);
	const notes = incident.notes ?? [];
	const take: Record<string, unknown> = {};
	const conflicts: Conflict[] = [];
	const base: Record<string, Both<unknown>> = {};
	for (const field of SYNC_FIELDS) {
		const was = before?.base[field] ?? { here: here[field], there: there[field] };
		const isHere = here[field] !== was.here;
		const isThere = there[field] !== was.there && there[field] !== null; // a label that is gone says nothing
		base[field] = { here: was.here, there: there[field] };
		if (here[field] === there[field]) {
			base[field] = { here: here[field], there: there[field] };
		} else if (isHere && isThere) {
			conflicts.push({ field, here: String(here[field]), there: String(there[field]) });
			base[field] = { here: here[field], there: there[field] };
		} else if (isThere) {
			take[field] = there[field];
			base[field] = { here: there[field], there: there[field] };
		}
	}
	const seen = new Set(before?.seen ?? []);
	const sent = new Set(there.comments.flatMap(({ note }) => note ?? []));
	const comments: ReadComment[] = [];
	// A comment with a mark may be of somebody else's incident that is linked to the same issue: to this one it is as new as any other.
	const ours = new Set([...notes.map(({ id }) => id), ...(before?.kept ?? [])]);
	const isOurs = ({ note }: ReadComment) => note !== undefined && ours.has(note);
	for (const comment of there.comments) {
		if (!isOurs(comment) && !seen.has(comment.mark)) {
			seen.add(comment.mark);
			comments.push(comment);
		}
	}
	const own = notes.filter(({ from }) => from === undefined).map(({ id }) => id);
	const kept = new Set([...(before?.kept ?? own), ...own.filter((id) => sent.has(id))]);
	return {
		take: take as Partial<SyncFields>,
		...{ comments, conflicts },
		next: {
			url,
			base: base as unknown as SyncBase,
			seen: [...seen],
			kept: [...kept],
			mayClose: before?.mayClose ?? false,
		},
	};
}

/** What an issue is to be told, by what is remembered of it; nothing before it was looked at once. */
export function waiting(incident: Followed, url: string): readonly Outgoing[] {
	const sync = incident.synced?.find((one) => one.url === url);
	if (!sync) {
		return [];
	}
	const here = fieldsOf(incident);
	return [
		...SYNC_FIELDS.filter(
			(field) => here[field] !== sync.base[field].here && here[field] !== sync.base[field].there,
		).map((field) => ({ kind: 'field' as const, field, from: sync.base[field].there })),
		...(incident.notes ?? [])
			.filter(({ id, from }) => from === undefined && !sync.kept.includes(id))
			.map(({ id }) => ({ kind: 'note' as const, id })),
	];
}

/** What is remembered once some of what waited was sent, or is to stay here. @param here the fields as they were sent */
export function settled(sync: IssueSync, done: readonly Outgoing[], here: SyncFields, isSent: boolean): IssueSync {
	const base: Record<string, Both<unknown>> = { ...sync.base };
	const kept = new Set(sync.kept);
	let { mayClose } = sync;
	for (const one of done) {
		if (one.kind === 'note') {
			kept.add(one.id);
		} else {
			const told = one.field === 'title' ? issueTitle(here.title) : here[one.field];
			base[one.field] = { here: here[one.field], there: isSent ? told : sync.base[one.field].there };
			mayClose ||= isSent && one.field === 'isDone' && here.isDone;
		}
	}
	return { ...sync, base: base as unknown as SyncBase, kept: [...kept], mayClose };
}

/** Whether two remember the same. */
export const isSameSync = (one: IssueSync | undefined, other: IssueSync): boolean =>
	one !== undefined &&
	one.mayClose === other.mayClose &&
	one.seen.length === other.seen.length &&
	one.kept.length === other.kept.length &&
	SYNC_FIELDS.every(
		(field) => one.base[field].here === other.base[field].here && one.base[field].there === other.base[field].there,
	);

const MARK = /\n*<!-- faultline note ([0-9A-Z]{26}) ([0-9a-f]{16}) -->\s*$/;

/** A comment with a mark that nobody sees, by which we know it for ours, as long as nobody changes it. */
export function marked(markdown: string, noteId: string): string {
	const text = unixLines(markdown).trim();
	return `${text}\n\n<!-- faultline note ${noteId} ${hashOf(text)} -->`;
}

/** Whose comment it is, what it says, and how it is known again: by its words, since an issue that is moved gives comments other numbers. */
export function readComment(raw: {
	readonly author: string;
	readonly body: string;
	readonly createdAt: number;
}): ReadComment {
	const body = unixLines(raw.body);
	const [, id, hash] = MARK.exec(body) ?? [];
	const text = body.replace(MARK, '').trim();
	return {
		...{ author: raw.author, at: raw.createdAt, text },
		mark: hashOf(`${raw.createdAt} ${raw.author} ${text}`),
		...(id !== undefined && hash === hashOf(text) && { note: id }),
	};
}
