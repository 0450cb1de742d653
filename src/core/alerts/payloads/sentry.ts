// Issues and events of Sentry: as its API, the webhooks of integrations, and the older ones of projects have them.
import * as v from 'valibot';
import { isNestedDeeper } from '../../../base/nesting';
import type { AlertState } from '../model';
import type { RawAlert } from '../raw';
import { Count, fitting, Id, Text, Time } from './fields';

const Named = v.fallback(v.optional(v.object({ slug: Text, name: Text })), undefined);

/** @see https://github.com/getsentry/sentry-api-schema: issues */
export const SentryIssue = v.object({
	id: Id,
	shortId: Text,
	title: v.string(),
	culprit: Text,
	permalink: Text,
	web_url: Text,
	level: Text,
	status: v.string(),
	count: Count,
	firstSeen: Time,
	lastSeen: Time,
	project: Named,
});

/** @param event latest one of it, with its trace, where that is known */
export function sentryAlert(item: unknown, event?: SentryEventFacts): RawAlert | undefined {
	const issue = fitting(SentryIssue, item);
	if (!issue) {
		return undefined;
	}
	const { id, title, culprit, permalink, web_url, level, status, count, firstSeen, lastSeen, project, shortId } = issue;
	return {
		...{ key: id, title, description: culprit, count },
		name: `${title} ${culprit ?? ''}`,
		state: stateOf(status),
		severity: level,
		service: project?.slug ?? project?.name,
		environment: event?.environment,
		release: event?.release,
		labels: { ...(shortId && { issue: shortId }), ...(culprit && { culprit }), ...event?.tags },
		texts: [event?.text],
		startsAt: firstSeen,
		endsAt: lastSeen,
		url: permalink ?? web_url,
	};
}

/** What an event says of where it happened. */
export interface SentryEventFacts {
	/** What of the event has traces, as JSON. */
	readonly text: string;
	readonly release?: string | undefined;
	readonly environment?: string | undefined;
	readonly tags: Readonly<Record<string, string>>;
}

const Event = v.object({
	event_id: v.optional(Id),
	eventID: v.optional(Id),
	issue_id: v.fallback(v.optional(Id), undefined),
	groupID: v.fallback(v.optional(Id), undefined),
	title: Text,
	message: Text,
	culprit: Text,
	level: Text,
	platform: Text,
	datetime: Time,
	dateCreated: Time,
	web_url: Text,
	release: v.fallback(v.optional(v.unknown()), undefined),
	environment: Text,
	tags: v.fallback(v.optional(v.array(v.unknown())), undefined),
});

const TAGS = 20;
/** Lists and objects in one another, as events have them, and some more. */
const DEEPEST = 50;

/** Where events say what was thrown; the rest (breadcrumbs, requests, contexts) is often a hundred times as long, and would push traces out. */
const TELLING = [
	...(['type', 'title', 'message', 'culprit', 'platform', 'level', 'logentry'] as const),
	...(['exception', 'threads', 'stacktrace'] as const),
] as const;
const ENTRIES: ReadonlySet<unknown> = new Set(['exception', 'threads', 'stacktrace', 'message']);

function traceText(value: unknown): string {
	const event = value as Readonly<Record<string, unknown>>;
	const entries = fitting(v.array(v.unknown()), event.entries)?.filter((entry) =>
		ENTRIES.has((entry as { readonly type?: unknown } | null)?.type),
	);
	const telling = { ...Object.fromEntries(TELLING.map((field) => [field, event[field]])), ...(entries && { entries }) };
	if (isNestedDeeper(telling, DEEPEST)) {
		return ''; // no trace is
	}
	// What variables held is nobody's business here.
	return JSON.stringify(telling, (key, said: unknown) => (key === 'vars' ? undefined : said));
}

/** What is read of an event of Sentry's, from its API or a webhook. @returns undefined where it is none */
export function sentryEvent(value: unknown): SentryEventFacts | undefined {
	const event = fitting(Event, value);
	if (!event || (event.event_id ?? event.eventID) === undefined) {
		return undefined;
	}
	const pairs = (event.tags ?? []).flatMap((tag): [string, string][] => {
		const [key, said] = Array.isArray(tag)
			? tag
			: [(tag as { key?: unknown } | null)?.key, (tag as { value?: unknown } | null)?.value];
		return typeof key === 'string' && typeof said === 'string' ? [[key, said]] : [];
	});
	const tags = Object.fromEntries(pairs.slice(0, TAGS));
	const release =
		typeof event.release === 'string'
			? event.release
			: (fitting(v.object({ version: v.string() }), event.release)?.version ?? tags.release);
	return { text: traceText(value), release, environment: event.environment ?? tags.environment, tags };
}

const IssueHook = v.object({ action: v.string(), data: v.object({ issue: v.unknown() }) });
const EventHook = v.object({
	action: Text,
	data: v.object({ event: v.optional(v.unknown()), error: v.optional(v.unknown()), triggered_rule: Text }),
});
const LegacyHook = v.object({
	id: Id,
	project: v.string(),
	project_name: Text,
	culprit: Text,
	level: Text,
	url: v.string(),
	message: Text,
	event: v.looseObject({}),
});

/** A body that Sentry sends, of whichever kind. */
export function sentryWebhook(body: unknown): RawAlert | undefined {
	const issue = fitting(IssueHook, body);
	if (issue) {
		const raw = sentryAlert(issue.data.issue);
		return raw && { ...raw, state: issue.action === 'resolved' ? 'resolved' : raw.state };
	}
	const hook = fitting(EventHook, body);
	const inside = hook?.data.event ?? hook?.data.error;
	if (inside !== undefined) {
		return ofEvent(inside);
	}
	const legacy = fitting(LegacyHook, body);
	if (!legacy) {
		return undefined;
	}
	const facts = sentryEvent({ event_id: legacy.id, ...legacy.event });
	const title = fitting(v.object({ title: v.string() }), legacy.event)?.title;
	return {
		...{ key: legacy.id, title: title ?? legacy.message ?? '', description: legacy.culprit, state: 'firing' },
		severity: legacy.level,
		service: legacy.project,
		release: facts?.release,
		environment: facts?.environment,
		labels: facts?.tags ?? {},
		texts: [facts?.text],
		startsAt: undefined,
		url: legacy.url,
	};
}

function ofEvent(value: unknown): RawAlert | undefined {
	const event = fitting(Event, value);
	const facts = sentryEvent(value);
	const key = event?.issue_id ?? event?.groupID ?? event?.event_id ?? event?.eventID;
	if (!event || !facts || key === undefined) {
		return undefined;
	}
	return {
		...{ key, title: event.title ?? event.message ?? '', description: event.culprit, state: 'firing' },
		name: `${event.title ?? ''} ${event.culprit ?? ''}`,
		severity: event.level,
		...{ environment: facts.environment, release: facts.release, labels: facts.tags },
		texts: [facts.text],
		startsAt: event.datetime ?? event.dateCreated,
		url: event.web_url,
	};
}

const stateOf = (status: string): AlertState =>
	status === 'resolved'
		? 'resolved'
		: status === 'ignored' || status === 'muted' || status === 'archived'
			? 'suppressed'
			: 'firing';
