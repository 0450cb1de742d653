import assert from 'node:assert/strict';
import type { HostToPage, PageToHost } from '../../../src/protocol/page';
import { PageModel } from '../../../src/webviews/page/model';

const ID = '01KAT2Q5R07F3KQ8ZJ4N6M2W9X';

/** The memory that VS Code keeps for a page, whichever document it is in, and what the page sent. */
function aMemory() {
	let kept: unknown;
	const sent: PageToHost[] = [];
	return {
		sent,
		send: (message: PageToHost) => sent.push(message),
		kept: () => kept,
		keep: (state: unknown) => {
			kept = JSON.parse(JSON.stringify(state));
		},
	};
}

const shown = (drafts: Readonly<Record<string, string>>, draftsAt: number) =>
	({
		type: 'shown',
		...{ drafts, draftsAt },
		content: { trace: { revision: null }, suspects: { isAnalyzing: false } },
	}) as unknown as HostToPage;

const LATER = Date.now() + 3_600_000;

describe('what was typed on an incident’s page', () => {
	/** Has typed a note, which page and host have kept. */
	const typed = (memory: ReturnType<typeof aMemory>, text: string) => {
		const model = new PageModel(memory, ID);
		model.receive(shown({}, 0));
		model.setOpen('note', true);
		model.type('note.text', text);
		model.keepNow();
		return model;
	};
	const lastDrafted = ({ sent }: ReturnType<typeof aMemory>) => {
		const message = sent.filter((one) => one.type === 'drafted').at(-1);
		assert.ok(message);
		return message;
	};

	it('comes from the host where the page was never drawn', () => {
		const memory = aMemory();
		new PageModel(memory, ID); // ended before it was told anything
		const model = new PageModel(memory, ID);
		model.receive(shown({ 'note.text': 'The cache was cold' }, 1));
		assert.equal(model.draft('note.text'), 'The cache was cold');
		assert.ok(model.isOpen('note'), 'in the form that it was typed in');
	});

	it('does not come back after it was sent, though the window ended before it kept that, which the host did', () => {
		const memory = aMemory();
		typed(memory, 'Sent already');
		const { draftsAt } = lastDrafted(memory);
		const anew = new PageModel(memory, ID);
		anew.receive(shown({}, draftsAt + 1));
		assert.equal(anew.draft('note.text'), '');
		assert.ok(!anew.isOpen('note'));
		assert.equal(new PageModel(memory, ID).draft('note.text'), '', 'nor later');
	});

	it('does not come back after it was sent out of a document that is made anew and was read before that', () => {
		const memory = aMemory();
		const model = typed(memory, 'Sent already');
		const { drafts, draftsAt } = lastDrafted(memory);
		model.act('note', { kind: 'addNote', text: 'Sent already' });
		model.receive({ type: 'answered', requestId: 1, done: 'The note is in the timeline.' });
		const anew = new PageModel(memory, ID);
		anew.receive(shown(drafts, draftsAt));
		assert.equal(anew.draft('note.text'), '');
		anew.keepNow();
	});

	it('is what the host has where VS Code ended before it kept the page’s own', () => {
		const memory = aMemory();
		typed(memory, 'Older');
		const anew = new PageModel(memory, ID);
		anew.receive(shown({ 'note.text': 'Newer' }, LATER));
		assert.equal(anew.draft('note.text'), 'Newer');
	});

	it('is what the page kept where the host never heard of it, which it does then', () => {
		const memory = aMemory();
		typed(memory, 'Newer');
		const { draftsAt } = lastDrafted(memory);
		memory.sent.length = 0;
		const anew = new PageModel(memory, ID);
		anew.receive(shown({ 'note.text': 'Older' }, 1));
		assert.equal(anew.draft('note.text'), 'Newer');
		anew.keepNow();
		assert.deepEqual(lastDrafted(memory), {
			type: 'drafted',
			incidentId: ID,
			drafts: { 'note.text': 'Newer' },
			draftsAt,
		});
	});

	it('counts as later than what it was before, though the clock was set back', () => {
		const memory = aMemory();
		const model = new PageModel(memory, ID);
		model.receive(shown({ 'note.text': 'Older' }, LATER));
		model.type('note.text', 'Newer');
		model.keepNow();
		assert.equal(lastDrafted(memory).draftsAt, LATER + 1);
	});

	it('stays while pictures come that were read before it', () => {
		const memory = aMemory();
		const model = typed(memory, 'The cache');
		const { drafts, draftsAt } = lastDrafted(memory);
		model.type('note.text', 'The cache was cold');
		model.receive(shown(drafts, draftsAt));
		assert.equal(model.draft('note.text'), 'The cache was cold');
		model.keepNow();
	});

	it('opens no form for what was only suggested', () => {
		const model = new PageModel(aMemory(), ID);
		model.receive(shown({ 'update.nextAt': '2026-01-01T00:00' }, 1));
		assert.ok(!model.isOpen('update'));
	});
});
