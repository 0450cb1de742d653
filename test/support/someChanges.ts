import fc from 'fast-check';
import { ALERT_STATES, SEVERITIES } from '../../src/core/alerts/model';
import { AUDIENCES, MESSAGE_KINDS } from '../../src/core/chat/model';
import { ACTION_KINDS } from '../../src/core/incident/actions';
import { CHECKS } from '../../src/core/incident/closure';
import type { IncidentEvent } from '../../src/core/incident/event';
import { LINK_KINDS } from '../../src/core/incident/links';
import { PRIORITIES } from '../../src/core/incident/priority';
import { ROLES } from '../../src/core/incident/roles';
import { TIMES } from '../../src/core/incident/times';
import { NOTE_KINDS } from '../../src/core/notes/note';

type Change = Pick<IncidentEvent, 'type' | 'payload'>;

const time = fc.integer({ min: -5, max: 5 });

const made = <T>(type: string, payload: fc.Arbitrary<T>) => payload.map((of): Change => ({ type, payload: of }));

/**
 * What happens while an incident is answered: roles, escalations, updates, links, notes. Few different values, so that they meet.
 *
 * @param text what people say
 */
export function responseChanges(text: fc.Arbitrary<string>): fc.Arbitrary<Change> {
	const url = fc.constantFrom('https://example.com/1', 'http://example.com/2');
	const file = fc.record(
		{ path: fc.constantFrom('src/a.js', 'src/b.js'), repository: fc.constant('/home/ann/shop') },
		{ requiredKeys: ['path'] },
	);
	const sha = fc.constantFrom('a'.repeat(40), 'b'.repeat(40));
	const branch = fc.record(
		{
			kind: fc.constantFrom('revert', 'rollback', 'pick', 'review'),
			branch: fc.constantFrom('a', 'b'),
			tip: sha,
			base: fc.record({ ref: fc.constant('refs/heads/main'), sha }),
			commits: fc.array(fc.record({ sha, subject: text }), { maxLength: 2 }),
			before: sha,
		},
		{ requiredKeys: ['kind', 'branch', 'tip', 'base', 'commits'] },
	);
	return fc.oneof(
		made('priority.overridden', fc.record({ priority: fc.option(fc.constantFrom(...PRIORITIES)), reason: text })),
		made('times.corrected', fc.dictionary(fc.constantFrom(...TIMES), fc.option(time), { noNullPrototype: true })),
		made('role.assigned', fc.record({ role: fc.constantFrom(...ROLES), person: fc.option(text) })),
		made('escalation.raised', fc.record({ level: fc.integer({ min: 1, max: 3 }), to: text, reason: text })),
		made('major.declared', fc.record({ reason: text, audience: text, updateMinutes: fc.integer({ min: 1, max: 60 }) })),
		made('major.stoodDown', fc.record({ summary: text })),
		made('update.written', fc.record({ known: text, impact: text, doing: text, nextAt: fc.option(time) })),
		made('update.snoozed', fc.record({ until: time, reason: text })),
		...messages(text),
		made('note.added', fc.record({ text, happenedAt: time, from: url }, { requiredKeys: ['text'] })),
		...rootCauseNotes(text),
		made('link.added', fc.record({ kind: fc.constantFrom(...LINK_KINDS), url, title: text })),
		made('link.removed', fc.record({ url })),
		made('issue.synced', issueSynced(text, url)),
		made('alerts.seen', alertsSeen(text, url)),
		made('file.attached', file),
		made('file.detached', file),
		made('branch.prepared', branch),
		made(
			'branch.pushed',
			fc.record({
				branch: fc.constantFrom('a', 'b'),
				tip: sha,
				remote: fc.constant({ name: 'origin', url: 'https://example.com/a' }),
			}),
		),
		made(
			'pullRequest.opened',
			fc.record({
				branch: fc.constantFrom('a', 'b'),
				number: fc.integer({ min: 1, max: 3 }),
				url,
				kind: fc.constantFrom('revert', 'rollback', 'pick', 'review'),
				base: fc.constant('main'),
			}),
		),
		made('review.written', fc.record({ text, base: text }, { requiredKeys: ['text'] })),
		...actionItems(text, url),
		made('check.recorded', fc.record({ check: fc.constantFrom(...CHECKS), isDone: fc.boolean() })),
	);
}

const ANCHOR = {
	...{ commit: 'a'.repeat(40), path: 'src/a.js', first: 3, last: 4, fingerprint: ['01234567', '89abcdef'] },
	function: { name: 'total', span: { first: 1, last: 9 } },
};

/** Action items, and what is said of some of them. */
function actionItems(text: fc.Arbitrary<string>, issue: fc.Arbitrary<string>): fc.Arbitrary<Change>[] {
	const said = text.filter((one) => one !== '');
	const action = fc.constantFrom('01KAT2Q5R07F3KQ8ZJ4N6M2W9X', '01KAT2Q5R07F3KQ8ZJ4N6M2W9Y');
	const kind = fc.constantFrom(...ACTION_KINDS);
	const due = fc.constantFrom('2026-12-01', '2027-01-31');
	const by = fc.constantFrom('person', 'issue');
	return [
		made('action.added', fc.record({ text: said, kind, owner: said, due, issue }, { requiredKeys: ['text', 'kind'] })),
		made(
			'action.edited',
			fc.record(
				{ action, text: said, kind, owner: fc.option(said), due: fc.option(due) },
				{ requiredKeys: ['action'] },
			),
		),
		made('action.linked', fc.record({ action, issue: fc.option(issue) })),
		made('action.done', fc.record({ action, by })),
		made('action.reopened', fc.record({ action, by })),
		made('action.removed', fc.record({ action })),
	];
}

