import assert from 'node:assert/strict';
import * as v from 'valibot';
import { answering } from '../../src/adapters/alerts/needs';
import { FaultlineError } from '../../src/base/errors';
import { recordOf } from '../../src/core/alerts/intake';
import {
	isSafeForToken,
	KINDS,
	monitorOf,
	notSources,
	SOURCE_KINDS,
	SourcesSchema,
	sourceAddress,
	withAccounts,
} from '../../src/core/alerts/kinds';
import type { AlertRecord } from '../../src/core/alerts/model';
import { AlertRulesSchema } from '../../src/core/alerts/rules';
import type { AlertSource } from '../../src/core/ports/alertSource';
import { VendorDouble } from '../support/vendors/double';
import { READ_ONLY, TOKEN, type VendorState, without } from '../support/vendors/guard';
import { loadAdapters, sourceBy, VENDORS, type Vendor, vendorName } from '../support/vendors/table';

const never = new AbortController().signal;
const word = { who: 'Ada', note: 'INC-7F3KQ: looking at it' };
const isCode = (code: string) => (error: unknown) => {
	assert.ok(FaultlineError.is(error), String(error));
	assert.equal(error.code, code);
	assert.ok(!`${error.message} ${String(error.cause)}`.includes(TOKEN), 'no token is told');
	return true;
};
const lacking = (permission: string) => (error: unknown) => {
	assert.ok(FaultlineError.is(error, 'alerts.missingPermission'), String(error));
	assert.ok(error.message.includes(`“${permission}”`), error.message);
	return true;
};
const firstOf = async (source: AlertSource): Promise<AlertRecord> => {
	const [alert] = (await source.list(never)).alerts;
	assert.ok(alert);
	return recordOf(alert);
};

before(loadAdapters);

describe('what monitors answered', () => {
	it('becomes alerts in slices, however many they are', async () => {
		let [now, pauses] = [0, 0];
		const slow = {
			now: () => now++,
			pause: async () => {
				pauses++;
			},
		};
		const needs = { clock: { now: () => 0 }, breather: slow } as unknown as Parameters<typeof answering>[0];
		const answer = answering(needs, { source: 's', name: 'S' });
		const raws = Array.from({ length: 2000 }, (_, index) => ({
			...{ key: `${index}`, title: 'x', state: 'firing' as const, startsAt: undefined },
		}));
		const first = await answer(raws, true, never);
		assert.deepEqual([first.alerts.length, pauses > 3], [2000, true]);
		assert.equal(await answer(raws, true, never), first);
		assert.notEqual(await answer(raws, false, never), first);
		const labels = { service: 'shop', deep: JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`) as unknown };
		const [odd] = (await answer([{ key: '1', title: 'x', state: 'firing', startsAt: undefined, labels }], true, never))
			.alerts;
		assert.deepEqual(odd?.labels, { service: 'shop' });
	});

	it('is taken for another one where two accounts have one address, whichever is removed later', () => {
		const settings = ['EU team', 'EU team', 'Other'].map((name, index) => ({
			...{ id: `pd-${index}`, kind: 'pagerduty' as const, name, url: `https://api.pagerduty.com${'/'.repeat(index)}` },
		}));
		const all = withAccounts([...settings, { ...settings[0]!, id: 'am', kind: 'alertmanager' }]);
		assert.deepEqual(
			all.map(({ account }) => account),
			[undefined, 'eu-team', 'other', undefined],
		);
		const [, ...rest] = all;
		assert.deepEqual(withAccounts(rest), rest);
		assert.deepEqual(withAccounts(all), all);
	});

	it('is named in a setting, of which one wrong entry takes no other along, nor is lost itself', () => {
		const good = { id: 'am', kind: 'alertmanager', name: 'Alerts', url: 'https://alerts.example' };
		const setting = [{ ...good, kind: 'nagios' }, good, 7, { ...good, id: 'pd', url: 'ftp://x' }];
		assert.deepEqual(v.parse(SourcesSchema, setting), [good]);
		assert.deepEqual(notSources(setting), [setting[0], 7, setting[3]]);
		assert.equal(v.parse(SourcesSchema, Array(99).fill(good)).length, 30);
		const rules = v.parse(AlertRulesSchema, [{ severity: ['bad'] }, { service: 'shop', open: false }]);
		assert.deepEqual(rules, [{ service: 'shop', open: false }]);
	});

	it('is known of every kind', () => {
		assert.deepEqual([...new Set(VENDORS.map(({ kind }) => kind))].sort(), [...SOURCE_KINDS].sort());
	});
});

