import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { aRepository, type RepositoryBuilder } from '../support/repository';
import { faultline, incidentFrom, listening, picking, setting } from './support';

const GOOD = 'function priceOf(item) {\n\treturn rates[item.country];\n}\n';
const TRACE = `TypeError: Cannot read properties of undefined (reading 'country')
    at priceOf (/srv/shop/src/price.js:2:27)`;
const BREAKING = 'Take the country from the address';
const COMMAND = '! grep -q address src/price.js';

describe('bisecting with a command', () => {
	let shop: RepositoryBuilder;

	before(async () => {
		await setting('analyzeOnCreate', false);
		shop = aRepository().commit('Start', { files: { 'src/price.js': GOOD }, tag: 'v1' });
		for (let n = 1; n <= 30; n++) {
			shop.commit(n === 7 ? BREAKING : `Change ${n}`, {
				files: {
					'other.js': `${n}\n`,
					...(n === 7 && { 'src/price.js': GOOD.replace('item.country', 'item.address.country') }),
				},
			});
		}
		shop.tag('v2').commit('Later', { files: { 'src/price.js': GOOD } });
	});
	after(async () => {
		shop.remove();
		await setting('analyzeOnCreate', undefined);
	});

	const anIncident = async () => {
		const { incidents } = await faultline();
		const { id } = await incidentFrom(TRACE);
		await incidents.edit(id, { repository: shop.folder, release: 'v2', lastGood: 'v1' });
		return { id, found: () => incidents.get(id) };
	};
	/** Answers the questions as a person would: `undefined` is Escape. */
	const bisecting = async (id: string, answers: { order: string; command?: string; confirm?: string }) => {
		const window = vscode.window as unknown as Record<string, unknown>;
		const original = window.showInputBox;
		const asked: string[] = [];
		window.showInputBox = async ({ prompt = '', value = '' }: vscode.InputBoxOptions) => {
			asked.push(value);
			return /worked/.test(prompt) ? value : answers.command;
		};
		try {
			const run = () => vscode.commands.executeCommand('faultline.bisect', id);
			const said = await listening(() => picking(answers.order, run), answers.confirm);
			return { asked, said };
		} finally {
			window.showInputBox = original;
		}
	};

	it('shows the command before it runs it, finds the first bad commit, and records it as observed', async () => {
		const { id, found } = await anIncident();
		const { asked, said } = await bisecting(id, { order: 'Likely', command: COMMAND, confirm: 'Run' });
		assert.equal(asked[0], 'v1');
		assert.match(said[0]?.sentence ?? '', /^Run this command on commits between/);
		assert.match(
			said[1]?.sentence ?? '',
			new RegExp(`“${BREAKING}” is the first bad commit, found with 2 runs for 30`),
		);
		const { verdicts, timeline } = (await found()) ?? {};
		assert.deepEqual(
			verdicts?.map(({ subject, verdict, by }) => [subject, verdict, by]),
			[[BREAKING, 'confirmed', 'bisection']],
		);
		assert.equal(timeline?.at(-1)?.provenance, 'observed');
		assert.equal(shop.git('worktree', 'list').split('\n').length, 1);
	});

	it('goes in the order of git bisect when that is chosen, and remembers the command', async () => {
		const { id } = await anIncident();
		const { asked, said } = await bisecting(id, { order: 'Plain', command: COMMAND, confirm: 'Run' });
		assert.match(said[1]?.sentence ?? '', /found with [45] runs for 30 commits/);
		assert.equal(asked[1], COMMAND);
	});

	it('runs nothing unless it is confirmed', async () => {
		const { id, found } = await anIncident();
		const { said } = await bisecting(id, { order: 'Plain', command: COMMAND });
		assert.equal(said.length, 1);
		assert.equal((await found())?.verdicts, undefined);
		await bisecting(id, { order: 'Plain' });
		assert.equal((await found())?.verdicts, undefined);
	});

	it('says that a command does not show the failure', async () => {
		const { id } = await anIncident();
		const { said } = await bisecting(id, { order: 'Plain', command: 'true', confirm: 'Run' });
		assert.match(said[1]?.sentence ?? '', /passes at [0-9a-f]{8}, which should fail/);
		assert.deepEqual(said[1]?.buttons, ['Open Log']);
	});
});
