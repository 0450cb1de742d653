import assert from 'node:assert/strict';
import { changesFor } from '../../../src/core/chat/changes';
import { AUDIENCES, MESSAGE_KINDS } from '../../../src/core/chat/model';
import { allTemplatePaths, templatePaths } from '../../../src/core/chat/templatePlaces';
import { composed, defaultTemplate, type MessageParts } from '../../../src/core/chat/templates';
import { fold } from '../../../src/core/incident/fold';
import { isPathInside } from '../../../src/core/incident/links';
import { created, NOON } from '../../support/incidents';
import { aMajorIncident, MAJOR } from '../../support/majorIncident';

const words = { time: (at: number) => new Date(at).toISOString().slice(11, 16), status: 'Investigating' };
const parts = (more: Partial<MessageParts> = {}): MessageParts => ({
	...{ kind: 'status', audience: 'engineering', known: '', impact: '', doing: '', nextAt: null },
	...more,
});
const major = fold(aMajorIncident({ now: NOON }))!;
const said = (template: string, more: Partial<MessageParts> = {}, incident = major) =>
	composed(template, incident, parts(more), words);

describe('the template of a message', () => {
	it('is filled with what is written and what the incident says, and leaves out what says nothing', () => {
		assert.deepEqual(
			said(defaultTemplate('major', 'leadership'), {
				audience: 'leadership',
				known: 'The **client** gives up.',
				nextAt: NOON,
			}),
			{
				title: `Major incident ${major.key}: ${MAJOR}`,
				text: [
					'The **client** gives up.',
					'**What changed**\n\n- Status changed from new to acknowledged\n- Declared a major incident: All card payments fail (updates every 30 min for support and management)\n- Status changed from acknowledged to investigating',
					'Next update: 12:00',
				].join('\n\n'),
				facts: [
					{ label: 'Status', value: 'Investigating' },
					{ label: 'Priority', value: 'P1' },
					{ label: 'Incident Commander', value: 'Ann' },
					{ label: 'Started', value: '11:17' },
				],
				nextAt: NOON,
			},
		);
	});

	it('tells customers nothing but what is written for them', () => {
		for (const kind of MESSAGE_KINDS) {
			const { title, text, facts } = said(defaultTemplate(kind, 'customers'), {
				kind,
				audience: 'customers',
				known: 'Cards fail.',
			});
			assert.deepEqual([facts, text], [[], 'Cards fail.'], kind);
			assert.ok(!title.includes(major.key) && title.includes(MAJOR), title);
		}
	});

	it('takes what an incident says of itself for text, and what a person writes for Markdown', () => {
		const incident = fold([created({}, '*Down* [here](https://evil.test) <!channel>')])!;
		const { title, text } = said(
			'# {{key}}: {{title}}\n\n{{title}} and {{known}} {{unknown}}',
			{ known: '**so**' },
			incident,
		);
		assert.equal(title, `${incident.key}: *Down* [here](https://evil.test) <!channel>`);
		assert.equal(text, '\\*Down\\* \\[here\\](https:\\//evil.test) \\<\\!channel\\> and **so** {{unknown}}');
	});

	it('is looked for by kind and audience, inside of the repository', () => {
		assert.deepEqual(templatePaths('docs/updates/', 'status', 'customers'), [
			'docs/updates/status.customers.md',
			'docs/updates/status.md',
		]);
		const all = allTemplatePaths('docs/updates');
		assert.equal(all.length, MESSAGE_KINDS.length * (AUDIENCES.length + 1));
		assert.ok(all.every(isPathInside));
	});
});

describe('what changed since an audience was told', () => {
	it('is what happened behind its own last message, as far as it concerns it', () => {
		const events = aMajorIncident({ now: NOON });
		const last = events.at(-1)!;
		const channel = { id: 'a', kind: 'slackBot' as const, name: '#a' };
		const next = (more: object, at: string) => ({
			...last,
			...more,
			at: `2026-11-23T12:00:0${at}.000Z-0000`,
			id: `01KAT2Q5R07F3KQ8ZJ4N6M2W9${at}`,
		});
		const message = {
			title: 't',
			text: '',
			facts: [],
			nextAt: null,
			kind: 'status',
			audience: 'leadership',
			channels: [channel],
		};
		const told = { message: '01KAT2Q5R07F3KQ8ZJ4N6M2W91', channel: { id: 'a', name: '#a' }, claim: 'c' };
		const incident = fold([
			...events,
			next({ type: 'message.composed', payload: message }, '1'),
			next({ type: 'message.claimed', payload: { ...told, attempt: 1 } }, '2'),
			next({ type: 'message.sent', payload: { ...told, place: {} } }, '3'),
			next({ type: 'note.added', payload: { text: 'A note' } }, '4'),
			next({ type: 'status.changed', payload: { from: 'investigating', to: 'mitigated' } }, '5'),
		])!;
		assert.deepEqual(changesFor(incident, 'leadership').sentences, ['Status changed from investigating to mitigated']);
		assert.equal(changesFor(incident, 'engineering').sentences.length, 8);
		assert.deepEqual(changesFor(incident, 'customers').sentences.length, 4);
	});
});
