import assert from 'node:assert/strict';
import Ajv from 'ajv';
import { openRepository } from '../../../src/adapters/git/openRepository';
import { worktreesIn } from '../../../src/adapters/git/worktrees';
import { mapsInFolders } from '../../../src/adapters/maps/inFolders';
import { runCommand } from '../../../src/adapters/process/runCommand';
import { openRepositoryEventLog } from '../../../src/adapters/store/repository/eventLog';
import { readRepositoryHome } from '../../../src/adapters/store/repository/readHome';
import { main } from '../../../src/cli/main';
import { anchorOf } from '../../../src/core/notes/anchor';
import { anEvent, breather, created, silentLog } from '../../support/incidents';
import { aRepository, never, type RepositoryBuilder } from '../../support/repository';
import { schemaTexts } from '../../support/schemas';

const CART = `export function total(cart) {
	const sum = cart.items.reduce((all, { price }) => all + price, 0);
	const share = cart.discounts.reduce((left, { share }) => left * (1 - share), 1);
	audit(cart, sum, share);
	return sum * share;
}
`;
const LINES = CART.split('\n').length;
const PATH = 'src/a file.js';

const faultline = (folder: string, ...args: string[]) => commandLine(['notes', '--repo', folder, ...args]);

async function commandLine(
	args: readonly string[],
	input = '',
	open = (at: string, signal: AbortSignal) => openRepository(at, silentLog, signal),
): Promise<{ readonly code: number; readonly out: string; readonly error: string }> {
	let [out, error] = ['', ''];
	const io = {
		read: async () => input,
		readLines: async function* () {},
		write: async (text: string) => {
			out += text;
		},
		writeError: (text: string) => {
			error += text;
		},
	};
	const dependencies = {
		...{ io, breather, cwd: process.cwd(), maps: mapsInFolders, version: '1.2.3' },
		openRepository: open,
		openWorktree: worktreesIn(silentLog),
		run: runCommand,
		readHome: (workTree: string, signal: AbortSignal) => readRepositoryHome(workTree, silentLog, signal),
	};
	return { code: await main(args, dependencies, never()), out, error };
}

