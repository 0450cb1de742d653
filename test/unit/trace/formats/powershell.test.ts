import assert from 'node:assert/strict';
import { powershell } from '../../../../src/core/trace/formats/powershell';
import { parseText } from '../../../../src/core/trace/parse';

describe('the PowerShell format', () => {
	for (const line of [
		'At line:1 char:1',
		'at total, /srv/shop/cart.sh: line 3',
		'   at Shop.Cart.Total() in /srv/shop/Cart.cs:line 3',
		'see C:\\work\\import.ps1:3',
		'import.ps1: line 3: command not found',
	]) {
		it(`leaves to others: ${line.trim()}`, () => assert.equal(powershell.accepts(line), false));
	}

	it('reads a position with the lines round it gone', () => {
		const [trace] = parseText('At C:\\work\\import.ps1:3 char:9').traces;
		assert.deepEqual(
			trace?.exceptions[0]?.frames.map(({ file, line, column }) => [file, line, column]),
			[['C:\\work\\import.ps1', 3, 9]],
		);
	});
});
