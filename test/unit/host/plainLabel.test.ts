import assert from 'node:assert/strict';
import { plainLabel } from '../../../src/host/plainLabel';

describe('a label of somebody’s', () => {
	it('names no icon of VS Code’s, is in one line, and turns nothing around', () => {
		// What VS Code takes for an icon: src/vs/base/common/themables.ts.
		const icon = /\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/;
		for (const text of ['$(bug) Totals', 'a $(sync~spin) b', '$($(bug))', '\\$(bug)']) {
			const label = plainLabel(text);
			assert.doesNotMatch(label, icon);
			assert.equal(label.replaceAll('\u2060', ''), text);
		}
		assert.equal(plainLabel('Totals\nare \u202enegative'), 'Totals are \ufffdnegative');
		assert.equal(plainLabel('Costs $5 (net)'), 'Costs $5 (net)');
	});
});
