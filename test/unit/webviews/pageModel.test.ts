import assert from 'node:assert/strict';
import type { HostToPage, PageToHost } from '../../../src/protocol/page';
import { PageModel } from '../../../src/webviews/page/model';

const ID = '01KAT2Q5R07F3KQ8ZJ4N6M2W9X';

/** The memory that VS Code keeps for a page, whichever document it is in. */
function aMemory() {
	let kept: unknown;
	return {
		send: (_: PageToHost) => {},
		kept: () => kept,
		keep: (state: unknown) => {
			kept = JSON.parse(JSON.stringify(state));
		},
	};
}

const shown = (drafts: Readonly<Record<string, string>>) =>
	({
		type: 'shown',
		drafts,
		content: { trace: { revision: null }, suspects: { isAnalyzing: false } },
	}) as unknown as HostToPage;

describe('what was typed on an incident’s page', () => {
	it('comes from the host where the page was never drawn', () => {
		const memory = aMemory();
		new PageModel(memory, ID); // ended before it was told anything
		const model = new PageModel(memory, ID);
		model.receive(shown({ 'note.text': 'The cache was cold' }));
		assert.equal(model.draft('note.text'), 'The cache was cold');
		assert.ok(model.isOpen('note'), 'in the form that it was typed in');
	});

	it('does not come back after it was sent, though the page is made anew', () => {
		const memory = aMemory();
		const model = new PageModel(memory, ID);
		model.receive(shown({ 'note.text': 'Sent already' }));
		model.type('note.text', '');
		model.keepNow();
		const anew = new PageModel(memory, ID);
		anew.receive(shown({}));
		assert.equal(anew.draft('note.text'), '');
	});

	it('is what the host has where VS Code ended before it kept the page’s own', () => {
		const memory = aMemory();
		new PageModel(memory, ID).receive(shown({ 'note.text': 'Older' }));
		const anew = new PageModel(memory, ID);
		anew.receive(shown({ 'note.text': 'Newer' }));
		assert.equal(anew.draft('note.text'), 'Newer');
	});

	it('opens no form for what was only suggested', () => {
		const model = new PageModel(aMemory(), ID);
		model.receive(shown({ 'update.nextAt': '2026-01-01T00:00' }));
		assert.ok(!model.isOpen('update'));
	});
});
