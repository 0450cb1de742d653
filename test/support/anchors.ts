import { fingerprintOf } from '../../src/core/notes/fingerprint';
import type { Anchor } from '../../src/core/notes/note';

/** An anchor that fits; a test names what it is about. */
export const anAnchor = (more: Partial<Anchor> = {}): Anchor => ({
	commit: 'a'.repeat(40),
	path: 'src/cart.js',
	first: 12,
	last: 14,
	function: { name: 'total', span: { first: 10, last: 20 } },
	fingerprint: [...fingerprintOf(['a', 'b', 'c'])],
	...more,
});
