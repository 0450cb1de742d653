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

	it('does not come back after it was sent, though the page is made anew and told what it was told before', () => {
		const memory = aMemory();
		const before = shown({ 'note.text': 'Sent already' });
		const model = new PageModel(memory, ID);
		model.receive(before);
		model.type('note.text', '');
		model.keepNow();
		const anew = new PageModel(memory, ID);
		anew.receive(before);
		assert.equal(anew.draft('note.text'), '');
	});
});