/** What is noted about lines of code, and what becomes of notes; those that are changed are hardly ever there. */
function rootCauseNotes(text: fc.Arbitrary<string>): fc.Arbitrary<Change>[] {
	const note = fc.constantFrom('01KAT2Q5R07F3KQ8ZJ4N6M2W9X', '01KAT2Q5R07F3KQ8ZJ4N6M2W9Y');
	const made = <T>(type: string, payload: fc.Arbitrary<T>) =>
		payload.map((of): Change => ({ type: `rootCauseNote.${type}`, payload: of }));
	return [
		made('added', fc.record({ kind: fc.constantFrom(...NOTE_KINDS), text, anchor: fc.constant(ANCHOR) })),
		made('edited', fc.record({ note, reply: note, text }, { requiredKeys: ['note', 'text'] })),
		made('replied', fc.record({ note, text })),
		made('resolved', fc.record({ note })),
		made('reopened', fc.record({ note })),
		made('deleted', fc.record({ note, reply: note }, { requiredKeys: ['note'] })),
	];
}

/** A few alerts, some of which are the same one. */
function alertsSeen(text: fc.Arbitrary<string>, url: fc.Arbitrary<string>) {
	const alert = fc.record(
		{
			source: fc.constantFrom('prometheus http://a', 'prometheus http://b'),
			sourceName: text,
			key: fc.constantFrom('1', '2'),
			title: text,
			state: fc.constantFrom(...ALERT_STATES),
			severity: fc.constantFrom(...SEVERITIES),
			labels: fc.dictionary(fc.constantFrom('a', 'b'), text, { noNullPrototype: true }),
			startsAt: time,
			endsAt: time,
			url,
			count: fc.integer({ min: 1, max: 3 }),
			isFlapping: fc.boolean(),
		},
		{ requiredKeys: ['source', 'sourceName', 'key', 'title', 'state', 'severity', 'labels', 'startsAt', 'count'] },
	);
	return fc.record(
		{ alerts: fc.array(alert, { minLength: 1, maxLength: 3 }), more: fc.nat({ max: 3 }) },
		{ requiredKeys: ['alerts'] },
	);
}

/** What is said in chats, and how it gets there; few messages, channels and tries, so that they meet. */
function messages(text: fc.Arbitrary<string>): fc.Arbitrary<Change>[] {
	const channel = fc.constantFrom({ id: 'a', name: '#a' }, { id: 'b', name: '#b' });
	const message = fc.constantFrom('01KAT2Q5R07F3KQ8ZJ4N6M2W9X', '01KAT2Q5R07F3KQ8ZJ4N6M2W9Y');
	const of = { message, channel, claim: fc.constantFrom('one', 'two') };
	const made = <T>(type: string, payload: fc.Arbitrary<T>) =>
		payload.map((made): Change => ({ type: `message.${type}`, payload: made }));
	return [
		made(
			'composed',
			fc.record({
				...{ title: text, text, kind: fc.constantFrom(...MESSAGE_KINDS), audience: fc.constantFrom(...AUDIENCES) },
				facts: fc.array(fc.record({ label: text, value: text }), { maxLength: 1 }),
				nextAt: fc.option(time),
				channels: fc.array(
					channel.map((one) => ({ ...one, kind: 'slackBot' })),
					{ maxLength: 2 },
				),
			}),
		),
		made('claimed', fc.record({ ...of, attempt: fc.integer({ min: 1, max: 2 }) })),
		made('sent', fc.record({ ...of, place: fc.record({ ts: text }, { requiredKeys: [] }) })),
		made('failed', fc.record({ ...of, why: text, isUnknown: fc.boolean() })),
		made('discarded', fc.record({ message })),
	];
}

/** What an incident and its issue said when they were brought together. */
function issueSynced(text: fc.Arbitrary<string>, url: fc.Arbitrary<string>) {
	const both = <T>(of: fc.Arbitrary<T>) => fc.record({ here: of, there: of });
	const some = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 });
	return fc.record({
		url,
		number: fc.integer({ min: 1, max: 3 }),
		base: fc.record({
			title: both(text),
			isDone: both(fc.boolean()),
			priority: both(fc.option(fc.constantFrom(...PRIORITIES))),
			category: both(fc.option(text)),
		}),
		seen: some,
		kept: some,
		mayClose: fc.boolean(),
		conflicts: fc.array(fc.record({ field: fc.constantFrom('title', 'isDone'), here: text, there: text }), {
			maxLength: 1,
		}),
		sent: fc.array(text, { maxLength: 2 }),
	});
}

/** An undoing for every so many events, of one that is among them, earlier or later. */
export function withUndone(events: readonly IncidentEvent[]): fc.Arbitrary<IncidentEvent[]> {
	return fc.array(fc.option(fc.nat({ max: events.length - 1 })), { maxLength: events.length }).map((targets) =>
		events.map((event, place) => {
			const target = targets[place];
			return typeof target === 'number'
				? { ...event, type: 'change.undone', payload: { event: events[target]?.id } }
				: event;
		}),
	);
}
