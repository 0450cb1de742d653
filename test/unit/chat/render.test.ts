import assert from 'node:assert/strict';
import type { KnownBlock } from '@slack/types';
import fc from 'fast-check';
import type { Message } from '../../../src/core/chat/model';
import { escaped, SLACK_LIMITS, slackChannelName, slackMessage } from '../../../src/core/chat/slack';
import { teamsMessage } from '../../../src/core/chat/teams';
import { text as literal } from '../../../src/core/incident/exchange/markdownText';
import { slackFault, teamsFault } from '../../support/chat/contracts';

const aMessage = (more: Partial<Message> = {}): Message => ({
	...{
		title: 'Checkout is down',
		text: 'Cards fail.',
		facts: [{ label: 'Status', value: 'investigating' }],
		nextAt: null,
	},
	...more,
});
/** What people and machines write: mentions, markup of both chats, surrogates, and a great deal. */
const nasty = fc.oneof(
	fc.string({ unit: 'grapheme', maxLength: 60 }),
	fc.constantFrom(
		...[
			'<!channel>',
			'<!here|here>',
			'<@U012AB3CD>',
			'@here @channel @everyone',
			'<at>Ann</at>',
			'<https://evil.test|click>',
		],
		...['*b* _i_ ~s~ `c`', '**b**', '[a](https://x.test)', '[a](javascript:alert(1))', '![i](https://x.test/i.png)'],
		...[
			'- a\n  - b\n- c',
			'1. a\n2. b',
			'> q',
			'```\ncode <!channel>\n```',
			'# h',
			'<script>',
			'&lt;!channel&gt;',
			'\ud800',
			'\0',
		],
		...['x'.repeat(5000), '- item\n'.repeat(300), '> '.repeat(50), '😀'.repeat(2000)],
	),
);
const someText = fc.array(nasty, { maxLength: 8 }).map((parts) => parts.join('\n\n'));
const someMessage: fc.Arbitrary<Message> = fc.record({
	...{ title: someText, text: someText, nextAt: fc.constant(null) },
	facts: fc.array(fc.record({ label: someText, value: someText }), { maxLength: 12 }),
});
const onSlack = (message: Message) => {
	const { text, blocks } = slackMessage(message);
	return { text, blocks: [...blocks] };
};

