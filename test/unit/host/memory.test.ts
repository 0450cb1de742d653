import assert from 'node:assert/strict';
import type { ParsedText } from '../../../src/core/trace/model';
import { Running } from '../../../src/host/runningAnalyses';
import { traceCache } from '../../../src/host/traceCache';

const NOTHING: ParsedText = { traces: [], problems: [] };
const never = new AbortController().signal;

describe('what the window remembers', () => {
	it('parses a trace once, however often the tree asks', async () => {
		let parsed = 0;
		const tracesOf = traceCache(async () => {
			parsed++;
			return NOTHING;
		}, never);
		await Promise.all([tracesOf([{ text: 'a' }]), tracesOf([{ text: 'a' }])]);
		await tracesOf([{ text: 'b' }]);
		assert.equal(parsed, 2);
	});

	it('forgets the trace that was asked for longest ago, and failures at once', async () => {
		const parsed: string[] = [];
		const tracesOf = traceCache(async (text) => {
			parsed.push(text);
			if (text === 'bad') {
				throw new Error('once');
			}
			return NOTHING;
		}, never);
		for (let n = 0; n < 60; n++) {
			await tracesOf([{ text: `${n}` }]);
			await tracesOf([{ text: '0' }]);
		}
		await tracesOf([{ text: '1' }]);
		await assert.rejects(tracesOf([{ text: 'bad' }]));
		await assert.rejects(tracesOf([{ text: 'bad' }]));
		assert.deepEqual(
			parsed.filter((text) => ['0', '1', 'bad'].includes(text)),
			['0', '1', '1', 'bad', 'bad'],
		);
	});

	it('lets a second analysis of an incident replace the first', () => {
		const running = new Running();
		const told: string[] = [];
		running.onDidChange((id) => told.push(`${id} ${running.has(id)}`));
		const [first, second] = [new AbortController(), new AbortController()];
		const firstRun = running.begin('one', first);
		const secondRun = running.begin('one', second);
		firstRun.end();
		assert.deepEqual([first.signal.aborted, second.signal.aborted, running.has('one')], [true, false, true]);
		secondRun.end();
		assert.deepEqual(told, ['one true', 'one true', 'one false']);
	});
});
