import assert from 'node:assert/strict';
import fc from 'fast-check';
import { severityOf } from '../../../src/core/alerts/labels';
import { alertOf, timeOf } from '../../../src/core/alerts/raw';
import { decider } from '../../../src/core/alerts/rules';
import { idFrom } from '../../../src/core/incident/idFrom';
import { anAlert, ORIGIN } from '../../support/alerts';
import { NOON } from '../../support/incidents';

describe('what a monitor says', () => {
	it('says where an alert belongs by its labels, whatever these are called', () => {
		const labels = {
			alertname: 'Down',
			app: 'shop',
			env: 'prod',
			git_commit: 'abc1234',
			version: '1.2',
			level: 'fatal',
		};
		const { service, environment, release, severity } = alertOf(
			{ key: '1', title: 'Down', state: 'firing', labels, startsAt: NOON },
			ORIGIN,
			NOON,
		);
		assert.deepEqual([service, environment, release, severity], ['shop', 'prod', 'abc1234', 'critical']);
		assert.deepEqual(['P2', 'WARN', 'low', 'whatever', undefined].map(severityOf), [
			'error',
			'warning',
			'info',
			'warning',
			'warning',
		]);
	});

	it('is read as times whichever way they are written, and as none where nobody knows which', () => {
		assert.equal(timeOf('2026-11-23T12:00:00.123456789Z'), NOON + 123);
		assert.equal(timeOf('2026-11-23T14:00:00+02:00'), NOON);
		assert.equal(timeOf(NOON / 1000), NOON);
		assert.equal(timeOf(`${NOON}`), NOON);
		for (const none of [
			'0001-01-01T00:00:00Z',
			'2026-11-23T12:00:00',
			'23.11.2026',
			'',
			undefined,
			'soon',
			-1,
			Number.NaN,
		]) {
			assert.equal(timeOf(none), undefined, String(none));
		}
	});

	it('begins now where its clock is ahead, and ends after it began', () => {
		const { startsAt, endsAt } = anAlert({ state: 'resolved', startsAt: NOON + 3_600_000, endsAt: NOON - 9_000_000 });
		assert.deepEqual([startsAt, endsAt], [NOON, NOON]);
	});

	it('becomes an alert of bounded size in plain lines, with an address that is safe to open, whatever it is', () => {
		const text = fc.string({ unit: 'binary', maxLength: 3000 });
		fc.assert(
			fc.property(
				fc.record({ key: text, title: text, url: text, labels: fc.dictionary(text, fc.anything()), endsAt: text }),
				(raw) => {
					const alert = alertOf({ ...raw, state: 'firing', startsAt: raw.endsAt }, ORIGIN, NOON);
					assert.ok(alert.title.length <= 200 && !/[\p{Cc}\p{Cf}]/u.test(alert.title));
					assert.ok(Object.keys(alert.labels).length <= 40);
					assert.ok(alert.url === undefined || /^https?:/i.test(alert.url));
					assert.ok(JSON.stringify(alert).length < 40_000);
				},
			),
		);
		assert.equal(anAlert({ url: 'javascript:alert(1)' }).url, undefined);
	});

	it('has one fingerprint for one failure in all monitors, figures and places aside', () => {
		const one = anAlert({ key: 'x', labels: { service: 'shop', instance: 'a' }, title: '5 of 9 are down' });
		const other = anAlert({ key: 'y', labels: { service: 'shop', instance: 'b' }, title: '6 of 9 are down' });
		assert.equal(one.fingerprint, other.fingerprint);
		assert.notEqual(one.fingerprint, anAlert({ labels: { service: 'cart' }, title: '5 of 9 are down' }).fingerprint);
	});
});

describe('rules for alerts', () => {
	const opens = (rules: Parameters<typeof decider>[0], ...more: Parameters<typeof anAlert>) =>
		decider(rules)(anAlert(...more));

	it('without one: open an incident for all but information, with the priority that the severity says', () => {
		assert.deepEqual(opens([]), { opens: true, priority: 'P1' });
		assert.equal(opens([], { severity: 'info' }).opens, false);
		assert.equal(opens([], { labels: { alertname: 'Watchdog', severity: 'critical' } }).opens, false);
	});

	it('decide by the first that fits', () => {
		const rules: Parameters<typeof decider>[0] = [
			{ labels: { team: 'pay*' }, open: false },
			{ service: 'check*', severity: ['critical'], priority: 'P2', category: 'availability', repository: 'shop' },
			{ source: 'Other', priority: 'P4' },
		];
		assert.equal(opens(rules, { labels: { team: 'payments' } }).opens, false);
		assert.deepEqual(opens(rules), { opens: true, priority: 'P2', category: 'availability', repository: 'shop' });
		assert.deepEqual(opens(rules, { severity: 'warning' }), { opens: true, priority: 'P3' });
	});
});

describe('an id made of a text', () => {
	it('is the same ULID for the same, and another for another', () => {
		assert.equal(idFrom(NOON, 'a'), idFrom(NOON, 'a'));
		assert.match(idFrom(NOON, 'a'), /^[0-9A-HJKMNP-TV-Z]{26}$/);
		const ids = new Set(Array.from({ length: 10_000 }, (_, index) => idFrom(NOON, `a${index}`).slice(10, 18)));
		assert.equal(ids.size, 10_000);
	});
});
