import assert from 'node:assert/strict';
import type { Incidents } from '../../../src/app/incidents';
import { redactIncidents } from '../../../src/app/redactIncidents';
import { DEFAULT_REDACTION } from '../../../src/core/redaction/model';
import { aNewIncident, breather, created, NOON, someIncidents } from '../../support/incidents';

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

	it('have none in what comes from another home', async () => {
		const incidents = redactIncidents(someIncidents(), () => DEFAULT_REDACTION, breather);
		const event = created({}, `it said ${SECRET}`);
		await incidents.takeIn([event]);
		assert.equal((await incidents.get(event.incident))?.title, 'it said [redacted: GitHub token]');
		assert.deepEqual((await incidents.takeIn([event])).known, 1);
		assert.ok(!(await logOf(incidents)).includes(SECRET));
	});

	it('have none in what is said while they are answered', async () => {
		const incidents = redactIncidents(someIncidents(), () => DEFAULT_REDACTION, breather);
		const says = `it said ${SECRET} here`;
		const { id } = await incidents.create(
			aNewIncident({ service: says, environment: says, lastGood: says, roles: { assignee: says } }),
		);
		await incidents.edit(id, { service: `again ${says}`, environment: `again ${says}` });
		await incidents.overridePriority(id, 'P3', says);
		await incidents.assign(id, 'commander', says);
		await incidents.escalate(id, { level: 1, to: says, reason: says });
		await incidents.declareMajor(id, { reason: says, audience: says, updateMinutes: 30, communications: says });
		await incidents.snoozeUpdate(id, NOON + 3_600_000, says);
		await incidents.writeUpdate(id, { known: says, impact: says, doing: says, nextAt: null });
		const ref = { message: '01KAT2Q5R07F3KQ8ZJ4N6M2W9X', channel: 'ops' };
		await incidents.composeMessage(id, ref.message, {
			...{ title: says, text: says, facts: [{ label: 'Status', value: says }], nextAt: null },
			...{ kind: 'status', audience: 'customers', channels: [{ id: 'ops', kind: 'slackBot', name: '#ops' }] },
		});
		await incidents.claimDelivery(id, ref, 'claim');
		await incidents.recordDelivery(id, ref, 'claim', { state: 'failed', why: says });
		await incidents.standDown(id, says);
		await incidents.addNote(id, says);
		const { links } = await incidents.addLink(id, {
			kind: 'chat',
			url: `https://example.com/?key=${SECRET}`,
			title: says,
		});
		await incidents.attachFile(id, { path: `src/${SECRET}.js`, repository: `/home/${SECRET}` });
		await incidents.writeReview(id, says);
		await incidents.setStatus(id, 'resolved', says);
		assert.deepEqual(
			(await incidents.setStatusOf([id], 'investigating', says)).map(({ refused }) => refused),
			[undefined],
		);
		const log = await logOf(incidents);
		assert.ok(!log.includes(SECRET.slice(4)), log);
		assert.equal(log.split('it said [redacted: GitHub token] here').length - 1, 27);
		assert.match(links?.[0]?.url ?? '', /^https:\/\/example\.com\/\?key=\[redacted: /);
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
