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
			assert.ok((later[0]?.date ?? 0) > (later[1]?.date ?? 0));
		} finally {
			reverting.remove();
		}
	});
});
