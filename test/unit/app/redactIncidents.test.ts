import assert from 'node:assert/strict';
import type { Incidents } from '../../../src/app/incidents';
import { redactIncidents } from '../../../src/app/redactIncidents';
import { DEFAULT_REDACTION } from '../../../src/core/redaction/model';
import { aNewIncident, breather, someIncidents } from '../../support/incidents';

const SECRET = `ghp_${'aB3dE5fG7h'.repeat(4).slice(0, 36)}`;
const never = new AbortController().signal;

async function logOf(incidents: Incidents): Promise<string> {
	const all: unknown[] = [];
	for await (const events of incidents.eventsOf('all', never)) {
		all.push(...events);
	}
	return JSON.stringify(all);
}

describe('incidents without secrets', () => {
	it('have none in the log, whichever way one comes', async () => {
		const incidents = redactIncidents(someIncidents(), () => DEFAULT_REDACTION, breather);
		const says = `it said ${SECRET} here`;
		const { id } = await incidents.create(
			aNewIncident({ title: says, description: says, release: says, evidence: [{ text: says, excerptOf: says }] }),
		);
		await incidents.edit(id, { title: `again ${says}`, description: `again ${says}` });
		await incidents.addEvidence(id, { text: `more ${says}` });
		await incidents.setStatus(id, 'investigating');
		await incidents.setStatus(id, 'resolved');
		await incidents.setStatus(id, 'closed', says, says);
		await incidents.recordBisection(id, {
			...{ good: 'a'.repeat(40), bad: 'b'.repeat(40), command: `TOKEN=${SECRET} npm test` },
			...{ runs: 1, commits: 2, undecided: 0 },
		});
		const log = await logOf(incidents);
		assert.ok(!log.includes(SECRET.slice(4)), log);
		assert.match(log, /TOKEN=\[redacted: GitHub token\] npm test/);
		assert.equal(log.split('it said [redacted: GitHub token] here').length - 1, 10);
	});

	it('follow the rules of now', async () => {
		let keys: readonly string[] = [];
		const incidents = redactIncidents(someIncidents(), () => ({ ...DEFAULT_REDACTION, keys }), breather);
		const before = await incidents.create(aNewIncident({ evidence: [{ text: 'iban=DE12' }] }));
		keys = ['iban'];
		const after = await incidents.create(aNewIncident({ evidence: [{ text: 'iban=DE12' }] }));
		assert.deepEqual(
			[before, after].map(({ evidence }) => evidence[0]?.text),
			['iban=DE12', 'iban=[redacted: configured key]'],
		);
	});
});
