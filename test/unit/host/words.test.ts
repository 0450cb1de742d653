import assert from 'node:assert/strict';
import { ago, percent } from '../../../src/host/words';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('what people read', () => {
	it('says how long ago something was in the largest unit that fits', () => {
		const now = Date.parse('2026-11-23T12:00:00Z');
		const said = [0, 30_000, 5 * MINUTE, 3 * DAY, 14 * DAY, 400 * DAY].map((ms) => ago(now - ms, now, 'en'));
		assert.deepEqual(said, ['now', 'now', '5 minutes ago', '3 days ago', '2 weeks ago', 'last year']);
	});

	it('gives a share as a percentage, as the locale writes it', () => {
		assert.equal(percent(0.824, 'en'), '82%');
		assert.equal(percent(0.824, 'de').replace(/\s/, ' '), '82 %');
	});
});
