import assert from 'node:assert/strict';
import { takesOut } from '../../../src/app/pullRequests/takesOut';
import type { MitigationBranch } from '../../../src/core/incident/record';
import { anIncident } from '../../support/incidents';

const URL = 'https://github.com/acme/shop/pull/7';
const branch: MitigationBranch = {
	...{ kind: 'revert', branch: 'faultline/revert', tip: 'a'.repeat(40), commits: [], at: 0 },
	base: { ref: 'refs/remotes/origin/main', sha: 'b'.repeat(40) },
};
const head = (name: string) => ({ head: { branch: name, sha: 'a'.repeat(40) } });

describe('a merged pull request', () => {
	it('mitigates an incident whose cause its branch takes out, whether it was opened from here or on its host', () => {
		const incident = anIncident({ branches: [branch] });
		assert.equal(takesOut(incident, URL, head('faultline/revert')), true);
		assert.equal(takesOut(incident, URL, head('renamed')), false);
		const opened = anIncident({ branches: [{ ...branch, pullRequest: { number: 7, url: URL } }] });
		assert.equal(takesOut(opened, URL, head('renamed')), true);
	});

	it('mitigates none that it only brings a fix or the review to, or that is mitigated already', () => {
		for (const kind of ['pick', 'review'] as const) {
			const brought = anIncident({ branches: [{ ...branch, kind }] });
			assert.equal(takesOut(brought, URL, head('faultline/revert')), false);
		}
		const mitigated = anIncident({ status: 'mitigated', branches: [branch] });
		assert.equal(takesOut(mitigated, URL, head('faultline/revert')), false);
	});
});
