import assert from 'node:assert/strict';
import { asEmail, asStatusPage, handOverNote } from '../../../src/core/chat/elsewhere';
import { lastWords } from '../../../src/core/chat/lastWords';
import type { Audience } from '../../../src/core/chat/model';
import { composed, defaultTemplate } from '../../../src/core/chat/templates';
import { fold } from '../../../src/core/incident/fold';
import { aNewIncident, created, NOON, someIncidents } from '../../support/incidents';
import { aMajorIncident, MAJOR } from '../../support/majorIncident';

const time = (at: number) => new Date(at).toISOString().slice(11, 16);
const words = { time, status: 'Investigating' };
const major = fold(aMajorIncident({ now: NOON }))!;

describe('what is said elsewhere than in chats', () => {
	it('tells a status page what customers are told, and nothing of the inside', () => {
		const parts = {
			known: 'Cards fail.',
			impact: '',
			doing: '',
			nextAt: null,
			kind: 'status',
			audience: 'customers',
		} as const;
		const message = composed(defaultTemplate('status', 'customers'), major, parts, words);
		const page = asStatusPage(major, message, words);
		assert.equal(page, `**Investigating** – Update: ${MAJOR}\n\nCards fail.\n\n*Began 11:17*`);
		for (const inside of [major.key, 'P1', 'Ann', 'payments', 'production']) {
			assert.ok(!page.includes(inside), inside);
		}
	});

	it('tells customers again only what was written for customers, and those inside what was written last', async () => {
		const incidents = someIncidents();
		await incidents.load(new AbortController().signal);
		const { id } = await incidents.create(aNewIncident());
		const channels = [{ id: 'c', kind: 'slackBot' as const, name: '#c' }];
		const tell = async (audience: Audience, known: string) => {
			const message = { kind: 'status' as const, audience, title: 'T', text: known, facts: [], nextAt: null, channels };
			await incidents.composeMessage(id, `01KAT2Q5R07F3KQ8ZJ4N6M2W${count++}`, message, {
				...{ known, impact: '', doing: '', nextAt: null },
			});
		};
		let count = 10;
		const known = async (audience: Audience) => lastWords((await incidents.get(id))!, audience).known;
		await tell('engineering', 'Bo broke it.');
		assert.deepEqual([await known('customers'), await known('leadership')], ['', 'Bo broke it.']);
		await tell('customers', 'Cards fail.');
		await incidents.writeUpdate(id, { known: 'v2.8.0 it is.', impact: '', doing: '', nextAt: null });
		assert.deepEqual([await known('customers'), await known('engineering')], ['Cards fail.', 'v2.8.0 it is.']);
		await tell('customers', 'v2.8.0 it is.');
		assert.equal(await known('customers'), 'v2.8.0 it is.');
	});

	it('leaves what was said inside when it was over to the inside', () => {
		const over = {
			...major,
			major: { ...major.major!, stoodDown: { summary: 'Bo broke it.', at: NOON, actor: 'Bo' } },
		};
		const parts = { known: '', impact: '', doing: '', nextAt: null, kind: 'standDown' } as const;
		const text = (audience: Audience) =>
			composed(defaultTemplate('standDown', audience), over, { ...parts, audience }, words).text;
		assert.match(text('leadership'), /Bo broke it/);
		assert.doesNotMatch(text('customers'), /Bo broke it/);
	});

	it('writes an e-mail with its subject in the first line, in one line', () => {
		const facts = [{ label: 'Status', value: '<b>' }];
		assert.equal(
			asEmail({ title: 'Down\nBcc: x', text: 'Cards **fail**.', facts, nextAt: null }),
			'Subject: Down Bcc: x\n\nCards **fail**.\n\n- Status: \\<b\\>',
		);
	});

	it('hands over each open incident with its state, who has it, what was said and what comes next', () => {
		const other = fold([created({ id: '01KAT2Q5R0ZZZZZZZZZZZZZZZZ' }, '[click](https://evil.test)')])!;
		const note = handOverNote(
			[major, other],
			{ from: 'Ann', at: NOON, next: 'Call the provider at 15:00.' },
			() => words,
			time,
		);
		assert.match(note, /^# Hand-over, 12:00\n\nFrom Ann\n\n2 incidents are open\.\n\nCall the provider at 15:00\./);
		assert.match(
			note,
			/## INC-\w+ Nobody can pay by card\n\n- P1 · Investigating · major incident · payments · production\n/,
		);
		assert.match(note, /- Incident Commander: Ann, Communications Lead: Bo\n/i);
		assert.match(note, /- Told last: The new payment client gives up at once\. As before\.\n/);
		assert.match(
			note,
			/- Next steps:\n {2}- Rolling back to v2\\?\.7\\?\.3\.\n {2}- Next update 12:18\n {2}- Nobody is assigned/,
		);
		assert.match(note, /\\\[click\\\]/);
		assert.match(note, /Nobody has acknowledged it/);
	});

	it('names what is to be merged by its name, once escaped, and no next step where there is none', () => {
		const branch = { branch: 'revert/pay_now', pullRequest: { number: 7 } };
		const incident = { ...major, branches: [branch] as unknown as NonNullable<typeof major.branches> };
		const about = { from: '', at: NOON, next: '' };
		assert.match(
			handOverNote([incident], about, () => words, time),
			/merge: revert\/pay\\_now \(\\#7\)/,
		);
		const { updates: _, ...calm } = major;
		const over = { ...calm, status: 'resolved' as const, roles: { assignee: 'Bo' } };
		assert.doesNotMatch(
			handOverNote([over], about, () => words, time),
			/Next steps/,
		);
	});
});
