import assert from 'node:assert/strict';
import { draftFromText } from '../../../src/app/draft';
import { redactText } from '../../../src/app/redactText';
import { isAbort } from '../../../src/base/errors';
import { DEFAULT_REDACTION } from '../../../src/core/redaction/model';
import { inAppRules, noRules } from '../../../src/core/trace/inAppRules';
import { aClock, breather, NOON } from '../../support/incidents';

const never = new AbortController().signal;
const redact = redactText(() => DEFAULT_REDACTION, breather);
const category = 'functionality';
const draft = (text: string, rules = noRules) =>
	draftFromText(text, redact, { rules, category }, breather, aClock(), never);
const titleOf = async (text: string) => (await draft(text)).incident.title;
const startOf = async (text: string) => (await draft(text)).incident.startedAt;

const NODE = `TypeError: Cannot read properties of undefined (reading 'country')
    at add (/srv/shop/src/pricing.js:6:33)
    at checkout (/srv/shop/src/checkout.js:6:12)`;

const JAVA = `java.lang.IllegalStateException: Order failed
	at com.shop.Orders.place(Orders.java:41)
	at com.shop.Main.main(Main.java:7)
Caused by: java.lang.NullPointerException: price is null
	at com.shop.Prices.of(Prices.java:12)
	... 1 more`;

const NOISE = '2026-11-20T09:14:07Z info checkout request served in 12 ms for customer 42 at /cart/items\n';
const noise = (length: number) => NOISE.repeat(Math.ceil(length / NOISE.length));