/** A double of a vendor for each test, which holds what it is asked and what it answers to the vendor's contract. */
function doubleOf(vendor: Vendor) {
	const used = {} as { double: VendorDouble; state: VendorState };
	beforeEach(async () => {
		used.state = { isAcknowledged: false, isResolved: false, told: 0 };
		used.double = await VendorDouble.start(vendor.kind, vendor.routes(used.state));
	});
	afterEach(() => {
		used.double.close();
		used.double.check();
	});
	return used;
}

const vendor = (kind: Vendor['kind'], parts?: string) => {
	const found = VENDORS.find((one) => one.kind === kind && one.parts?.join() === parts);
	assert.ok(found);
	return found;
};

for (const one of VENDORS) {
	describe(`alerts of ${vendorName(one)}`, () => {
		const used = doubleOf(one);
		const { kind } = one;
		const by = (token: string) => sourceBy(one, used.double, token);

		it('are listed, acknowledged once however often, and resolved where that is possible', async () => {
			const source = by(TOKEN);
			assert.match(await source.check(never), one.about);
			const first = await source.list(never);
			const [alert] = first.alerts;
			assert.ok(alert && first.isWhole);
			assert.deepEqual(
				[alert.state, alert.severity === 'critical' || kind === 'pagerduty', alert.service],
				['firing', true, 'checkout'],
			);
			assert.equal(await source.list(never), first, 'nothing is new');
			const record = recordOf(alert);
			assert.match(source.link(record) ?? (kind === 'jsm' ? 'https:' : ''), /^https?:/); // which says none
			const { acknowledge, resolve } = source.can(record);
			if (acknowledge !== 'none') {
				await source.acknowledge(record, word, never);
				await source.acknowledge(record, word, never);
				assert.ok(acknowledge === 'acknowledge' || used.state.told === 1, 'one silence');
				const after = (await source.list(never)).alerts[0]?.state;
				assert.equal(after, acknowledge === 'silence' ? 'suppressed' : 'acknowledged');
			} else {
				await assert.rejects(source.acknowledge(record, word, never), isCode('alerts.cannot'));
			}
			if (resolve) {
				await source.resolve(record, word, never);
				assert.ok(
					(await source.list(never)).alerts.every(({ key, state: now }) => key !== record.key || now === 'resolved'),
				);
				const gone = record.key.replace(/[^:]+$/, 'gone');
				await assert.rejects(source.resolve({ ...record, key: gone }, word, never), isCode('alerts.gone'));
			} else {
				await assert.rejects(source.resolve(record, word, never), isCode('alerts.cannot'));
			}
		});

		it('say that a token is wrong', async () => {
			await assert.rejects(by('wrong').check(never), isCode('http.unauthorized'));
		});

		for (const permission of one.needed) {
			it(`say that ${permission} is missing, before they are taken in`, async () => {
				await assert.rejects(by(without(permission)).check(never), lacking(permission));
			});
		}

		it('say which permission a change needs, and change nothing without it', async () => {
			const source = by(READ_ONLY);
			const record = await firstOf(source);
			const { acknowledge } = source.can(record);
			const change = acknowledge === 'none' ? source.resolve : source.acknowledge;
			await assert.rejects(change(record, word, never), one.lacks);
			assert.equal(used.state.told, 0);
		});

		it('are not taken for over where they cannot be read', async () => {
			used.double.faults.push({ body: one.odd, of: one.list });
			const { alerts, isWhole } = await by(TOKEN).list(never);
			assert.deepEqual([alerts, isWhole], [[], false]);
		});

		it('are told from those of another account at the same address', async () => {
			const [mine, other] = [by(TOKEN), sourceBy(one, used.double, TOKEN, { account: 'eu' })];
			assert.equal(other.identity, `${mine.identity}#eu`);
			const { source, alerts } = await other.list(never);
			assert.deepEqual([source, alerts[0]?.source], [other.identity, other.identity]);
			assert.equal(monitorOf(other.identity)?.name, KINDS[kind].name);
		});

		it('are asked at addresses to which a token may go', () => {
			for (const address of KINDS[kind].addresses ?? []) {
				assert.equal(sourceAddress(address), address);
				assert.ok(isSafeForToken(address));
			}
			assert.ok(!isSafeForToken('http://monitor.example'));
			assert.equal(sourceAddress('https://user:password@monitor.example'), undefined);
		});
	});
}

