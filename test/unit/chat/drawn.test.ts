import assert from 'node:assert/strict';
import fc from 'fast-check';
import { drawnSlack, drawnTeams } from '../../../src/core/chat/drawn';
import type { Message } from '../../../src/core/chat/model';
import { slackMessage } from '../../../src/core/chat/slack';
import { teamsMessage } from '../../../src/core/chat/teams';

const message: Message = {
	...{ title: 'Down: <!here> & “so”', nextAt: null, facts: [{ label: 'Status', value: 'a <b> & @here' }] },
	text: 'Cards **fail** in `pay.js`, see [it](https://x.test).\n\n1. one\n2. two\n   - deep\n\n> said\n\n```\ncode\n```',
};
const plain = (drawn: ReturnType<typeof drawnSlack>) =>
	drawn.map(({ kind, runs, marker = '' }) => `${kind}: ${marker}${runs.map(({ text }) => text).join('|')}`);

describe('the preview of a message', () => {
	it('is read back from what Slack is sent', () => {
		assert.deepEqual(plain(drawnSlack(slackMessage(message))), [
			...['title: Down: <!here> & “so”', 'fact: Status|a <b> & @here', 'text: Cards |fail| in |pay.js|, see |it|.'],
			...['item: 1.one', 'item: 2.two', 'item: •deep', 'quote: said', 'code: code'],
		]);
	});

	it('is read back from what Teams is sent', () => {
		assert.deepEqual(plain(drawnTeams(teamsMessage(message).payload)), [
			...['title: Down: <!here> & “so”', 'text: Status: |a <b> & @here', 'text: Cards |fail| in |pay.js|, see |it|.'],
			...['item: 1.one', 'item: 2.two', 'item: •deep', 'quote: said', 'text: code'],
		]);
	});

	it('shows every word that is sent', () => {
		const words = fc.array(fc.stringMatching(/^[a-zA-Z]{1,8}$/), { minLength: 1, maxLength: 30 });
		fc.assert(
			fc.property(words, (said) => {
				const text = said.join(' ');
				const both = [
					drawnSlack(slackMessage({ ...message, text })),
					drawnTeams(teamsMessage({ ...message, text }).payload),
				];
				for (const drawn of both) {
					assert.equal(
						drawn
							.at(-1)
							?.runs.map((run) => run.text)
							.join(''),
						text,
					);
				}
			}),
		);
	});
});
