import assert from 'node:assert/strict';
import { monitorOpinions } from '../../../src/app/monitorOpinions';
import { FaultlineError } from '../../../src/base/errors';
import { recordOf } from '../../../src/core/alerts/intake';
import type { SuspectedCommit } from '../../../src/core/ports/alertSource';
import { opinionWithout } from '../../../src/host/words';
import { anAlert, ORIGIN } from '../../support/alerts';
import { aRepository } from '../../support/repository';

const never = new AbortController().signal;

describe('what a monitor itself names', () => {
	const shop = aRepository()
		.commit('Start', { files: { 'a.js': '1\n' } })
		.commit('Break it', { files: { 'a.js': '2\n' } });
	after(() => shop.remove());
	const alert = recordOf(anAlert());
	const opinions = async (suspects: () => Promise<readonly SuspectedCommit[]>, identity = ORIGIN.source) =>
		monitorOpinions(
			[alert],
			[{ name: 'Sentry of the shop', source: { identity, suspecting: { suspects } } }],
			await shop.open(),
			never,
		);

	it('is shown as its own, with the commit where that is here, by whichever length of its name', async () => {
		for (const sha of [shop.sha(), shop.sha().slice(0, 9)]) {
			const [one] = await opinions(async () => [{ sha, subject: 'Break it', by: 'via SCM integration' }]);
			assert.deepEqual(
				[one?.rule, one?.name, one?.sha, one?.commit?.subject, one?.detail],
				['monitor', 'Sentry of the shop', shop.sha(), 'Break it', 'It came to it via SCM integration.'],
			);
			assert.match(one?.about ?? '', /^What Sentry of the shop itself names/);
		}
	});

	it('is said where the commit is not here, where there is none, and where the monitor cannot be asked', async () => {
		const [elsewhere] = await opinions(async () => [{ sha: 'f'.repeat(40), subject: 'Elsewhere\u202e', by: '' }]);
		assert.deepEqual(
			[elsewhere?.sha, elsewhere?.elsewhere, elsewhere?.detail],
			[undefined, 'fffffff', 'fffffff “Elsewhere” is not in this clone: fetch it to see its diff.'],
		);
		assert.equal((await opinions(async () => []))[0]?.detail, 'It names none.');
		const lacks = new FaultlineError('alerts.missingPermission', 'It lacks event:read.');
		assert.equal((await opinions(() => Promise.reject(lacks)))[0]?.detail, 'It lacks event:read.');
		const [unasked] = await opinions(() => Promise.reject(new Error('x')));
		assert.equal(unasked?.detail, 'It could not be asked.');
		assert.equal(unasked && opinionWithout(unasked), 'Sentry of the shop itself did not say');
	});

	it('is asked of the monitor that the alert is of, and of no other', async () => {
		assert.deepEqual(await opinions(() => Promise.reject(new Error('asked')), 'sentry https://elsewhere.example'), []);
	});
});
