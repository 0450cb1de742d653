import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { SlackDouble } from '../support/chat/slackDouble';
import { TeamsDouble } from '../support/chat/teamsDouble';
import { violations } from './axe';
import { eventually } from './eventually';
import { shopWindow } from './shopWindow';

describe('chat hears about a major incident', function () {
	this.timeout(120_000);
	let slack: SlackDouble;
	let teams: TeamsDouble;
	let token: string;
	let ops: ReturnType<SlackDouble['addChannel']>;

	before(async () => {
		[slack, teams] = [await SlackDouble.start(), await TeamsDouble.start()];
		ops = slack.addChannel('ops');
	});
	const window = shopWindow({
		get settings() {
			return { 'faultline.analyzeOnCreate': false, 'faultline.chat.slackApi': slack.api };
		},
		before: (shop) =>
			shop.commit('Say how the board is told', {
				files: {
					'.faultline/templates/updates/announce.leadership.md': '# For the board: {{title}}\n\nIt is {{priority}}.\n',
				},
			}),
	});
	afterEach(() => {
		slack.check();
		teams.check();
	});
	after(async () => {
		await slack.close();
		await teams.close();
	});

	const webview = (): FrameLocator => window.app.workbench.webview({ extension: 'faultline.faultline' });
	const secret = async (text: string) => {
		const input = window.page.locator('.quick-input-widget:visible input[type="password"]');
		await input.fill(text);
		await input.press('Enter');
	};
	const question = (text: string) => window.app.workbench.question(text);
	/** Answers who reads a channel: engineering is chosen at first. */
	const readers = () => window.app.workbench.typeAnswer('Who reads');
	const compose = async () => {
		const { app } = window;
		await app.workbench.run('Faultline: Compose Update…');
		await webview().getByRole('heading', { name: 'What is sent' }).waitFor();
		return webview();
	};
	const copied = () => window.page.evaluate(() => navigator.clipboard.readText());
	/** Of the window, for who asked for pictures. */
	const picture = async (name: string) => {
		if (process.env.FAULTLINE_PICTURES) {
			await window.app.workbench.screenshot(`${process.env.FAULTLINE_PICTURES}/${name}.png`);
		}
	};
	const posts = () => slack.requests.filter(({ path }) => path.endsWith('chat.postMessage'));

	it('begins with a major incident, and nothing connected', async () => {
		const { app, page } = window;
		await app.workbench.openView('Faultline');
		await app.workbench.run('Faultline: New Incident…');
		await webview().getByLabel('Title').fill('Checkout is down <!channel>');
		await page.keyboard.press('Control+Enter');
		await app.workbench.treeItem('Checkout is down <!channel>').waitFor();
		await app.workbench.run('Faultline: Declare Major Incident…');
		for (const [prompt, text] of [
			['Why is it a major incident?', 'Nobody can pay'],
			['Who is told?', 'support'],
			['How often is an update promised?', '30'],
			['Who is incident commander?', undefined],
			['Who leads communications?', undefined],
		] as const) {
			await app.workbench.typeAnswer(prompt, text);
		}
		await app.workbench.notification('is a major incident now').waitFor();
		const form = await compose();
		await form.getByText('No channel is connected for this audience.').waitFor();
		assert.ok(await form.getByRole('button', { name: 'Send', exact: true }).isDisabled());
	});

	it('connects Slack after it has said which permission is missing', async () => {
		const { app } = window;
		await webview().getByRole('button', { name: 'Connect Slack…' }).click();
		await app.workbench.pick('Bot Token');
		await secret(slack.token('channels:read'));
		await app.workbench.notification('lacks the permission chat:write').waitFor();
		await app.workbench.run('Faultline: Connect Slack…');
		await app.workbench.pick('Bot Token');
		token = slack.token('chat:write', 'channels:read');
		await secret(token);
		await app.workbench.pick('#ops');
		await readers();
		await app.workbench.notification('#ops is connected. Messages can be sent; the token lacks').waitFor();
	});

	it('connects Teams, with a card that was asked for', async () => {
		const { app, page } = window;
		await app.workbench.run('Faultline: Connect Microsoft Teams…');
		await secret(teams.workflow());
		await app.workbench.answer('How do you call the channel?', 'Shop / Incidents');
		await page.getByRole('button', { name: 'Send Test Card' }).click();
		await readers();
		await app.workbench.notification('Shop / Incidents is connected').waitFor();
		assert.match(teams.wordsOf(0), /^Faultline is connected/);
		await app.workbench.run('Notifications: Clear All Notifications');
	});

	it('shows what each channel is sent, and sends nothing meanwhile', async () => {
		const form = await compose();
		await form.getByLabel('What we know').fill('Cards fail since **noon**.');
		await form.getByLabel('Impact').fill('Nobody can pay, says <@U012AB3CD>');
		await form.getByLabel('What we do').fill('Rolling back');
		const message = form.getByRole('article');
		await message.getByText('Cards fail since noon.').waitFor();
		await message.getByText(/INC-\w+ Checkout is down <!channel>/).waitFor();
		await form.getByText('Begins the thread of this incident.').waitFor();
		await form.getByRole('button', { name: 'Shop / Incidents', exact: true }).click();
		await form.getByText('workflows know no threads').waitFor();
		assert.equal(posts().length, 0);
	});

	it('is written by the repository’s own template for its audience', async () => {
		const form = webview();
		await form.getByLabel('Audience').selectOption('Leadership');
		await form.getByText('.faultline/templates/updates/announce.leadership.md').waitFor();
		await eventually(async () => {
			assert.match(await form.getByLabel('Title').inputValue(), /^For the board: Checkout is down/);
			assert.equal(await form.getByLabel('Text').inputValue(), 'It is P2.');
		});
		await form.getByLabel('Audience').selectOption('Engineering');
		await form.getByText('Written by the usual template').waitFor();
	});

	it('keeps what is written by hand for whom it was written, while others are looked at', async () => {
		const form = webview();
		const text = form.getByLabel('Text');
		const byTemplate = await text.inputValue();
		await text.fill('Ask **Bo** at https://shop.test/bridge before you deploy.');
		await form.getByRole('article').getByText('https://shop.test/bridge').waitFor();
		await form.getByLabel('Audience').selectOption('Customers');
		await form.getByText('Written by the usual template').waitFor();
		await form.getByLabel('Audience').selectOption('Engineering');
		await form.getByText('Changed by hand').waitFor();
		assert.match(await text.inputValue(), /^Ask \*\*Bo\*\*/);
		await picture('composer-by-hand');
		await form.getByRole('button', { name: 'Write it anew' }).click();
		await form.getByText('Written by the usual template').waitFor();
		await form.getByRole('article').getByText('Cards fail since noon.').waitFor();
		assert.equal(await text.inputValue(), byTemplate);
	});

	it('shows customers’ text without a channel, to be copied as it is shown', async () => {
		const { app } = window;
		const form = webview();
		await form.getByLabel('Audience').selectOption('Customers');
		await form.getByRole('button', { name: 'Status page' }).click();
		const shown = form.locator('pre.copy');
		await shown.getByText('Investigating').waitFor();
		await picture('composer-status-page');
		await form.getByRole('button', { name: 'Copy', exact: true }).click();
		await app.workbench.notification('Status page is in the clipboard').waitFor();
		const text = await copied();
		assert.equal(text, await shown.textContent());
		assert.match(text, /Cards fail since \*\*noon\*\*/);
		assert.doesNotMatch(text, /INC-|P2|ops/);
		assert.deepEqual(await violations(form.locator('main')), []);
		await app.workbench.run('Notifications: Clear All Notifications');
		await form.getByLabel('Audience').selectOption('Engineering');
		await form.getByRole('button', { name: 'Shop / Incidents', exact: true }).click();
	});

	it('does not send a promise that is over', async () => {
		const form = webview();
		const next = form.getByLabel('Next update at');
		const before = await next.inputValue();
		await next.fill('2026-01-01T10:00');
		await form.getByText('This time is over.').waitFor();
		await form.getByLabel('Impact').press('Control+Enter');
		await next.fill(before);
		await form.getByText('Left empty, none is promised.').waitFor();
		assert.equal(posts().length, 0);
	});

	for (const theme of ['dark', 'light', 'high-contrast'] as const) {
		it(`has nothing for axe to complain about (${theme})`, async () => {
			const { app } = window;
			await app.workbench.setTheme(theme);
			assert.deepEqual(await violations(webview().locator('main')), []);
			await picture(`composer-${theme}`);
		});
	}

	it('sends to both when Send is pressed, by keyboard too', async () => {
		const { app } = window;
		await webview().getByLabel('Impact').press('Control+Enter');
		await app.workbench.notification('Sent to #ops, Shop / Incidents').waitFor();
		assert.equal(ops.messages.length, 1);
		assert.match(ops.messages[0]?.text ?? '', /Checkout is down &lt;!channel&gt;/);
		assert.match(teams.wordsOf(1), /Impact: Nobody can pay, says <@U012AB3CD>/);
	});

	it('goes on in the same thread, with what changed since', async () => {
		const { app } = window;
		await app.workbench.run('Notifications: Clear All Notifications');
		await app.workbench.run('Faultline: Acknowledge');
		const form = await compose();
		await eventually(async () =>
			assert.equal(await form.getByLabel('Kind').locator('option:checked').textContent(), 'Major-incident update'),
		);
		await form.getByRole('article').getByText('Status changed from new to acknowledged').waitFor();
		await form.getByText('In the thread of this incident.').waitFor();
		await form.getByRole('checkbox', { name: /Shop/ }).uncheck();
		await form.getByRole('button', { name: 'Send to #ops', exact: true }).click();
		await app.workbench.notification('Sent to #ops').waitFor();
		assert.deepEqual(
			ops.messages.map(({ threadTs }) => threadTs),
			[undefined, ops.messages[0]?.ts],
		);
	});

	it('says why one was not sent, sends it once more when asked to, and never twice', async () => {
		const { app } = window;
		await app.workbench.run('Notifications: Clear All Notifications');
		ops.isArchived = true;
		const form = await compose();
		await form.getByLabel('What we know').fill('Rolled back, watching.');
		await form.getByRole('checkbox', { name: /Shop/ }).uncheck();
		await form.getByRole('button', { name: 'Send to #ops', exact: true }).click();
		await app.workbench.notification('Not sent to #ops: #ops is archived').waitFor();
		await app.workbench.run('Notifications: Clear All Notifications');
		await app.workbench.run('Faultline: Open Incident');
		const entry = webview().locator('.timeline li', { hasText: 'Major-incident update for Engineering' }).first();
		await entry.getByText('#ops: not sent: #ops is archived').waitFor();
		await entry.scrollIntoViewIfNeeded();
		await picture('timeline');
		ops.isArchived = false;
		await entry.getByRole('button', { name: 'Send again' }).click();
		await app.workbench.notification('Sent to #ops').waitFor();
		await entry.getByText('#ops: sent').waitFor();
		await entry.getByRole('button', { name: 'Send again' }).waitFor({ state: 'detached' });
		assert.equal(ops.messages.length, 3);
		await app.workbench.run('Notifications: Clear All Notifications');
		await app.workbench.run('Faultline: Send What Was Not Sent…');
		await app.workbench.notification('All that was composed').waitFor();
		assert.equal(posts().length, 4);
	});

	it('asks a person to look where the answer was lost, and does not send it again by itself', async () => {
		const { app, page } = window;
		await app.workbench.run('Notifications: Clear All Notifications');
		await app.workbench.run('View: Close All Editors');
		slack.fail('cutAfter', 'chat.postMessage');
		const form = await compose();
		await form.getByLabel('What we do').fill('Watching the queue');
		await form.getByRole('checkbox', { name: /Shop/ }).uncheck();
		await form.getByRole('button', { name: 'Send to #ops', exact: true }).click();
		await app.workbench.pressInNotification('It is not known whether the message is in #ops', 'I Looked…');
		await page.getByRole('button', { name: 'It Is There' }).click();
		await app.workbench.run('Faultline: Open Incident');
		await webview().locator('.timeline li', { hasText: 'Somebody looked: it is in #ops' }).waitFor();
		assert.deepEqual([posts().length, ops.messages.length], [5, 4]);
	});

	it('puts the next update off, with a reason that those who wait can be told', async () => {
		const { app } = window;
		await app.workbench.run('Faultline: Put Off Update…');
		await question('By how much is it put off?').waitFor();
		await app.workbench.quickRow('30 min later').waitFor();
		await picture('put-off');
		await app.workbench.pick('30 min later');
		await app.workbench.typeAnswer('Why does it come later?');
		await question('Say why: it is in the timeline.').waitFor();
		await app.workbench.answer('Say why: it is in the timeline.', 'The bank looks into it first');
		await app.workbench.notification('is due at').waitFor();
		await webview().locator('.timeline li', { hasText: 'The bank looks into it first' }).waitFor();
		await picture('put-off-timeline');
	});

	it('goes to a status page and into an e-mail by the clipboard, each with what its readers may know', async () => {
		const { app } = window;
		await app.workbench.run('Faultline: Copy Status Page Text');
		await app.workbench.notification('No update was written for customers yet').waitFor();
		const onPage = await copied();
		assert.match(onPage, /^\*\*Investigating\*\* – .*Checkout is down/);
		assert.doesNotMatch(onPage, /Rolled back|INC-|P2|ops/, 'nothing of the inside');
		await app.workbench.run('Faultline: Copy Update as E-mail');
		await app.workbench.notification('The e-mail is in the clipboard').waitFor();
		const mail = await copied();
		assert.match(mail, /^Subject: Major incident INC-\w+: Checkout is down/);
		assert.match(mail, /Rolled back, watching\./);
		assert.match(mail, /\n- Priority: P2\n/);
	});

	it('is handed over to the next shift as a document, with what its writer adds', async () => {
		const { app, page } = window;
		await app.workbench.run('Faultline: Hand-Over Note…');
		await app.workbench.answer('What else does the next shift have to know?', 'Watch the queue of payments');
		const note = page.locator('.editor-instance .monaco-editor[data-uri^="untitled:"] .view-lines');
		await note.getByText('Watch the queue of payments').waitFor();
		await note.getByText('Next update').first().waitFor();
		await note.getByText('Told last: Rolled back, watching.').waitFor();
		await picture('hand-over');
	});

	it('creates a channel for the incident, or says which permission that takes', async () => {
		const { app } = window;
		await app.workbench.run('Faultline: Create Slack Channel…');
		await app.workbench.typeAnswer('A public channel of Acme is created');
		await app.workbench.notification('lacks the permission channels:manage').waitFor();
		assert.equal(slack.channels.size, 1);
	});

	it('creates it under another name where the first one is taken, with a topic and a link to it', async () => {
		const { app } = window;
		await app.workbench.run('Notifications: Clear All Notifications');
		slack.allow(token, 'channels:manage', 'channels:write.topic');
		slack.addChannel('inc-pay');
		await app.workbench.run('Faultline: Create Slack Channel…');
		await app.workbench.answer('A public channel of Acme is created', 'inc-pay');
		await question('There is a channel #inc-pay already').waitFor();
		await picture('create-channel-taken');
		await app.workbench.answer('There is a channel #inc-pay already', 'inc-pay-2');
		await app.workbench.notification('#inc-pay-2 is there. Announce').waitFor();
		const made = [...slack.channels.values()].find(({ name }) => name === 'inc-pay-2');
		assert.match(made?.topic ?? '', /^INC-\w+ Checkout is down/);
		await app.workbench.run('Faultline: Open Incident');
		await webview().getByRole('button', { name: '#inc-pay-2' }).or(webview().getByText('#inc-pay-2')).first().waitFor();
	});
});
