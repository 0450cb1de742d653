import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	watch,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRepositoryEventLog } from '../../../src/adapters/store/repository/eventLog';
import { sentenceOf } from '../../../src/adapters/store/repository/sentence';
import { lineOf } from '../../../src/adapters/store/segments/lines';
import { FaultlineError } from '../../../src/base/errors';
import type { IncidentEvent } from '../../../src/core/incident/event';
import { anEvent, created, silentLog, until } from '../../support/incidents';

const never = new AbortController().signal;
const ids = (events: readonly IncidentEvent[]) => events.map(({ id }) => id).sort();
const isCode = (code: string) => (error: unknown) => FaultlineError.is(error, code);
const INCIDENT = '01KAT2Q5R07F3KQ8ZJ4N6M2W9X';

describe('the home in a repository', function () {
	this.timeout(60_000);
	let scratch: string;
	let workTree: string;

	beforeEach(() => {
		scratch = mkdtempSync(join(tmpdir(), 'faultline-home-'));
		workTree = join(scratch, 'shop');
		mkdirSync(workTree);
		git(workTree, 'init', '-q', '-b', 'main');
		writeFileSync(join(workTree, 'README'), 'shop\n');
		commit(workTree);
	});
	afterEach(() => rmSync(scratch, { recursive: true }));

	function git(at: string, ...args: string[]): string {
		const who = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.com', '-c', 'protocol.file.allow=always'];
		return execFileSync('git', ['-C', at, ...who, ...args], { encoding: 'utf8', stdio: 'pipe' }).trim();
	}

	function commit(at: string) {
		git(at, 'add', '-A');
		git(at, 'commit', '-q', '--allow-empty', '-m', 'Work');
	}

	const open = (at = workTree, isTrusted = () => true) =>
		openRepositoryEventLog({ workTree: at, isTrusted }, silentLog);
	const folderIn = (at: string) => join(at, '.faultline');
	const segments = (at = workTree) => readdirSync(folderIn(at)).filter((name) => name.endsWith('.jsonl'));

	async function append(at: string, ...events: IncidentEvent[]) {
		const log = open(at);
		await log.append(events);
		log.dispose();
	}

	async function read(at = workTree) {
		const log = open(at);
		try {
			return await log.read(undefined, never);
		} finally {
			log.dispose();
		}
	}

	function clone(name: string): string {
		const at = join(scratch, name);
		git(scratch, 'clone', '-q', workTree, at);
		return at;
	}

	it('writes nothing to the work tree before there is something to write', async () => {
		await read();
		assert.equal(git(workTree, 'status', '--porcelain'), '');
		await append(workTree, created());
		assert.deepEqual(readdirSync(folderIn(workTree)).sort(), ['.gitattributes', '.gitignore', ...segments()]);
	});

	it('has lines that say what happened to who reads a pull request', async () => {
		const log = open();
		await log.append([
			created({ incident: INCIDENT, at: '2026-11-23T13:55:06.123Z-0000', actor: 'Ann' }, 'Checkout\nis down'),
			anEvent({ incident: INCIDENT }),
		]);
		log.dispose();
		commit(workTree);
		const added = git(workTree, 'show', '--format=', '--', '.faultline/*.jsonl');
		assert.match(
			added,
			/^\+\{"crc":"[0-9a-f]{8}","says":"INC-7F3KQ 2026-11-23 13:55 UTC, Ann: Created: Checkout is down; Evidence added","events":\[/m,
		);
	});

	it('merges what two clones wrote without a conflict', async () => {
		const [here, there] = [clone('here'), clone('there')];
		const events = Array.from({ length: 6 }, () => anEvent());
		for (const [index, event] of events.entries()) {
			await append(index % 2 === 0 ? here : there, event);
		}
		commit(here);
		commit(there);
		git(here, 'pull', '-q', '--no-rebase', '--no-edit', there, 'main');
		assert.deepEqual(ids((await read(here)).events), ids(events));
		assert.equal(segments(here).length, 2);
	});

	it('merges what one clone wrote on two branches, also where .gitattributes is not looked at', async () => {
		await append(workTree, anEvent());
		writeFileSync(join(folderIn(workTree), '.gitattributes'), '');
		commit(workTree);
		const events: IncidentEvent[] = [];
		for (const branch of ['fix/one', 'fix/two']) {
			git(workTree, 'switch', '-q', '-c', branch, 'main');
			const event = anEvent();
			await append(workTree, event);
			events.push(event);
			commit(workTree);
		}
		git(workTree, 'switch', '-q', 'main');
		git(workTree, 'merge', '-q', '--no-edit', 'fix/one');
		git(workTree, 'merge', '-q', '--no-edit', 'fix/two');
		const found = ids((await read()).events);
		assert.deepEqual(
			events.filter(({ id }) => !found.includes(id)),
			[],
		);
	});

	it('keeps both sides’ lines where one branch was written in two places', async () => {
		await append(workTree, anEvent());
		commit(workTree);
		const other = join(scratch, 'copy');
		git(scratch, 'clone', '-q', workTree, other);
		mkdirSync(join(other, '.git', 'faultline'));
		const known = JSON.parse(readFileSync(join(workTree, '.git', 'faultline', 'clone.json'), 'utf8'));
		writeFileSync(join(other, '.git', 'faultline', 'clone.json'), JSON.stringify({ ...known, workTree: other }));
		const [one, two] = [anEvent(), anEvent()];
		await append(workTree, one);
		await append(other, two);
		commit(workTree);
		commit(other);
		git(workTree, 'pull', '-q', '--no-rebase', '--no-edit', other, 'main');
		assert.equal(segments().length, 1);
		const { events, damage } = await read();
		assert.deepEqual([events.length, damage], [3, []]);
	});

	it('gives a copy of a clone, and a linked work tree, a file of its own', async () => {
		await append(workTree, anEvent());
		const [copy, linked] = [join(scratch, 'copy'), join(scratch, 'linked')];
		cpSync(workTree, copy, { recursive: true });
		git(workTree, 'worktree', 'add', '-q', '-b', 'main2', linked);
		await append(copy, anEvent());
		await append(linked, anEvent());
		assert.equal(segments(copy).length, 2);
		const names = [...segments(copy), ...segments(linked)].map((name) => name.split('.')[1]);
		assert.equal(new Set(names).size, 3);
	});

	it('tells apart branches whose names differ in case or in what file systems do not take', async () => {
		for (const branch of ['fix', 'Fix', 'fix/a:b'.replace(':', '-'), 'fix-a-b']) {
			git(workTree, 'symbolic-ref', 'HEAD', `refs/heads/${branch}`);
			await append(workTree, anEvent());
		}
		assert.equal(segments().length, 4);
	});

	it('tells what another branch holds when that is checked out, and hears of what a merge brings as of any change', async () => {
		const [first, second] = [anEvent(), anEvent()];
		await append(workTree, first);
		commit(workTree);
		git(workTree, 'switch', '-q', '-c', 'fix');
		await append(workTree, second);
		commit(workTree);
		const log = open();
		await log.read(undefined, never);
		const reset = new Promise<void>((resolve) => log.onDidReset(resolve));
		git(workTree, 'switch', '-q', 'main');
		await reset;
		assert.deepEqual(ids((await log.read(undefined, never)).events), [first.id]);
		const heard: string[] = [];
		log.onDidAppend((events) => heard.push(...ids(events)));
		const merged = until(() => heard.length > 0, log.onDidAppend, 30_000);
		git(workTree, 'merge', '-q', '--ff-only', 'fix');
		await merged;
		log.dispose();
		assert.deepEqual(heard, [second.id]);
	});

	it('notices lines that a merge put between others, though the file begins and ends as before', async () => {
		const [first, between, last] = [anEvent(), anEvent(), anEvent()];
		await append(workTree, first);
		await append(workTree, last);
		const [name = ''] = segments();
		const path = join(folderIn(workTree), name);
		const [one = '', two = ''] = readFileSync(path, 'utf8').split('\n');
		const log = open();
		await log.read(undefined, never);
		const reset = new Promise<void>((resolve) => log.onDidReset(resolve));
		writeFileSync(path, `${one}\n${lineOf([between], sentenceOf([between]))}${two}\n`);
		await reset;
		const { events } = await log.read(undefined, never);
		log.dispose();
		assert.deepEqual(ids(events), ids([first, between, last]));
	});

	it('reads lines whose ends git has changed', async () => {
		const events = [anEvent(), anEvent()];
		await append(workTree, ...events);
		const [name = ''] = segments();
		const path = join(folderIn(workTree), name);
		writeFileSync(path, readFileSync(path, 'utf8').replaceAll('\n', '\r\n'));
		const next = anEvent();
		await append(workTree, next);
		const read1 = await read();
		assert.deepEqual([ids(read1.events), read1.damage], [ids([...events, next]), []]);
	});

	it('leaves nothing but segments and what git is told for git to commit', async () => {
		await append(workTree, anEvent());
		writeFileSync(join(folderIn(workTree), 'other.0a1b2c3d.jsonl'), 'noise\n');
		const { damage } = await read();
		assert.ok(existsSync(damage[0]?.kept ?? ''));
		writeFileSync(join(folderIn(workTree), 'clean-up.lock'), '');
		const status = git(workTree, 'status', '--porcelain', '--untracked-files=all');
		assert.deepEqual(
			status
				.split('\n')
				.map((line) => line.slice(3))
				.sort(),
			['.gitattributes', '.gitignore', 'other.0a1b2c3d.jsonl', ...segments().filter((name) => name.startsWith('main'))]
				.map((name) => `.faultline/${name}`)
				.sort(),
		);
	});

	it('goes into another file when one is large, and reads all', async () => {
		const log = openRepositoryEventLog({ workTree, isTrusted: () => true, segmentLimit: 1000 }, silentLog);
		const events = Array.from({ length: 12 }, () => anEvent());
		for (const event of events) {
			await log.append([event]);
		}
		log.dispose();
		assert.ok(segments().length > 2);
		assert.deepEqual(ids((await read()).events), ids(events));
	});

	it('erases from the files of all clones that are here, and keeps their names', async () => {
		const [here, there] = [clone('here'), clone('there')];
		const doomed = '01KAT2Q5R0DDDDDDDDDDDDDDDD';
		const stays = anEvent();
		await append(there, anEvent({ incident: doomed, payload: { text: 'secret' } }), stays);
		await append(here, anEvent({ incident: doomed, payload: { text: 'secret' } }));
		commit(there);
		commit(here);
		git(here, 'pull', '-q', '--no-rebase', '--no-edit', there, 'main');
		const before = segments(there);
		const log = open(here);
		await log.erase(anEvent({ incident: doomed, type: 'incident.erased', payload: {} }));
		log.dispose();
		assert.ok(before.every((name) => segments(here).includes(name)));
		assert.deepEqual(
			segments(here).filter((name) => readFileSync(join(folderIn(here), name)).includes('secret')),
			[],
		);
		assert.deepEqual(ids((await read(here)).events.filter(({ type }) => type !== 'incident.erased')), [stays.id]);
		commit(here);
	});

	it('removes again what a merge brought back of an erased incident, once there is something to write', async () => {
		const there = clone('there');
		const doomed = '01KAT2Q5R0DDDDDDDDDDDDDDDD';
		const stays = anEvent();
		await append(there, stays, anEvent({ incident: doomed, payload: { text: 'secret' } }));
		commit(there);
		git(workTree, 'pull', '-q', '--no-rebase', '--no-edit', there, 'main');
		const log = open();
		await log.erase(anEvent({ incident: doomed, type: 'incident.erased', payload: {} }));
		log.dispose();
		commit(workTree);
		const later = anEvent();
		await append(there, later); // right behind the line that was changed in the other clone
		commit(there);
		git(there, 'pull', '-q', '--no-rebase', '--no-edit', workTree, 'main');
		const holdsSecret = () =>
			segments(there).some((name) => readFileSync(join(folderIn(there), name)).includes('secret'));
		assert.ok(holdsSecret(), 'git takes both sides');
		const next = open(there);
		await next.read(undefined, never);
		const last = anEvent();
		const gone = until(
			() => !readdirSync(folderIn(there)).includes('clean-up.lock') && !holdsSecret(),
			(look) => {
				const watching = watch(folderIn(there), look);
				return { dispose: () => watching.close() };
			},
			30_000,
		);
		await next.append([last]);
		await gone;
		next.dispose();
		const { events } = await read(there);
		const left = new Set(ids(events.filter(({ type }) => type !== 'incident.erased')));
		assert.deepEqual([...left], ids([stays, later, last]));
	});

	it('is not used while the workspace is not trusted', async () => {
		await append(workTree, anEvent());
		const log = open(workTree, () => false);
		await assert.rejects(log.read(undefined, never), isCode('store.untrusted'));
		await assert.rejects(log.append([anEvent()]), isCode('store.untrusted'));
		await assert.rejects(log.erase(anEvent({ type: 'incident.erased', payload: {} })), isCode('store.untrusted'));
		log.dispose();
	});

	it('refuses a folder that is a link, and follows no link in it', async () => {
		const elsewhere = join(scratch, 'elsewhere');
		mkdirSync(elsewhere);
		symlinkSync(elsewhere, folderIn(workTree));
		const log = open();
		await assert.rejects(log.read(undefined, never), isCode('store.outside'));
		await assert.rejects(log.append([anEvent()]), isCode('store.outside'));
		assert.deepEqual(readdirSync(elsewhere), []);
		rmSync(folderIn(workTree));
		const event = anEvent();
		await log.append([event]);
		const [name = ''] = segments();
		rmSync(join(folderIn(workTree), name));
		const secret = join(scratch, 'secret.txt');
		writeFileSync(secret, 'a password\n');
		symlinkSync(secret, join(folderIn(workTree), name));
		assert.deepEqual(await log.read(undefined, never), { events: [], damage: [] });
		await assert.rejects(log.append([anEvent()]), isCode('store.failed'));
		log.dispose();
		assert.equal(readFileSync(secret, 'utf8'), 'a password\n');
	});

	it('says that a folder is no work tree', async () => {
		const log = open(scratch);
		await assert.rejects(log.append([anEvent()]), isCode('store.noGit'));
		log.dispose();
	});
});
