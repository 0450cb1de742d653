import assert from 'node:assert/strict';
import { args } from '../../../src/host/args';

describe('command arguments', () => {
	it('takes an incident by id, by key, or out of a tree node', () => {
		assert.deepEqual(['INC-1', { incidentId: 'x', kind: 'commit' }, '', 7, null, undefined].map(args.incident), [
			'INC-1',
			'x',
			undefined,
			undefined,
			undefined,
			undefined,
		]);
	});

	it('takes only a full object name for a commit: it becomes an argument of git', () => {
		const sha = 'c'.repeat(40);
		assert.deepEqual(args.commit({ incidentId: 'x', sha }), { incidentId: 'x', sha });
		assert.equal(args.commit({ incidentId: 'x', sha: '--upload-pack=evil' }), undefined);
	});

	it('takes only whole numbers for a frame', () => {
		assert.equal(args.frame({ incidentId: 'x', trace: 0, exception: 0, frame: -1 }), undefined);
	});
});