for (const kind of ['opsgenie', 'jsm'] as const) {
	describe(`an alert of ${kind}`, () => {
		const used = doubleOf(vendor(kind));
		const by = (token: string) => sourceBy(vendor(kind), used.double, token);

		it('is asked for to the last page, however few a page has', async () => {
			const [list, next] = kind === 'jsm' ? ['values', 'links'] : ['data', 'paging'];
			const page = (id: string, more: object) => ({
				body: { [list]: [{ id, message: id, status: 'open' }], [next]: more },
			});
			const detail = { body: {} };
			used.double.faults.push(page('1', { next: `${used.double.base}/next` }), detail, page('2', {}), detail);
			const { alerts, isWhole } = await by(TOKEN).list(never);
			assert.deepEqual([alerts.map(({ key }) => key), isWhole], [['1', '2'], true]);
		});

		it('is given to one of the policies that its people have, and calls them once', async () => {
			const source = by(TOKEN);
			const alert = await firstOf(source);
			const policies = await source.escalating?.policies(alert, never);
			assert.deepEqual(
				policies?.map(({ id, name }) => [id, name]),
				[['p-1', 'Shop']],
			);
			const [policy] = policies ?? [];
			assert.ok(policy);
			await source.escalating?.escalate(alert, policy, word, never);
			assert.deepEqual(used.state.escalatedTo, ['p-1']);
			const of = `GET ${kind === 'jsm' ? '/jsm/ops/api/{cloud}/v1' : '/v2'}/alerts/requests/{id}`;
			const fault = (status: number) => ({ of, status, body: {} });
			for (const faults of [[fault(403)], Array.from({ length: 10 }, () => fault(404))]) {
				used.double.faults.push(...faults);
				await assert.rejects(
					async () => source.escalating?.escalate(alert, policy, word, never),
					isCode('http.unclear'),
					'it was taken, so nobody may say that nobody was called',
				);
			}
			const gone = { ...alert, key: 'gone' };
			await assert.rejects(async () => source.escalating?.escalate(gone, policy, word, never), isCode('alerts.gone'));
		});

		it('says what is missing for it, both to see whom to call and to call them', async () => {
			const [config, write] =
				kind === 'jsm'
					? ['read:ops-config:jira-service-management', 'write:ops-alert:jira-service-management']
					: ['Configuration access', 'Create and update'];
			const source = by(without(config));
			const alert = await firstOf(source);
			await assert.rejects(async () => source.escalating?.policies(alert, never), lacking(config));
			const policy = { id: 'p-1', name: 'Shop', description: '' };
			const reader = by(without(write));
			await assert.rejects(async () => reader.escalating?.escalate(alert, policy, word, never), lacking(write));
			assert.equal(used.state.escalatedTo, undefined);
		});
	});
}

describe('an issue of Sentry', () => {
	const used = doubleOf(vendor('sentry'));

	it('has the suspect commits that Sentry itself names, and none where it names none', async () => {
		const source = sourceBy(vendor('sentry'), used.double, TOKEN);
		const alert = await firstOf(source);
		const sha = 'abcdef0123456789abcdef0123456789abcdef01';
		const named = [{ sha, subject: 'Price in cents', by: 'via SCM integration' }];
		assert.deepEqual(await source.suspecting?.suspects(alert, never), named);
		const of = 'GET /api/0/projects/{organization}/{project}/events/{id}/committers/';
		used.double.faults.push({ of, status: 404, body: { detail: 'No committers found' } });
		assert.deepEqual(await source.suspecting?.suspects(alert, never), []);
		const commit = (id: string) => ({ id, message: null, suspectCommitType: 7 });
		const odd = { committers: [{ author: null, commits: ['--upload-pack=x', 'abc', sha].map(commit) }] };
		used.double.faults.push({ of, body: odd });
		assert.deepEqual(await source.suspecting?.suspects(alert, never), [{ sha, subject: '', by: '' }]);
		await assert.rejects(
			async () => source.suspecting?.suspects({ ...alert, key: 'gone' }, never),
			isCode('alerts.gone'),
		);
	});
});

