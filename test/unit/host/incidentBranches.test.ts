import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { IncidentBranches } from '../../../src/host/views/incidentBranches';
import type { GroupNode, IncidentNode, Node } from '../../../src/host/views/nodeTypes';

const anIncident = (incidentId: string) => ({ kind: 'incident', id: incidentId, incidentId }) as IncidentNode;
const rows = (name: string) => [{ kind: 'notes', id: name } as unknown as Node];

describe('what is below incidents in the tree', () => {
	const one = anIncident('one');
	let reading: { readonly resolve: (rows: readonly Node[]) => void; readonly reject: (error: Error) => void }[];
	let drawn: (readonly Node[])[];
	let branches: IncidentBranches;

	beforeEach(() => {
		reading = [];
		drawn = [];
		branches = new IncidentBranches({
			read: () => new Promise((resolve, reject) => reading.push({ resolve, reject })),
			redraw: (nodes) => drawn.push(nodes),
		});
	});

	const open = async () => {
		const asked = branches.below(one);
		reading.shift()?.resolve(rows('first'));
		assert.deepEqual(await asked, rows('first'));
	};

	it('is read before VS Code is told to draw it anew, so that no row is unknown for longer than its question takes', async () => {
		await open();
		branches.redraw([one]);
		assert.deepEqual(drawn, []);
		reading.shift()?.resolve(rows('second'));
		await turn();
		assert.deepEqual(drawn, [[one]]);
		assert.deepEqual(await branches.below(one), rows('second'));
		assert.equal(reading.length, 0);
	});

	it('is read once more for all changes that came while it was read', async () => {
		await open();
		branches.redraw([one]);
		branches.redraw([one]);
		branches.redraw([one]);
		reading.shift()?.resolve(rows('second'));
		await turn();
		assert.equal(reading.length, 1);
		reading.shift()?.resolve(rows('third'));
		await turn();
		assert.deepEqual(drawn, [[one], [one]]);
		assert.deepEqual(await branches.below(one), rows('third'));
	});

	it('is drawn at once where its row is closed', async () => {
		branches.redraw([one]);
		await open();
		branches.set('one', false);
		branches.redraw([one]);
		assert.deepEqual(drawn, [[one], [one]]);
		assert.equal(reading.length, 0);
	});

	it('is asked for anew where its group was drawn, whatever was read before', async () => {
		const group = { kind: 'group', id: 'P1' } as GroupNode;
		await open();
		branches.redraw([one]);
		reading.shift()?.resolve(rows('second'));
		await turn();
		branches.redraw([group]);
		assert.deepEqual(drawn, [[one], [group]]);
		const asked = branches.below(one);
		reading.shift()?.resolve(rows('third'));
		assert.deepEqual(await asked, rows('third'));
	});

	it('is read by who asks where it could not be read before, so that they see why', async () => {
		await open();
		branches.redraw([one]);
		reading.shift()?.reject(new Error('gone'));
		await turn();
		assert.deepEqual(drawn, [[one]]);
		const asked = branches.below(one);
		reading.shift()?.reject(new Error('gone'));
		await assert.rejects(asked, /gone/);
	});

	it('is not what was being read when its group was drawn: VS Code has asked for newer rows since', async () => {
		await open();
		branches.redraw([one]);
		branches.redraw([{ kind: 'group', id: 'P1' } as GroupNode]);
		const asked = branches.below(one);
		reading.pop()?.resolve(rows('third'));
		assert.deepEqual(await asked, rows('third'));
		reading.shift()?.resolve(rows('second'));
		await turn();
		const again = branches.below(one);
		reading.shift()?.resolve(rows('fourth'));
		assert.deepEqual(await again, rows('fourth'));
	});

	describe('where it takes long to read', () => {
		const drawnTimes = async (count: number) => {
			while (drawn.length < count) {
				await turn();
			}
			assert.equal(drawn.length, count);
		};

		beforeEach(async () => {
			branches = new IncidentBranches(
				{
					read: () => new Promise((resolve, reject) => reading.push({ resolve, reject })),
					redraw: (nodes) => drawn.push(nodes),
				},
				1,
			);
			await open();
			branches.redraw([one]);
			await drawnTimes(1);
		});

		it('is read once, for whoever waits for it', async () => {
			const asked = [branches.below(one), branches.below(one)];
			assert.equal(reading.length, 1);
			reading.shift()?.resolve(rows('second'));
			assert.deepEqual(await Promise.all(asked), [rows('second'), rows('second')]);
		});

		it('is read once more behind that for all that changes meanwhile, while its row says at once what is new', async () => {
			branches.redraw([one]);
			branches.redraw([one]);
			assert.equal(drawn.length, 3);
			const asked = branches.below(one);
			assert.equal(reading.length, 1);
			reading.shift()?.resolve(rows('second'));
			assert.deepEqual(await asked, rows('second'));
			await turn();
			assert.equal(reading.length, 1);
			reading.shift()?.resolve(rows('third'));
			await drawnTimes(4);
			assert.deepEqual(await branches.below(one), rows('third'));
		});

		it('says to whoever waits why it could not be read, and is read anew after that', async () => {
			const asked = branches.below(one);
			reading.shift()?.reject(new Error('gone'));
			await assert.rejects(asked, /gone/);
			await turn();
			const again = branches.below(one);
			reading.shift()?.resolve(rows('third'));
			assert.deepEqual(await again, rows('third'));
		});

		it('is read anew where it changed while its row was closed', async () => {
			branches.set('one', false);
			branches.redraw([one]);
			const asked = branches.below(one);
			assert.equal(reading.length, 2);
			reading.pop()?.resolve(rows('third'));
			assert.deepEqual(await asked, rows('third'));
		});

		it('goes on being read where another incident’s closed row is drawn', async () => {
			branches.redraw([anIncident('closed')]);
			const asked = branches.below(one);
			assert.equal(reading.length, 1);
			reading.shift()?.resolve(rows('second'));
			assert.deepEqual(await asked, rows('second'));
		});
	});

	it('holds up no row for long, neither its own nor others', async () => {
		const told: string[] = [];
		const [slow, fast] = [anIncident('slow'), anIncident('fast')];
		const impatient = new IncidentBranches(
			{
				read: ({ incidentId }) => (incidentId === 'slow' ? new Promise(() => {}) : Promise.resolve(rows('fast'))),
				redraw: (nodes) => told.push(...nodes.map(({ id }) => id)),
			},
			1,
		);
		impatient.set('slow', true);
		impatient.set('fast', true);
		impatient.redraw([slow, fast]);
		await turn();
		assert.ok(told.includes('fast'));
		while (!told.includes('slow')) {
			await turn();
		}
	});
});
