import assert from 'node:assert/strict';
import type { ComposerDraft, ComposerToHost, HostToComposer } from '../../../src/protocol/composer';
import { ComposerModel } from '../../../src/webviews/composer/model';

const DRAFT: ComposerDraft = {
	...{ kind: 'status', audience: 'engineering', channels: ['ops'], known: '', impact: '', doing: '', nextAt: null },
	...{ title: '', text: '', isOwn: false, isPinned: false, marksOver: false },
};
const CHANNELS: Extract<HostToComposer, { type: 'channels' }>['channels'] = [
	{ id: 'ops', name: '#ops', kind: 'slackBot', kindName: 'Slack', audiences: ['engineering'] },
	{ id: 'board', name: 'Board', kind: 'teamsWebhook', kindName: 'Teams', audiences: ['leadership'] },
];

const NOTHING = { known: '', impact: '', doing: '' };
const WORDS = { customers: { ...NOTHING, known: 'Cards fail.' }, inside: { ...NOTHING, known: 'v2.8.0 is bad.' } };

/** A composer that was shown, and what it said since. */
function aComposer() {
	const said: ComposerToHost[] = [];
	const model = new ComposerModel((message) => said.push(message));
	model.receive({ type: 'channels', channels: CHANNELS });
	model.receive({
		type: 'shown',
		key: 'INC-1',
		title: 'Down',
		draft: DRAFT,
		isKept: false,
		words: WORDS,
		kinds: [],
		audiences: [],
	});
	let picture = 0;
	const last = () => said.filter((one) => one.type === 'changed').at(-1);
	return {
		...{ model, said, last },
		/** The host's answer to what was said last, or to an earlier draft. */
		preview: (more: Partial<Extract<HostToComposer, { type: 'preview' }>> = {}) => {
			picture++;
			const sendings = [
				{ id: 'ops', name: '#ops', kind: 'slackBot' as const, kindName: '', notes: [], drawn: [], json: '' },
			];
			model.receive({
				...{ type: 'preview', revision: last()?.revision ?? 0, picture, title: 'T', text: 'X', template: '' },
				...{ removed: '', sendings, copies: [], told: '', mayPin: false, mayMarkOver: false },
				...more,
			});
		},
		sent: () => said.filter((one) => one.type === 'sent'),
	};
}

describe('the composer of a message', () => {
	it('sends what the last preview showed, once, and nothing while that is out of date', () => {
		const { model, preview, sent } = aComposer();
		model.submit();
		preview();
		model.change({ known: 'Cards fail' });
		model.submit();
		assert.deepEqual(sent(), []);
		preview();
		preview(); // the incident changed meanwhile
		model.submit();
		model.submit();
		assert.deepEqual(sent(), [{ type: 'sent', requestId: 1, picture: 3 }]);
	});

	it('drops a preview that comes too late', () => {
		const { model, preview } = aComposer();
		model.change({ known: 'newer' });
		preview({ revision: 1, title: 'of the older one' });
		assert.deepEqual([model.preview, model.isCurrent], [undefined, false]);
	});

	it('is written by the template until somebody writes by hand, and again when asked to', () => {
		const { model, preview } = aComposer();
		preview();
		assert.deepEqual([model.draft?.title, model.draft?.text], ['T', 'X']);
		model.change({ text: 'Mine', isOwn: true });
		preview({ text: 'of the template' });
		assert.equal(model.draft?.text, 'Mine');
		model.change({ isOwn: false });
		preview({ text: 'of the template' });
		assert.equal(model.draft?.text, 'of the template');
	});

	it('goes to the channels of its audience, those that are connected meanwhile too', () => {
		const { model, last } = aComposer();
		model.chooseAudience('leadership');
		assert.deepEqual(last()?.draft.channels, ['board']);
		const another = {
			id: 'board-2',
			name: 'Board 2',
			kind: 'slackWebhook' as const,
			kindName: '',
			audiences: ['leadership' as const],
		};
		model.receive({ type: 'channels', channels: [...CHANNELS, another] });
		assert.deepEqual(last()?.draft.channels, ['board', 'board-2']);
	});

	it('leaves to the inside what was said there last, and takes along to customers only what was typed', () => {
		const { model } = aComposer();
		const words = () => [model.draft?.known, model.draft?.impact];
		model.change({ known: 'v2.8.0 is bad.', impact: 'Typed' });
		model.chooseAudience('leadership');
		assert.deepEqual(words(), ['v2.8.0 is bad.', 'Typed']);
		model.chooseAudience('customers');
		assert.deepEqual(words(), ['Cards fail.', 'Typed']);
		model.chooseAudience('engineering');
		assert.deepEqual(words(), ['v2.8.0 is bad.', 'Typed']);
	});

	it('leaves unchosen what was not chosen when another channel is connected', () => {
		const { model, last } = aComposer();
		model.change({ channels: [] });
		const dev = { ...CHANNELS[0]!, id: 'dev', name: '#dev' };
		model.receive({ type: 'channels', channels: [...CHANNELS, dev] });
		assert.deepEqual(last()?.draft.channels, ['dev']);
		model.receive({ type: 'channels', channels: [dev] });
		assert.deepEqual(last()?.draft.channels, ['dev']);
	});

	it('keeps what was written by hand for an audience and a kind while others are looked at', () => {
		const { model, preview, last } = aComposer();
		model.change({ title: 'Mine', text: 'By hand', isOwn: true });
		model.chooseAudience('leadership');
		preview();
		assert.deepEqual([model.draft?.isOwn, model.draft?.text], [false, 'X']);
		model.change({ text: 'For the board', isOwn: true });
		model.chooseKind('standDown');
		model.chooseKind('status');
		assert.deepEqual([model.draft?.isOwn, model.draft?.text], [true, 'For the board']);
		model.chooseAudience('engineering');
		assert.deepEqual([last()?.draft.title, last()?.draft.text, last()?.draft.channels], ['Mine', 'By hand', ['ops']]);
		assert.deepEqual(
			model.draft?.others?.map(({ audience, text }) => [audience, text]),
			[['leadership', 'For the board']],
		);
	});

	it('sends nothing that promises an update for a time that is over, and says why', () => {
		const { model, preview, sent } = aComposer();
		model.change({ nextAt: Date.now() - 1 });
		preview();
		model.submit();
		assert.deepEqual([model.isPromisePast(Date.now()), sent()], [true, []]);
		model.chooseKind('standDown');
		preview();
		model.submit();
		assert.equal(sent().length, 1);
	});

	it('says so where more is typed than is taken, and does not send what was there before', () => {
		const { model, preview, said, sent } = aComposer();
		preview();
		const count = said.length;
		model.change({ known: 'x'.repeat(40_001) });
		model.submit();
		assert.deepEqual([model.isTooLong, said.length, sent()], [true, count, []]);
		model.change({ known: 'x' });
		assert.deepEqual([model.isTooLong, said.length], [false, count + 1]);
	});

	it('copies what the preview shows, and nothing while that is out of date', () => {
		const { model, preview, said } = aComposer();
		preview();
		model.copy('email');
		model.change({ known: 'newer' });
		model.copy('email');
		assert.deepEqual(
			said.filter(({ type }) => type === 'copied'),
			[{ type: 'copied', picture: 1, what: 'email' }],
		);
	});

	it('can be sent once more after it was refused, with the reason in sight', () => {
		const { model, preview, sent } = aComposer();
		preview();
		model.submit();
		model.receive({ type: 'refused', requestId: 1, message: 'Write a title.' });
		assert.equal(model.refusal, 'Write a title.');
		model.submit();
		assert.equal(sent().length, 2);
	});
});
