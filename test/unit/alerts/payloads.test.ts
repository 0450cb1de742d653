import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { takeAlerts } from '../../../src/app/takeAlerts';
import { payloadJson } from '../../../src/core/alerts/payloads/payloadJson';
import { recognizePayload } from '../../../src/core/alerts/payloads/recognize';
import { takingInto } from '../../support/alerts';
import { NOON, someIncidents } from '../../support/incidents';

const folder = join(__dirname, '../../fixtures/payloads');
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const never = new AbortController().signal;

describe('a payload of a monitor', () => {
	for (const file of files) {
		it(`is recognized and taken in: ${file}`, async () => {
			const payload = recognizePayload(read(file), NOON);
			assert.equal(payload?.monitor.toLowerCase(), file.split('-')[0]);
			assert.equal(payload?.alerts.length, 1);
			const [alert] = payload?.alerts ?? [];
			assert.deepEqual(
				[alert?.state, alert?.severity, alert?.service, alert?.startsAt],
				['firing', 'critical', 'checkout', alert?.startsAt === NOON - 119_877 ? NOON - 119_877 : NOON - 120_000],
			);
			assert.match(alert?.url ?? 'https://x', /^https:/);
			const incidents = someIncidents();
			await incidents.load(never);
			const answer = { source: alert?.source ?? '', alerts: payload?.alerts ?? [], isWhole: false };
			const { opened } = await takeAlerts(answer, new Map(), takingInto(incidents), never);
			const incident = await incidents.get(opened[0] ?? '');
			assert.equal(incident?.priority, 'P1');
			if (!/pagerduty|issue|incident/.test(file)) {
				assert.match(incident?.evidence[0]?.text ?? '', /price\.js/, 'its trace was found');
				assert.deepEqual([incident?.release, incident?.environment], ['v1.4.0', 'production']);
			}
		});
	}

	it('is none of what anybody else writes as JSON with an id and some words, and an event is Sentry’s', () => {
		const stack = 'TypeError: boom\n    at total (/srv/shop/src/cart.js:4:9)';
		for (const other of [
			{ id: 'req-7f3a', level: 'error', message: 'boom', stack },
			[{ id: 1, message: 'boom', stack }],
			{ data: { id: 'AAA', type: 'log', message: 'boom', attributes: { error: { stack } } } },
			{ id: 'abc', title: 'Internal Server Error', status: '500', detail: stack },
		]) {
			assert.equal(recognizePayload(other, NOON), undefined, JSON.stringify(other));
		}
		const entries = [{ type: 'exception', data: { values: [{ type: 'TypeError', value: 'boom' }] } }];
		const event = { id: '1', eventID: '1', groupID: '2', title: 'TypeError: boom', message: '', entries };
		assert.equal(recognizePayload(event, NOON)?.monitor, 'Sentry');
		assert.equal(recognizePayload({ data: { id: '1', tinyId: '7', message: 'boom' } }, NOON)?.monitor, 'Opsgenie');
	});

	it('that was cut off or is broken says where, and what never was JSON says nothing of the kind', () => {
		const whole = readFileSync(join(folder, 'alertmanager-webhook.json'), 'utf8');
		const at = (text: string) => {
			const read = payloadJson(text);
			return read && 'fault' in read ? [read.fault.line, read.fault.isCutOff] : read && 'json';
		};
		assert.equal(at(whole), 'json');
		assert.equal(at(`2026-11-23 12:00 [web-1] INFO body=${whole}`), 'json');
		assert.equal(at(JSON.stringify(whole)), 'json');
		const lines = whole.split('\n');
		assert.deepEqual(at(lines.slice(0, 10).join('\n')), [10, true]);
		assert.deepEqual(at(`2026-11-23 12:00 [web-1]\n${lines.slice(0, 10).join('\n')}`), [11, true]);
		assert.deepEqual(at(whole.replace(/,\n/, '\n')), [3, false]);
		for (const text of ['', 'Error: no [web-1]\n    at f (a.js:1:2)', '[12:00:01] failed', 'x = {a: 1}']) {
			assert.equal(at(text), undefined, text);
		}
	});

	it('has its trace found behind a lot that happened before, and nothing of what variables held', async () => {
		const body = read('sentry-event-webhook.json') as { data: { event: Record<string, unknown> } };
		const crumbs = Array.from({ length: 5000 }, (_, index) => ({
			category: 'http',
			message: `GET /orders/${index} of somebody`,
		}));
		const { exception, ...rest } = body.data.event;
		const held = JSON.parse(
			JSON.stringify(exception).replaceAll('"filename":', '"vars":{"card":"4111"},"filename":'),
		) as unknown;
		const event = { ...rest, breadcrumbs: { values: crumbs }, exception: held };
		const [alert] = recognizePayload({ ...body, data: { ...body.data, event } }, NOON)?.alerts ?? [];
		const incidents = someIncidents();
		await incidents.load(never);
		const answer = { source: alert?.source ?? '', alerts: alert ? [alert] : [], isWhole: false };
		const { opened } = await takeAlerts(answer, new Map(), takingInto(incidents), never);
		const text = (await incidents.get(opened[0] ?? ''))?.evidence[0]?.text ?? '';
		assert.match(text, /price\.js/);
		assert.doesNotMatch(text, /4111|orders/);
	});

	it('is Jira Service Management’s in the envelope that its API has', () => {
		const rest = { status: 'open', acknowledged: false, priority: 'P1' };
		const values = [{ id: 'a-1', tinyId: '1', alias: 'a-1', message: 'Checkout fails', ...rest }];
		const payload = recognizePayload({ values, links: { next: 'x' }, count: 1 }, NOON);
		assert.deepEqual([payload?.monitor, payload?.alerts[0]?.source], ['Jira Service Management', 'jsm']);
	});

	it('of what is over says so', () => {
		const over = (file: string, change: (body: string) => string) =>
			recognizePayload(JSON.parse(change(readFileSync(join(folder, file), 'utf8'))), NOON)?.alerts[0]?.state;
		assert.equal(
			over('alertmanager-webhook.json', (body) => body.replaceAll('"firing"', '"resolved"')),
			'resolved',
		);
		assert.equal(
			over('pagerduty-webhook.json', (body) => body.replace('"triggered"', '"resolved"')),
			'resolved',
		);
		assert.equal(
			over('opsgenie-webhook.json', (body) => body.replace('"Create"', '"Close"')),
			'resolved',
		);
		assert.equal(
			over('opsgenie-webhook.json', (body) => body.replace('"Create"', '"Acknowledge"')),
			'acknowledged',
		);
		assert.equal(
			over('datadog-webhook.json', (body) => body.replace('[Triggered', '[Recovered')),
			'resolved',
		);
		assert.equal(
			over('sentry-issue-webhook.json', (body) => body.replace('"created"', '"resolved"')),
			'resolved',
		);
	});

	it('is none where it is anything else, however odd', () => {
		for (const other of [undefined, null, 7, 'text', [], {}, { alerts: [] }, { event: {} }, { data: { issue: 1 } }]) {
			assert.equal(recognizePayload(other, NOON), undefined);
		}
		fc.assert(
			fc.property(fc.anything(), (value) => {
				recognizePayload(value, NOON);
			}),
		);
	});

	it('is read however deep lists are in one another', () => {
		const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
		for (const [body, count] of [
			[`{"action":"triggered","data":{"event":{"event_id":"1","title":"x","exception":${deep}}}}`, 1],
			[`{"action":"Create","alert":{"alertId":"1","message":"x","details":{"a":${deep}}}}`, 1],
			[`{"alerts":[{"status":"firing","labels":{"a":${deep}}}],"receiver":"x","status":"firing"}`, 1],
			[`[${deep}]`, undefined],
		] as const) {
			assert.equal(recognizePayload(JSON.parse(body), NOON)?.alerts.length, count, body.slice(0, 60));
		}
	});

	it('is read whatever one of its fields is instead', () => {
		const values = fc.oneof(fc.constant(null), fc.integer(), fc.string(), fc.array(fc.integer()), fc.object());
		fc.assert(
			fc.property(fc.constantFrom(...files), fc.nat(), values, (file, place, value) => {
				let seen = 0;
				const changed = JSON.parse(readFileSync(join(folder, file), 'utf8'), (_key, before: unknown) =>
					seen++ === place % 60 ? value : before,
				);
				for (const { title, url } of recognizePayload(changed, NOON)?.alerts ?? []) {
					assert.ok(title.length > 0 && (url === undefined || /^https?:/.test(url)));
				}
			}),
		);
	});
});
