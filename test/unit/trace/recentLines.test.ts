import assert from 'node:assert/strict';
import { RecentLines } from '../../../src/core/trace/recentLines';

describe('the last lines of a terminal', () => {
	it('gives the lines round the last one that reads the same, and where it is', () => {
		const recent = new RecentLines(1000);
		recent.add('\u001b[31mError: x\u001b[0m\r\n  at f\r\n');
		recent.add('  at g\r\nbye\r\n');
		const found = recent.around('  at g   ');
		assert.equal(found?.text, 'Error: x\n  at f\n  at g\nbye');
		assert.equal(found?.text.slice(...found.range), '  at g');
	});

	it('joins a line that came in pieces, and takes what was written over as gone', () => {
		const recent = new RecentLines(1000);
		recent.add('loading 10%\rload');
		recent.add('ed\r\n');
		assert.ok(recent.around('loaded'));
		assert.equal(recent.around('loading 10%'), undefined);
	});

	it('knows nothing of lines that were never written, and nothing of empty ones', () => {
		const recent = new RecentLines(1000);
		recent.add('a\n\nb\n');
		assert.equal(recent.around('c'), undefined);
		assert.equal(recent.around(''), undefined);
	});

	it('keeps within its room, whatever is written', () => {
		const recent = new RecentLines(100);
		recent.add(`first\n${'x'.repeat(500)}\nlast`);
		recent.add('y'.repeat(5000));
		recent.add('\nend\n');
		assert.equal(recent.around('first'), undefined);
		assert.ok((recent.around('end')?.text.length ?? 0) <= 100);
	});
});
