import assert from 'node:assert/strict';
import { Emitter } from '../../../src/base/emitter';
import { FaultlineError } from '../../../src/base/errors';
import type { HomeKind, HomeState, StoreHome } from '../../../src/core/ports/storeHome';
import { Homes } from '../../../src/host/homes/homes';
import { snapshotName } from '../../../src/host/homes/snapshotName';
import { tryConnection } from '../../../src/host/homes/tryConnection';
import { aNewIncident, silentLog, someIncidents } from '../../support/incidents';

const placeOf = (kind: HomeKind): StoreHome =>
	kind === 'repository'
		? { kind, workTree: '/work/shop', isTrusted: true }
		: { kind: 'user', folder: '/home/ann/incidents' };

function someHomes() {
	let kind: HomeKind = 'user';
	const log: string[] = [];
	const told: string[][] = [];
	const changed = new Emitter<readonly string[]>();
	changed.event((ids) => told.push([...ids]));
	const homes = new Homes({
		kind: () => kind,
		placeOf: async (wanted) => placeOf(wanted),
		open: async (home) => {
			log.push(`open ${home.kind}`);
			const incidents = someIncidents();
			return { incidents, settle: async () => {}, dispose: () => log.push(`close ${home.kind}`) };
		},
		changed,
		log: silentLog,
	});
	const change = (next: HomeKind) => {
		kind = next;
		return homes.refresh();
	};
	return { homes, log, told, change };
}

describe('the home of incidents in a window', () => {
	it('is opened once, when it is asked for', async () => {
		const { homes, log } = someHomes();
		await homes.refresh();
		assert.deepEqual(log, []);
		const [one, other] = await Promise.all([homes.incidents(), homes.incidents()]);
		assert.equal(one, other);
		assert.deepEqual(log, ['open user']);
	});

	it('becomes another one when the settings say so: the old one is closed, and its incidents are gone from sight', async () => {
		const { homes, log, told, change } = someHomes();
		const before = await homes.incidents();
		const { id } = await before.create(aNewIncident());
		await change('repository');
		assert.deepEqual(told, [[id]]);
		assert.notEqual(await homes.incidents(), before);
		assert.deepEqual(log, ['open user', 'close user', 'open repository']);
	});

	it('is opened anew when its incidents are to be made anew, but not before somebody asked for it', async () => {
		const { homes, log } = someHomes();
		await homes.reopen();
		const before = await homes.incidents();
		await homes.reopen();
		assert.notEqual(await homes.incidents(), before);
		assert.deepEqual(log, ['open user', 'close user', 'open user']);
	});

	it('is tried again when something changed after it could not be opened', async () => {
		let isThere = false;
		const changed = new Emitter<readonly string[]>();
		const homes = new Homes({
			kind: () => 'user',
			placeOf: async (kind) => {
				if (!isThere) {
					throw new Error('not there');
				}
				return placeOf(kind);
			},
			open: async () => ({ incidents: someIncidents(), settle: async () => {}, dispose: () => {} }),
			changed,
			log: silentLog,
		});
		await assert.rejects(homes.incidents());
		const told = new Promise((resolve) => changed.event(resolve));
		isThere = true;
		await homes.refresh();
		assert.deepEqual(await told, []);
		await homes.incidents();
	});

	it('stays open where settings change that lead to the same place', async () => {
		const { homes, log, change } = someHomes();
		await homes.incidents();
		await change('user');
		assert.deepEqual(log, ['open user']);
	});

	it('is closed with the window, also when it is only just being opened', async () => {
		const { homes, log } = someHomes();
		const opening = homes.incidents();
		homes.dispose();
		await opening;
		await new Promise((resolve) => setImmediate(resolve));
		assert.equal(log.at(-1), 'close user');
	});
});

describe('trying a connection', () => {
	const home: StoreHome = { kind: 'postgres', connectionString: 'postgresql://ann:secret@db/x', queueFolder: '/q' };
	const tried = (kind: HomeState['kind'], ended: string[]) =>
		tryConnection(
			home,
			async (_home, onState) => {
				onState({ kind, queued: 0, ...(kind === 'offline' && { problem: 'What you change is sent later.' }) });
				return { incidents: someIncidents(), settle: async () => {}, dispose: () => ended.push('closed') };
			},
			new AbortController().signal,
		);

	it('says that nothing was kept where the server does not answer, and leaves nothing open', async () => {
		const ended: string[] = [];
		await assert.rejects(tried('offline', ended), (error) => {
			assert.ok(FaultlineError.is(error, 'home.notConnected'));
			assert.doesNotMatch(error.message, /sent later|secret/);
			return true;
		});
		await tried('polling', ended);
		assert.deepEqual(ended, ['closed', 'closed']);
	});
});

describe('what is kept of a home besides its log', () => {
	const server = (connectionString: string) => snapshotName({ kind: 'postgres', connectionString, queueFolder: '/q' });

	it('has a name of its own for each home, the same after a change of password', () => {
		const names = [
			snapshotName({ kind: 'user', folder: '/a' }),
			snapshotName({ kind: 'repository', workTree: '/a', isTrusted: true }),
			snapshotName({ kind: 'repository', workTree: '/b', isTrusted: true }),
			server('postgresql://ann:one@db/incidents'),
			server('postgresql://ann:one@db/others'),
		];
		assert.equal(new Set(names).size, names.length);
		assert.equal(server('postgresql://ann:two@db/incidents'), names[3]);
	});
});