describe('faultline notes', function () {
	this.timeout(120_000);
	let built: RepositoryBuilder;
	const incident = created({}, 'Totals were <b>negative</b>');

	before(async () => {
		built = aRepository().commit('Write', { files: { [PATH]: CART, 'src/b.js': 'one\n' }, tag: 'noted' });
		const anchor = (first: number, last: number) =>
			anchorOf({ commit: built.sha(), path: PATH, committed: CART, text: CART, chosen: { first, last } });
		const note = (kind: string, text: string, first: number, last = first) =>
			anEvent({
				...{ incident: incident.incident, type: 'rootCauseNote.added' },
				payload: { kind, text, anchor: anchor(first, last) },
			});
		const log = openRepositoryEventLog({ workTree: built.folder, isTrusted: () => true }, silentLog);
		const guard = note('guard', 'The audit looks\nfor *this*.', 4);
		const resolved = note('contributingFactor', 'Solved.', 3);
		const close = { type: 'rootCauseNote.resolved', incident: incident.incident, payload: { note: resolved.id } };
		await log.append([incident, note('rootCause', 'A share may be above 1.', 3), guard, resolved, anEvent(close)]);
		log.dispose();
		built.commit('Shift', { files: { [PATH]: `// Carts.\n${CART}` }, tag: 'base' });
		built.git('checkout', '--quiet', '-b', 'work');
		const changed = `// Carts.\n// New.\n${CART.replace('1 - share', '1 - Math.min(share, 1)')}`;
		built.commit('Bound shares', { files: { [PATH]: changed }, tag: 'lines' });
		built.commit('Elsewhere', { files: { 'src/b.js': 'two\n' }, tag: 'after' });
	});
	after(() => built.remove());

	it('names the notes that a diff touches, by their lines or by their function, and no resolved ones', async () => {
		const { code, out } = await faultline(built.folder, '--diff', 'base..work');
		assert.equal(code, 0);
		assert.match(
			out,
			/^src\/a file\.js:5: Root cause of INC-\w+ "Totals were <b>negative<\/b>": A share may be above 1\.$/m,
		);
		assert.match(out, /^src\/a file\.js:6: Guard of INC-\w+ .*, in its function: The audit looks for \*this\*\.$/m);
		assert.ok(!out.includes('Solved'));
	});

	it('are told on suspect files by `suspects --home`, where they are at the deployed revision, and not unasked', async () => {
		const trace = `TypeError: x\n    at total (/srv/shop/${PATH}:5:10)\n`;
		const asked = ['suspects', '--repo', built.folder, '--at', 'base'];
		const { code, out } = await commandLine([...asked, '--home', built.folder], trace);
		assert.equal(code, 0);
		assert.match(out, /INC-\w+’s root-cause note is on this file, line [45], one of 2 there/);
		assert.ok(!out.includes('Solved'));
		assert.ok(!(await commandLine(asked, trace)).out.includes('note is on'));
	});

	it('count for `suspects --home` only where they are on code of the repository, also where the folder has another one’s', async () => {
		const other = aRepository().commit('Other', { files: { [PATH]: `// Other.\n${CART}` } });
		try {
			const trace = `TypeError: x\n    at total (/srv/shop/${PATH}:5:10)\n`;
			const asked = ['suspects', '--repo', other.folder, '--at', 'HEAD', '--home', built.folder];
			const { code, out } = await commandLine(asked, trace);
			assert.equal(code, 0);
			assert.ok(out.includes(PATH));
			assert.ok(!out.includes('root-cause note'));
		} finally {
			other.remove();
		}
	});

	it('leave the suspects as they are where git cannot say whose they are, and say so', async () => {
		const trace = `TypeError: x\n    at total (/srv/shop/${PATH}:5:10)\n`;
		const asked = ['suspects', '--repo', built.folder, '--at', 'base'];
		const damaged = async (at: string, signal: AbortSignal) => ({
			...(await openRepository(at, silentLog, signal)),
			named: () => Promise.reject(new Error('fatal: loose object is corrupt')),
		});
		const { code, out, error } = await commandLine([...asked, '--home', built.folder], trace, damaged);
		assert.deepEqual([code, out], [0, (await commandLine(asked, trace)).out]);
		assert.match(error, /^faultline: Not all root-cause notes could be read: fatal: loose object is corrupt$/m);
	});

	it('are not looked for in a folder that does not exist: that is a wrong word', async () => {
		for (const command of [
			['suspects', '--repo', built.folder, '--at', 'base'],
			['notes', '--repo', built.folder, '--diff', 'base..work'],
		]) {
			const { code, out, error } = await commandLine([...command, '--home', `${built.folder}/nowhere`]);
			assert.deepEqual([code, out], [2, '']);
			assert.match(error, /^faultline: --home names a folder, and there is none at .*nowhere\./);
		}
	});

	it('says that nothing is touched, and ends with 1 only where it is asked to fail and something is', async () => {
		assert.deepEqual(await faultline(built.folder, '--diff', 'lines..after', '--fail'), {
			...{ code: 0, out: 'No root-cause notes are touched.\n', error: '' },
		});
		assert.equal((await faultline(built.folder, '--diff', 'base..work', '--fail')).code, 1);
		assert.equal((await faultline(built.folder, '--diff', 'work')).code, 2);
		assert.match((await faultline(built.folder, '--diff', 'nowhere..work')).error, /^faultline: .*nowhere/);
	});

	it('writes JSON by its published schema', async () => {
		const { out } = await faultline(built.folder, '--diff', 'base..work', '--json');
		const { $schema: _, ...schema } = JSON.parse(schemaTexts()['notes.schema.json'] ?? '');
		const validate = new Ajv({ strict: false, validateFormats: false }).compile<{ notes: Record<string, unknown>[] }>(
			schema,
		);
		const json: unknown = JSON.parse(out);
		assert.ok(validate(json), JSON.stringify(validate.errors));
		assert.deepEqual(
			json.notes.map(({ kind, what, first }) => [kind, what, first]),
			[
				['rootCause', 'lines', 5],
				['guard', 'function', 6],
			],
		);
	});

	it('writes SARIF 2.1.0 as its schema has it', async () => {
		const log = JSON.parse((await faultline(built.folder, '--diff', 'base..work', '--sarif')).out);
		// What sarif-schema-2.1.0.json asks of a log, and what code scanning reads of it.
		assert.equal(log.version, '2.1.0');
		assert.match(log.$schema, /sarif.*2\.1\.0\.json$/);
		assert.deepEqual(Object.keys(log).sort(), ['$schema', 'runs', 'version']);
		const [run] = log.runs;
		const { driver } = run.tool;
		assert.equal(driver.name, 'Faultline');
		assert.match(driver.version, /^\d+\.\d+\.\d+/);
		const ids = driver.rules.map(({ id }: { id: string }) => id);
		assert.equal(new Set(ids).size, ids.length);
		assert.equal(run.results.length, 2);
		for (const { ruleId, level, message, locations, partialFingerprints } of run.results) {
			assert.ok(ids.includes(ruleId));
			assert.ok(['none', 'note', 'warning', 'error'].includes(level));
			assert.ok(message.text.length > 0);
			const [{ physicalLocation }] = locations;
			const { uri } = physicalLocation.artifactLocation;
			assert.equal(uri, 'src/a%20file.js'); // a reference by RFC 3986
			const { startLine, endLine } = physicalLocation.region;
			assert.ok(startLine >= 1 && endLine >= startLine && endLine <= LINES + 2);
			assert.ok(Object.values(partialFingerprints).every((one) => typeof one === 'string'));
		}
	});

	it('writes a comment in which nothing that somebody wrote is HTML, and nothing where there is nothing to say', async () => {
		const { out } = await faultline(built.folder, '--diff', 'base..work', '--markdown');
		assert.match(out, /^- \*\*Root cause\*\* of INC-\w+ Totals were \\<b\\>negative/m);
		assert.match(out, /^ {2}> A share may be above 1\.$/m);
		assert.equal((await faultline(built.folder, '--diff', 'lines..after', '--markdown')).out, '');
	});

	it('tells of a file that the diff deletes, and follows one that it renames', async () => {
		built.git('checkout', '--quiet', '-b', 'moves', 'base');
		built.commit('Rename', { renames: { [PATH]: 'src/cart.js' }, tag: 'renamed' });
		built.commit('Delete', { files: { 'src/cart.js': null }, tag: 'deleted' });
		assert.equal((await faultline(built.folder, '--diff', 'base..renamed')).out, 'No root-cause notes are touched.\n');
		assert.match(
			(await faultline(built.folder, '--diff', 'base..deleted')).out,
			/^src\/a file\.js \(deleted\): Root cause/m,
		);
		assert.match(
			(await faultline(built.folder, '--diff', 'renamed..deleted')).out,
			/^src\/cart\.js \(deleted\): Root cause/m,
		);
	});

	it('tells of lines that the diff moves to another file, whether theirs stays or goes, with the new place', async () => {
		const rest = `${'// Carts.'}\nexport const currency = 'EUR';\n`;
		const moved = `import { audit } from './audit.js';\n\n${CART}`;
		built.git('checkout', '--quiet', '-b', 'splits', 'base');
		built.commit('Split', { files: { [PATH]: rest, 'src/total.js': moved }, tag: 'split' });
		const { out } = await faultline(built.folder, '--diff', 'base..split');
		assert.match(out, /^src\/total\.js:5 \(moved from src\/a file\.js\): Root cause of /m);
		assert.match(out, /^src\/total\.js:6 \(moved from src\/a file\.js\): Guard of /m);
		const { notes } = JSON.parse((await faultline(built.folder, '--diff', 'base..split', '--json')).out);
		assert.deepEqual(
			notes.map(({ path, first, movedFrom, isDeleted }: Record<string, unknown>) => [
				path,
				first,
				movedFrom,
				isDeleted,
			]),
			[
				['src/total.js', 5, PATH, false],
				['src/total.js', 6, PATH, false],
			],
		);
		built.git('checkout', '--quiet', '-b', 'merges', 'base');
		built.commit('Merge into b', { files: { [PATH]: null, 'src/b.js': `one\n${CART}` }, tag: 'merged' });
		assert.match(
			(await faultline(built.folder, '--diff', 'base..merged')).out,
			/^src\/b\.js:4 \(moved from src\/a file\.js\): Root cause/m,
		);
	});

	it('knows lines that came into another file before the diff, while theirs stayed', async () => {
		built.git('checkout', '--quiet', 'splits');
		const bounded = `import { audit } from './audit.js';\n\n${CART.replace('1 - share', '1 - Math.min(share, 1)')}`;
		built.commit('Bound', { files: { 'src/total.js': bounded }, tag: 'bounded' });
		const { out } = await faultline(built.folder, '--diff', 'split..bounded');
		assert.match(out, /^src\/total\.js:5: Root cause of /m);
		assert.match(out, /^src\/total\.js:6: Guard of .*, in its function/m);
		built.commit('Currency', { files: { [PATH]: '// Carts.\n' }, tag: 'currency' });
		assert.equal(
			(await faultline(built.folder, '--diff', 'bounded..currency')).out,
			'No root-cause notes are touched.\n',
		);
	});
});