describe('graphs of Grafana', () => {
	const used = doubleOf(vendor('grafana'));
	const mark = { text: 'INC-7F3KQ: Checkout fails', tags: ['faultline', 'INC-7F3KQ'], startsAt: 1_790_000_000_000 };

	it('show an incident from its start on, then until it was mitigated, as one mark', async () => {
		const { annotating } = sourceBy(vendor('grafana'), used.double, TOKEN);
		await annotating?.annotate(mark, never);
		await annotating?.annotate(mark, never);
		await annotating?.annotate({ ...mark, tags: ['faultline', 'INC-OTHER'], startsAt: mark.startsAt - 1 }, never);
		await annotating?.annotate({ ...mark, endsAt: mark.startsAt + 60_000 }, never);
		const found = await annotating?.annotations(mark.startsAt - 1000, mark.startsAt + 1000, never);
		assert.deepEqual(found, [
			{ ...mark, endsAt: mark.startsAt + 60_000 },
			{ ...mark, tags: ['faultline', 'INC-OTHER'], startsAt: mark.startsAt - 1 },
		]);
		assert.deepEqual(await annotating?.annotations(0, mark.startsAt - 2000, never), []);
	});

	it('say which permission they lack', async () => {
		for (const permission of ['annotations:read', 'annotations:create', 'annotations:write']) {
			const { annotating } = sourceBy(vendor('grafana'), used.double, without(permission));
			if (permission === 'annotations:write') {
				await sourceBy(vendor('grafana'), used.double, TOKEN).annotating?.annotate(mark, never);
			}
			await assert.rejects(async () => annotating?.annotate(mark, never), lacking(permission));
		}
	});
});

for (const kind of ['prometheus', 'grafana'] as const) {
	describe(`rules of ${kind}`, () => {
		const used = doubleOf(vendor(kind));

		it('are told with how they stand, and why one cannot be evaluated', async () => {
			const rules = await sourceBy(vendor(kind), used.double, TOKEN).rules?.(never);
			assert.deepEqual(
				rules?.map(({ name, group, query, state, fault }) => [name, group, query, state, fault]),
				[
					['CheckoutFails', 'shop', 'shop_failing > 0', 'firing', undefined],
					['DiskFills', 'shop', 'disk', 'inactive', 'no disk'],
				],
			);
			assert.match(rules?.[0]?.url ?? '', /^http.*search=CheckoutFails$/);
		});
	});
}

it('rules of Grafana say which permission they need', async () => {
	const state = { isAcknowledged: false, isResolved: false, told: 0 };
	const double = await VendorDouble.start('grafana', vendor('grafana').routes(state));
	try {
		const source = sourceBy(vendor('grafana'), double, without('alert.rules:read'));
		await assert.rejects(async () => source.rules?.(never), lacking('alert.rules:read'));
	} finally {
		double.close();
	}
	double.check();
});

describe('what Datadog tells of', () => {
	const used = doubleOf(vendor('datadog'));
	const all = { ...vendor('datadog'), parts: ['monitors', 'incidents', 'errors'] as const };

	it('comes together, each with its own key, and each hears of what becomes of it', async () => {
		const source = sourceBy(all, used.double, TOKEN);
		const { alerts, isWhole } = await source.list(never);
		assert.deepEqual(
			[alerts.map(({ key, title, release }) => [key, title, release]), isWhole],
			[
				[
					['99', 'Checkout fails', 'v1.4.0'],
					['incident:i-1', 'Checkout is down', undefined],
					['issue:e-1', 'TypeError: x is undefined', 'v1.4.0'],
				],
				true,
			],
		);
		const records = alerts.map(recordOf);
		assert.deepEqual(
			records.map((record) => Object.values(source.can(record))),
			[
				['silence', false],
				['none', true],
				['acknowledge', true],
			],
		);
		for (const record of records.slice(1)) {
			await source.resolve(record, word, never);
		}
		assert.deepEqual(
			(await source.list(never)).alerts.map(({ key }) => key),
			['99'],
		);
	});

	it('says which of its two keys is wrong', async () => {
		const wrong = { ...all, token: (token: string) => `other:${token}` };
		await assert.rejects(sourceBy(wrong, used.double, TOKEN).check(never), /does not accept the API key/);
		await assert.rejects(sourceBy(all, used.double, 'wrong').check(never), /does not accept the application key/);
	});
});
