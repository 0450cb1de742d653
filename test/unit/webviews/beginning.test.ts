import assert from 'node:assert/strict';
import { beginning } from '../../../src/webviews/page/beginning';

const FIRST = { type: 'unavailable', message: 'It is gone.', remedy: null };

/** The root of a document that was made for an incident. */
function aRoot({ first, isDrawn = false }: { readonly first?: string; readonly isDrawn?: boolean }) {
	let count = isDrawn ? 1 : 0;
	return {
		dataset: { incident: 'own', ...(first !== undefined && { first }) },
		hasChildNodes: () => count > 0,
		replaceChildren: (...nodes: (Node | string)[]) => {
			count = nodes.length;
		},
	};
}

describe('what an incident’s page begins with', () => {
	it('is what its document brought along, or shows', () => {
		const brought = aRoot({ first: JSON.stringify(FIRST) });
		assert.deepEqual(beginning(brought, undefined), { incidentId: 'own', first: FIRST, isDrawn: false });
		const drawn = aRoot({ isDrawn: true });
		assert.deepEqual(beginning(drawn, { incidentId: 'own' }), { incidentId: 'own', first: undefined, isDrawn: true });
		assert.ok(drawn.hasChildNodes());
	});

	it('is nothing of the incident that its document was before, which is in sight no longer', () => {
		const drawn = aRoot({ isDrawn: true });
		const nothing = { incidentId: 'other', first: undefined, isDrawn: false };
		assert.deepEqual(beginning(drawn, { incidentId: 'other' }), nothing);
		assert.ok(!drawn.hasChildNodes());
		assert.deepEqual(beginning(aRoot({ first: JSON.stringify(FIRST) }), { incidentId: 'other' }), nothing);
	});

	it('is no message that does not fit', () => {
		for (const first of ['', '{', '{"type":"shown"}']) {
			assert.equal(beginning(aRoot({ first }), undefined).first, undefined);
		}
	});
});
