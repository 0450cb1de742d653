import assert from 'node:assert/strict';
import { laterChanges } from '../../../src/app/revert/laterChanges';
import { aRepository, never } from '../../support/repository';
import { Reverting } from '../../support/reverting';

const lines = (change: Readonly<Record<number, string | null>> = {}) =>
	Array.from({ length: 20 }, (_, index) => change[index + 1] ?? (change[index + 1] === null ? [] : `line ${index + 1}`))
		.flat()
		.map((line) => `${line}\n`)
		.join('');

describe('later changes of the lines that a revert changes back', () => {
	it('are named with who made them and when, whether they changed a line or removed it; others of the file are not', async () => {
		const built = aRepository()
			.commit('Start', { files: { 'a.txt': lines() } })
			.commit('Break', { files: { 'a.txt': lines({ 5: 'five', 15: 'fifteen' }) }, tag: 'broken' })
			.commit('Far away', { files: { 'a.txt': lines({ 5: 'five', 15: 'fifteen', 10: 'ten' }) } })
			.commit('Same line', { files: { 'a.txt': lines({ 5: 'FIVE', 15: 'fifteen', 10: 'ten' }) }, author: 'Mia' })
			.commit('Drop it', { files: { 'a.txt': lines({ 5: 'FIVE', 15: null, 10: 'ten' }) }, author: 'Ben' });
		const reverting = await Reverting.in(built);
		try {
			const plan = await reverting.plan(['broken']);
			const later = await laterChanges(plan, reverting.repository, reverting.mitigations.history, never());
			assert.deepEqual(
				later.map(({ subject, author, paths }) => [subject, author, paths]),
				[
					['Drop it', 'Ben', ['a.txt']],
					['Same line', 'Mia', ['a.txt']],
				],
			);
			const told: string[][] = [];
			await laterChanges(...([plan, reverting.repository, reverting.mitigations.history, never()] as const), (found) =>
				told.push(found.map(({ subject }) => subject)),
			);
			assert.deepEqual(told, [['Drop it', 'Same line']]);
			assert.ok((later[0]?.date ?? 0) > (later[1]?.date ?? 0));
		} finally {
			reverting.remove();
		}
	});

	it('are told as they are found, file by file, of each file that a revert changes', async () => {
		const both = (a: string, b: string) => ({ files: { 'a.txt': lines({ 5: a }), 'b.txt': lines({ 5: b }) } });
		const built = aRepository()
			.commit('Start', { files: { 'a.txt': lines(), 'b.txt': lines() } })
			.commit('Break', { ...both('five', 'five'), tag: 'broken' })
			.commit('In the first file', both('FIVE', 'five'))
			.commit('In the second file', both('FIVE', 'FIVE'))
			.commit('In both', both('5', '5'));
		const reverting = await Reverting.in(built);
		try {
			const plan = await reverting.plan(['broken']);
			const told: string[][] = [];
			const all = await laterChanges(
				...([plan, reverting.repository, reverting.mitigations.history, never()] as const),
				(found) => told.push(found.map(({ subject, paths }) => `${subject}: ${paths.join(' ')}`)),
			);
			assert.deepEqual(told, [['In both: a.txt'], ['In both: a.txt b.txt']]);
			assert.deepEqual(
				all.map(({ subject }) => subject),
				['In both'],
			);
		} finally {
			reverting.remove();
		}
	});
});