describe('a message in Slack', () => {
	it('fits what Slack takes, whatever it says', () => {
		fc.assert(
			fc.property(someMessage, (message) => {
				assert.equal(slackFault('webhook', onSlack(message)), undefined);
			}),
		);
	});

	it('mentions nobody and links nowhere by what Slack reads as its syntax', () => {
		fc.assert(
			fc.property(someMessage, (message) => {
				const { text, blocks } = onSlack(message);
				const read = [text, ...blocks.flatMap(mrkdwnOf)];
				for (const one of read) {
					assert.doesNotMatch(one, /[<>]/);
					assert.doesNotMatch(one, /&(?!amp;|lt;|gt;)/);
					assert.doesNotMatch(one, /@(?:here|channel|everyone|Ann)/);
				}
				assert.doesNotMatch(JSON.stringify(blocks), /"type":"(?:user|usergroup|broadcast|channel|emoji|date)"/);
			}),
		);
	});

	it('is laid out as it was written', () => {
		const { blocks } = onSlack(
			aMessage({ text: 'Cards **fail** in `pay.js`.\n\n- one\n- [two](https://x.test/2)\n\n> said\n\n```\ncode\n```' }),
		);
		assert.deepEqual(blocks.slice(0, 2), [
			{ type: 'header', text: { type: 'plain_text', text: 'Checkout is down', emoji: false } },
			{ type: 'section', fields: [{ type: 'mrkdwn', text: '*Status*\ninvestigating', verbatim: true }] },
		]);
		const bold = { type: 'text', text: 'fail', style: { bold: true } };
		const code = { type: 'text', text: 'pay.js', style: { code: true } };
		const text = (words: string) => ({ type: 'text', text: words });
		const section = (...elements: object[]) => ({ type: 'rich_text_section', elements });
		assert.deepEqual(blocks[2], {
			type: 'rich_text',
			elements: [
				section(text('Cards '), bold, text(' in '), code, text('.'), text('\n')),
				{
					...{ type: 'rich_text_list', style: 'bullet', indent: 0 },
					elements: [section(text('one')), section({ type: 'link', url: 'https://x.test/2', text: 'two' })],
				},
				{ type: 'rich_text_quote', elements: [text('said')] },
				{ type: 'rich_text_preformatted', elements: [text('code')] },
			],
		});
	});

	it('makes links of addresses that a person wrote, and of none that an incident says', () => {
		const { blocks } = onSlack(
			aMessage({
				text: `Join **https://zoom.test/j/1?a=b&c=d**, (https://x.test/a_(b)). ${literal('see https://evil.test/x')}`,
			}),
		);
		const links = JSON.stringify(blocks).match(/"url":"[^"]*"/g);
		assert.deepEqual(links, ['"url":"https://zoom.test/j/1?a=b&c=d"', '"url":"https://x.test/a_(b)"']);
		assert.match(JSON.stringify(blocks), /see https:\/\/evil\.test\/x"/);
	});

	it('has an item for each row of a table, which no chat has: of more than two columns with their headings', () => {
		const text =
			'| When | What |\n| --- | --- |\n| 12:01 | **Cards** fail, [see](https://x.test/1) |\n| | a &#124; b |\n\n' +
			'| Action | Owner | Due |\n|-|-|-|\n| Add a test | Ann | Friday |\n| <!here> | | |\n\na | b';
		const { blocks, text: plain } = onSlack(aMessage({ text }));
		const lines = [
			...['• 12:01 · Cards fail, see (https://x.test/1)', '• a | b'],
			...['• Add a test · Owner: Ann · Due: Friday', '• &lt;!here&gt;', 'a | b'],
		];
		assert.equal(plain, ['Checkout is down', ...lines].join('\n'));
		assert.match(JSON.stringify(blocks), /"text":"12:01","style":\{"bold":true\}/);
		const card = JSON.stringify(teamsMessage(aMessage({ text })).payload);
		assert.match(
			card,
			/"text":"Add a test","weight":"Bolder"\},\{"type":"TextRun","text":" · Owner: Ann · Due: Friday"/,
		);
	});

	it('says so where it does not fit, and ends with a mark', () => {
		const { isCut, blocks } = slackMessage(aMessage({ text: 'word '.repeat(10_000) }));
		assert.ok(isCut);
		assert.match(JSON.stringify(blocks), /…/);
		assert.ok(JSON.stringify(blocks).length > SLACK_LIMITS.json * 0.7, 'most of what fits is there');
		const many = slackMessage(aMessage({ text: '- one of **many** `items`\n'.repeat(390) }));
		assert.ok(many.isCut && JSON.stringify(many.blocks).length <= SLACK_LIMITS.json);
		assert.equal(slackMessage(aMessage()).isCut, false);
	});

	it('is made in the time that a person waits, whatever somebody wrote into an update or a review', function () {
		this.timeout(60_000);
		const tables = ['| a ', '|-', 'a|b\n-|-\n', '| a | b |\n|-|-|\n\n'];
		const hostile = [
			...tables,
			'*_',
			'[',
			'<',
			'`',
			'![',
			'[a](b) ',
			'- *_\n',
			'2. *_\n',
			'> *_\n',
			'    - *_\n',
			'*_\n',
			'a<b>',
		];
		const started = performance.now();
		for (const part of hostile) {
			const message = aMessage({ text: part.repeat(29_000 / part.length) });
			assert.equal(slackFault('webhook', onSlack(message)), undefined);
			assert.ok(slackMessage(message).isCut, part);
			assert.ok(teamsMessage(message).isCut, part);
		}
		assert.ok(performance.now() - started < 20_000, `${performance.now() - started} ms for ${hostile.length} texts`);
	});

	it('escapes what a name of a person or a channel could be made of', () => {
		assert.equal(escaped('<!channel> & @here <@U1>'), '&lt;!channel&gt; &amp; @\u200bhere &lt;@\u200bU1&gt;');
	});

	it('gives an incident’s channel a name that Slack takes', () => {
		assert.equal(slackChannelName('INC-7F3KQ', 'Checkout: is “down”! Übel'), 'inc-7f3kq-checkout-is-down-u-bel');
		fc.assert(
			fc.property(someText, (title) =>
				assert.equal(slackFault('conversations.create', { name: slackChannelName('INC-7F3KQ', title) }), undefined),
			),
		);
	});
});

describe('a message in Microsoft Teams', () => {
	it('is a card that Adaptive Cards’ own reader takes, small enough for a workflow, whatever it says', () => {
		fc.assert(
			fc.property(someMessage, (message) => {
				const { payload } = teamsMessage(message);
				assert.equal(teamsFault(JSON.stringify(payload)), undefined);
			}),
			{ numRuns: 60 },
		);
	});

	it('is made of nothing in which Teams reads Markdown or mentions', () => {
		fc.assert(
			fc.property(someMessage, (message) => {
				const { content } = teamsMessage(message).payload.attachments[0];
				assert.deepEqual([...new Set(content.body.map(({ type }) => type))], ['RichTextBlock']);
				assert.deepEqual(content.msteams, { width: 'Full' });
			}),
			{ numRuns: 30 },
		);
	});

	it('is cut where it is too large, and says so', () => {
		const { isCut, payload } = teamsMessage(aMessage({ text: '漢字 '.repeat(20_000) }));
		assert.ok(isCut);
		assert.equal(teamsFault(JSON.stringify(payload)), undefined);
		assert.equal(teamsMessage(aMessage()).isCut, false);
	});
});

/** The texts of a block that Slack reads as mrkdwn. */
function mrkdwnOf(block: KnownBlock): readonly string[] {
	return block.type === 'section' ? (block.fields ?? []).map(({ text }) => text) : [];
}
