import assert from 'node:assert/strict';
import { syncAction } from '../../../src/app/syncActions';
import type { TrackedIssue } from '../../../src/core/ports/issueTracker';
import { aNewIncident, someIncidents } from '../../support/incidents';

const url = 'https://github.com/acme/shop/issues/7';
const issue = { url, number: 7, repository: { host: 'github.com', owner: 'acme', name: 'shop' } };

describe('an action item that is followed by an issue', () => {
	it('is done once that is closed, and open again with it, but not where a person said that it is done', async () => {
		const incidents = someIncidents();
		const { id } = await incidents.create(aNewIncident());
		const { actions = [] } = await incidents.addAction(id, { text: 'Add an alert', kind: 'detect', issue: url });
		const action = actions[0]?.id ?? '';
		const whenIt = async (state: 'open' | 'closed') => {
			const tracker = { issue: async (): Promise<TrackedIssue> => ({ ...blank, state }) };
			const incident = (await incidents.get(id)) ?? assert.fail();
			await syncAction(incidents, tracker, incident, { action, issue }, new AbortController().signal);
			return (await incidents.get(id))?.actions?.[0]?.done?.by;
		};
		assert.deepEqual([await whenIt('open'), await whenIt('closed')], [undefined, 'issue']);
		assert.equal(await whenIt('open'), undefined);
		await incidents.settleAction(id, action, true);
		assert.equal(await whenIt('open'), 'person');
	});
});

const blank = { number: 7, title: '', body: '', url, labels: [], assignees: [], updatedAt: 0 };
