import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openIncidentStore } from '../../src/adapters/projection/incidentStore';
import { openRepositoryEventLog } from '../../src/adapters/store/repository/eventLog';
import { lineOfList, markLine } from '../../src/adapters/store/segments/lines';
import type { IncidentEvent } from '../../src/core/incident/event';
import { anEvent, created, silentLog } from '../support/incidents';

const never = new AbortController().signal;
const INCIDENT = '01KAT2Q5R07F3KQ8ZJ4N6M2W9X';

/** What somebody may commit to make trouble for those who check it out. */
describe('a repository that means harm', function () {
	this.timeout(60_000);
	let workTree: string;
	let outside: string;

	beforeEach(() => {
		const scratch = mkdtempSync(join(tmpdir(), 'faultline-hostile-'));
		workTree = join(scratch, 'shop');
		outside = join(scratch, 'outside.txt');
		mkdirSync(join(workTree, '.faultline'), { recursive: true });
		execFileSync('git', ['-C', workTree, 'init', '-q', '-b', 'main']);
		writeFileSync(outside, 'token of somebody\n');
	});
	afterEach(() => rmSync(join(workTree, '..'), { recursive: true }));

	const inFolder = (name: string) => join(workTree, '.faultline', name);
	const commit = (...list: unknown[]) =>
		writeFileSync(inFolder('main.0badc0de.jsonl'), lineOfList(list), { flag: 'a' });
	const open = () => openRepositoryEventLog({ workTree, isTrusted: () => true }, silentLog);
	const openStore = () =>
		openIncidentStore({
			events: open(),
			log: silentLog,
			wasmFile: require.resolve('sql.js/dist/sql-wasm.wasm'),
			build: 'test',
		});
	const tombstone = (): IncidentEvent => anEvent({ type: 'incident.erased', payload: {} });

	it('has nothing outside written or emptied by deleting an incident that it has', async () => {
		commit(created());
		symlinkSync(outside, inFolder(`erase-${INCIDENT}.todo`));
		const log = open();
		await log.read(undefined, never);
		await log.erase(tombstone());
		log.dispose();
		assert.equal(readFileSync(outside, 'utf8'), 'token of somebody\n');
	});

	it('has nothing outside read by a clean-up', async () => {
		commit(created());
		writeFileSync(outside, `token\n{"incident":"01KAT2Q5R0ZZZZZZZZZZZZZZZZ","token":"of somebody"}\n`);
		symlinkSync(outside, inFolder('events.damaged-00000000.txt'));
		const log = open();
		await log.read(undefined, never);
		await log.erase(tombstone());
		log.dispose();
		const copies = readdirSync(join(workTree, '.faultline')).filter((name) => name.endsWith('.txt'));
		assert.deepEqual(
			copies.filter((name) => name !== 'events.damaged-00000000.txt'),
			[],
		);
	});

	it('does not keep a clean-up from ending by links to what has no end', async () => {
		commit(created());
		symlinkSync('/dev/zero', inFolder('clean-up.lock'));
		symlinkSync('/dev/zero', inFolder('events.torn-00000000.txt'));
		const log = open();
		await log.read(undefined, never);
		await log.erase(tombstone());
		log.dispose();
	});

	it('does not keep a clean-up from ending by folders in the place of files', async () => {
		commit(created());
		for (const name of ['clean-up.lock', 'x.tmp', 'events.damaged-00000000.txt', 'y.jsonl', `erase-${INCIDENT}.todo`]) {
			mkdirSync(inFolder(name));
			writeFileSync(join(inFolder(name), 'in'), '');
		}
		const log = open();
		await log.read(undefined, never);
		await log.erase(tombstone());
		log.dispose();
		assert.ok(!existsSync(inFolder('main.0badc0de.jsonl')));
	});

	it('does not end the store by values that are nested without end', async () => {
		const deep = '['.repeat(100_000) + ']'.repeat(100_000);
		const event = JSON.stringify(anEvent({ type: 'of.tomorrow', payload: null }));
		const { crc32 } = await import('node:zlib');
		const list = `[${event.replace('"payload":null', `"payload":${deep}`)}]`;
		writeFileSync(
			inFolder('main.0badc0de.jsonl'),
			`{"crc":"${crc32(list).toString(16).padStart(8, '0')}","events":${list}}\n`,
		);
		commit(created());
		const store = openStore();
		const { summaries } = await store.open(never);
		assert.equal(summaries.length, 1);
		await store.search('checkout', never);
		await store.erase(tombstone());
		assert.equal(await store.get(INCIDENT), undefined);
		store.dispose();
	});

	it('does not end the store by words that differ only where text must be mended', async () => {
		commit(created(), anEvent({ payload: { text: 'x', fingerprints: ['a\ud800', 'a\udc00', 'b\0', 'b\ufffd'] } }));
		const store = openStore();
		await store.open(never);
		assert.equal((await store.search('checkout', never)).length, 1);
		store.dispose();
	});

	it('has no more read than memory holds, and says what was left out', async () => {
		const { truncateSync } = await import('node:fs');
		commit(created());
		writeFileSync(inFolder('huge.jsonl'), '');
		truncateSync(inFolder('huge.jsonl'), 20 * 1024 ** 3); // nearly nothing in a commit
		const log = open();
		const { events, damage } = await log.read(undefined, never);
		await log.erase(tombstone());
		log.dispose();
		assert.equal(events.length, 1);
		assert.match(damage.map(({ message }) => message).join(), /huge\.jsonl is larger than/);
	});

	it('does not bury who reads its damaged lines', async () => {
		writeFileSync(inFolder('main.0badc0de.jsonl'), 'x\n'.repeat(200_000));
		writeFileSync(inFolder('main.0badc0de.jsonl'), lineOfList(Array(300_000).fill(1)), { flag: 'a' });
		commit(created());
		let told = 0;
		const log = openRepositoryEventLog(
			{ workTree, isTrusted: () => true },
			{
				...silentLog,
				warn: (message) => {
					told++;
					assert.ok(String(message).length < 10_000);
				},
			},
		);
		const { damage, events } = await log.read(undefined, never);
		log.dispose();
		assert.ok(told < 100, `${told} messages`);
		assert.match(damage[0]?.message ?? '', /200001 lines|200,001 lines/);
		assert.ok(readFileSync(damage[0]?.kept ?? '').length > 400_000);
		assert.equal(events.length, 1);
	});

	it('hides nothing by a line that says what its file replaces', async () => {
		const log = open();
		await log.read(undefined, never);
		await log.append([created()]);
		const [name = ''] = readdirSync(join(workTree, '.faultline')).filter((one) => one.endsWith('.jsonl'));
		const beginning = readFileSync(inFolder(name)).subarray(0, 64).toString('hex');
		log.dispose();
		const next = open();
		const { events } = await next.read(undefined, never);
		const header = (copiesEnd: number) =>
			markLine({
				replaces: [{ beginning, bytes: '000000000000', replaces: [] }],
				copiesEnd: copiesEnd.toString(16).padStart(12, '0'),
			});
		const hidden = anEvent();
		const line = lineOfList([hidden]);
		writeFileSync(inFolder('main.0badc0de.jsonl'), Buffer.concat([header(header(0).length + line.length), line]));
		const again = await next.read(next.position(), never);
		next.dispose();
		assert.deepEqual([...events, ...again.events].filter(({ id }) => id === hidden.id).length, 1);
	});

	it('does not keep incidents from being read by a line that replaces without end', async () => {
		const { crc32 } = await import('node:zlib');
		const one = '{"beginning":"","bytes":"0","replaces":[';
		const rest = `"replaces":[${one.repeat(50_000)}${']}'.repeat(50_000)}],"copiesEnd":"0"`;
		writeFileSync(inFolder('main.0badc0de.jsonl'), `{"crc":"${crc32(rest).toString(16).padStart(8, '0')}",${rest}}\n`);
		commit(created());
		const log = open();
		assert.equal((await log.read(undefined, never)).events.length, 1);
		await log.erase(tombstone());
		log.dispose();
	});
});