describe('a draft from a text', () => {
	it('is named after the exception and where it was thrown', async () => {
		assert.equal(
			await titleOf(NODE),
			"TypeError: Cannot read properties of undefined (reading 'country') in add (pricing.js:6)",
		);
	});

	it('is named after the root cause where there is one', async () => {
		assert.match(await titleOf(JAVA), /^java\.lang\.NullPointerException: price is null in .*of \(Prices\.java:12\)$/);
	});

	it('is named after the first call that the person’s rules leave in, and known again by everybody’s', async () => {
		const { incident } = await draft(NODE, inAppRules([], ['**/pricing.js']));
		assert.match(incident.title, / in checkout \(checkout\.js:6\)$/);
		assert.deepEqual(incident.evidence, (await draft(NODE)).incident.evidence);
	});

	it('has a title of one short line, whatever the message holds', async () => {
		const title = await titleOf(NODE.replace('Cannot', `\u202e\u0007Ca\u200bnnot ${'read '.repeat(1000)}`));
		assert.ok(title.length <= 120 && !/[\p{Cc}\p{Cf}]/u.test(title), title);
		assert.match(title, /^TypeError: .*… in add \(pricing\.js:6\)$/);
	});

	it('is filed as an error of the product, for a person to weigh', async () => {
		const { incident, hasTrace } = await draft(NODE);
		assert.deepEqual(
			{ ...incident, title: '' },
			{
				title: '',
				description: '',
				category: 'functionality',
				impact: 2,
				urgency: 2,
				startedAt: undefined,
				evidence: [{ text: NODE, fingerprints: incident.evidence[0]?.fingerprints }],
			},
		);
		assert.ok(hasTrace);
	});

	it('keeps what its traces are known again by, each once, after a deployment that moved lines, too', async () => {
		const fingerprintsOf = async (text: string) => (await draft(text)).incident.evidence[0]?.fingerprints ?? [];
		const moved = NODE.replaceAll(/:6:/g, ':9:').replaceAll('/srv/shop', '/app');
		assert.deepEqual(await fingerprintsOf(`${NODE}\n\n${moved}`), await fingerprintsOf(NODE));
		assert.equal((await fingerprintsOf(`${NODE}\n\n${JAVA}`)).length, 2);
	});

	it('takes the first line for a title where there is no trace', async () => {
		const text = '\n\n   The shop is slow   \nsince noon';
		const { incident, hasTrace } = await draft(text);
		assert.deepEqual([hasTrace, incident.title, incident.evidence], [false, 'The shop is slow', [{ text }]]);
	});

	it('has a title even without any text', async () => {
		const { incident } = await draft(' \n ');
		assert.deepEqual([incident.title, incident.evidence], ['Untitled Incident', []]);
	});

	it('starts at the time that stands with the trace, when it has a zone and is past', async () => {
		assert.equal(await startOf(`2026-11-20T09:14:07Z error ${NODE}`), Date.UTC(2026, 10, 20, 9, 14, 7));
		assert.equal(await startOf(`2026-11-20T09:14:07.250+02:00 error\n${NODE}`), Date.UTC(2026, 10, 20, 7, 14, 7, 250));
		assert.equal(await startOf(`2026-11-20T09:14:07 error ${NODE}`), undefined);
		assert.equal(await startOf(`2026-99-20T09:14:07Z error ${NODE}`), undefined);
		assert.equal(await startOf(`${new Date(NOON + 1000).toISOString()} error ${NODE}`), undefined);
		assert.equal(await startOf(`2026-11-20T09:14:07Z up\n${'.\n'.repeat(10)}${NODE}`), undefined);
	});

	it('does not take a time in the exception’s own message for the start: commits after it would be ruled out', async () => {
		const message = 'Error: token expired at 2020-01-01T00:00:00Z\n    at check (/srv/shop/src/token.js:3:5)';
		assert.equal(await startOf(message), undefined);
		assert.equal(await startOf(`2026-11-20T09:14:07Z error ${message}`), Date.UTC(2026, 10, 20, 9, 14, 7));
		assert.equal(await startOf(`2026-11-20T09:14:07Z error\n${message}`), Date.UTC(2026, 10, 20, 9, 14, 7));
		assert.equal(await startOf(`1970-01-01T00:00:00Z error ${NODE}`), undefined);
	});

	it('leaves the colours of a terminal out of the title', async () => {
		assert.equal(await titleOf('\u001b[31mThe shop\u001b[0m is \u001b[1;4mdown\u001b[m'), 'The shop is down');
	});

	it('keeps of a long text what holds the traces, with a few lines around, and says so', async () => {
		const text = `${noise(400_000)}marker before\n${NODE}\nmarker after\n${noise(400_000)}${JAVA}\n${noise(400_000)}`;
		const { incident } = await draft(text);
		const [evidence] = incident.evidence;
		assert.equal(evidence?.excerptOf, '2 stack traces out of 1.2 MB of text');
		for (const part of [NODE, JAVA, 'marker before', 'marker after']) {
			assert.ok(evidence.text.includes(part), part);
		}
		assert.ok(evidence.text.length < 3000, `${evidence.text.length}`);
	});

	it('keeps no more than 256 KB, however many traces there are', async () => {
		const { incident } = await draft(`${NODE}\n\n${noise(300)}`.repeat(2000));
		const [evidence] = incident.evidence;
		assert.ok((evidence?.text.length ?? 0) <= 256 * 1024);
		assert.match(evidence?.excerptOf ?? '', /^\d+ of 2000 stack traces out of 1\.\d MB of text$/);
	});

	it('keeps the beginning of a long text without a trace', async () => {
		const text = noise(2_000_000);
		const [evidence] = (await draft(text)).incident.evidence;
		assert.deepEqual(evidence, {
			text: text.slice(0, 256 * 1024),
			excerptOf: 'The first 256 KB of 2.0 MB of text',
		});
	});

	it('has no secret of the text in it, nor half of one in a title that is cut', async () => {
		const secret = `ghp_${'aB3dE5fG7h'.repeat(4).slice(0, 36)}`;
		for (const before of ['', 'x '.repeat(40), 'x '.repeat(48)]) {
			const { incident, removed } = await draft(NODE.replace('Cannot', `${before}${secret} cannot`));
			assert.ok(!JSON.stringify(incident).includes(secret.slice(0, 12)), incident.title);
			assert.deepEqual(
				removed.map(({ rule }) => rule),
				['github'],
			);
			assert.match(incident.evidence[0]?.text ?? '', /\[redacted: GitHub token\] cannot read/);
		}
	});

	it('is not finished when cancelled', async () => {
		await assert.rejects(
			draftFromText(NODE, redact, { rules: noRules, category }, breather, aClock(), AbortSignal.abort()),
			isAbort,
		);
	});
});
