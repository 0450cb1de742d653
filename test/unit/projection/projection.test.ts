import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Engine, loadEngine, newSql, openSql, type Sql } from '../../../src/adapters/projection/database';
import { Projection } from '../../../src/adapters/projection/projection';
import { build } from '../../../src/adapters/projection/tables';
import type { IncidentEvent } from '../../../src/core/incident/event';
import type { IncidentSummary } from '../../../src/core/incident/summary';
import { created } from '../../support/incidents';
import { someEvents } from '../../support/someEvents';

let engine: Engine;

/** Some events again, as somebody who means harm may write them: with the same id and other content, or as an erasure. */
const withTwins = (events: readonly IncidentEvent[]) =>
	fc
		.array(fc.record({ of: fc.nat(events.length - 1), from: fc.nat(events.length - 1), isLater: fc.boolean() }), {
			maxLength: 3,
		})
		.map((twins) => [
			...events,
			...twins.flatMap(({ of, from, isLater }) => {
				const [event, other] = [events[of], events[from]];
				const { type, payload } = other ?? {};
				return event && type !== undefined
					? [{ ...event, type, payload, ...(isLater && { at: '2026-11-23T13:55:06.009Z-0000' }) }]
					: [];
			}),
		]);

/** A projection with its tables, and the summaries as somebody has them who heard of every change. */
class Window {
	readonly heard = new Map<string, IncidentSummary>();
	private projection: Projection;

	constructor(private tables: Sql = newSql(engine)) {
		this.projection = new Projection(tables);
		for (const summary of this.projection.summaries()) {
			this.heard.set(summary.id, summary);
		}
	}

	take(events: readonly IncidentEvent[]): this {
		const { upserted, removed } = this.projection.take(events);
		for (const summary of upserted) {
			this.heard.set(summary.id, summary);
		}
		for (const id of removed) {
			this.heard.delete(id);
		}
		return this;
	}

	settle(): this {
		for (const _ of this.projection.settle()) {
			// all of it
		}
		return this;
	}

	/** Everything there is to see, whatever the rows are numbered. */
	seen() {
		const ids = ['01KAT2Q5R07F3KQ8ZJ4N6M2W9X', '01KAT2Q5R17F3KQ9ZJ4N6M2W9X', '01KAT2Q5R2ZZZZZZZZZZZZZZZZ'];
		const { tables, projection } = this.settle();
		const numbered = new Map(
			tables
				.all(build.selectFrom('incidents').select(['number', 'id']).compile())
				.map(({ number, id }) => [number, id]),
		);
		const rows = (
			['incidents', 'events', 'fingerprints', 'frames', 'verdicts', 'links', 'notes', 'texts'] as const
		).map((table) =>
			tables
				.all(build.selectFrom(table).selectAll().compile())
				.map((row) => JSON.stringify({ ...row, number: undefined, ...incidentOf(row, numbered) }))
				.sort(),
		);
		return {
			rows,
			summaries: [...new Projection(tables).summaries()].sort((a, b) => (a.id < b.id ? -1 : 1)),
			wholes: ids.map((id) => projection.get(id)),
			verdicts: projection.verdicts(),
			withFingerprint: projection.withFingerprint('f1'),
		};
	}

	restarted(): Window {
		return new Window(openSql(engine, this.settle().tables.bytes()));
	}
}

function incidentOf(row: object, numbered: ReadonlyMap<number, string>): object {
	return 'incident' in row && typeof row.incident === 'number' ? { incident: numbered.get(row.incident) } : {};
}

const inIdOrder = (all: Iterable<IncidentSummary>) => [...all].sort((a, b) => (a.id < b.id ? -1 : 1));

describe('the projection of a log', function () {
	this.timeout(60_000);

	before(async () => {
		engine = await loadEngine(require.resolve('sql.js/dist/sql-wasm.wasm'));
	});

	it('is the same whatever order events arrive in, however often, and whenever it was saved and opened again', () => {
		const someArrivals = someEvents.chain(withTwins).chain((events) =>
			fc.record({
				events: fc.constant(events),
				arriving: fc
					.tuple(fc.shuffledSubarray([...events], { minLength: events.length }), fc.subarray([...events]))
					.map((both) => both.flat()),
				batch: fc.integer({ min: 1, max: 6 }),
				between: fc.array(fc.constantFrom('nothing', 'settle', 'restart'), { minLength: 30, maxLength: 30 }),
			}),
		);
		fc.assert(
			fc.property(someArrivals, ({ events, arriving, batch, between }) => {
				let window = new Window();
				for (let start = 0; start < arriving.length; start += batch) {
					window.take(arriving.slice(start, start + batch));
					const then = between[start / batch];
					window = then === 'restart' ? window.restarted() : then === 'settle' ? window.settle() : window;
				}
				const anew = new Window().take(events).seen();
				assert.deepEqual(window.seen(), anew);
				assert.deepEqual(inIdOrder(window.heard.values()), anew.summaries);
			}),
		);
	});

	it('gives keys that do not depend on the order, and soon, where somebody made many ids alike', () => {
		const crowd = Array.from({ length: 3000 }, (_, index) => {
			const incident = `01KAT2Q5R0AAAAAAAAAAA${String(index).padStart(5, '0')}`;
			return created({ incident });
		});
		const keysIn = (window: Window) => new Map([...window.heard.values()].map(({ id, key }) => [id, key]));
		const all = new Window().take(crowd).settle();
		const other = new Window();
		for (const event of crowd.toReversed().slice(0, 200)) {
			other.take([event]);
		}
		other.take(crowd);
		assert.deepEqual([...keysIn(all)].sort(), [...keysIn(other)].sort());
		assert.deepEqual([...keysIn(all.restarted())].sort(), [...keysIn(all)].sort());
		assert.equal(new Set(keysIn(all).values()).size, crowd.length);
		const projection = new Projection(newSql(engine));
		projection.take(crowd.slice(1));
		assert.equal(projection.take(crowd.slice(0, 1)).upserted.length, 1, 'the others stay as they are');
		const erased = crowd.slice(20).map(({ incident }) => created({ incident, type: 'incident.erased', payload: {} }));
		assert.deepEqual(
			[...keysIn(all.take(erased))].sort(),
			[...keysIn(new Window().take([...erased, ...crowd]))].sort(),
		);
	});

	it('gives verdicts in an order that does not depend on which incident came first', () => {
		const judged = ['01KAT2Q5R07F3KQ8ZJ4N6M2W9X', '01KAT2Q5R2ZZZZZZZZZZZZZZZZ'].map((incident) => [
			created({ incident }),
			created({
				incident,
				type: 'suspect.confirmed',
				payload: { sha: 'b'.repeat(40), subject: incident, date: '2026-11-20T12:00:00.000Z', author: 'Ada' },
			}),
		]);
		const [one, other] = [judged, [...judged].reverse()].map(
			(order) => new Window().take(order.flat()).seen().verdicts,
		);
		assert.deepEqual(one, other);
		assert.equal(one?.length, 2);
	});

	it('keeps nothing of an erased incident but that it was, also of what is said of it afterwards', () => {
		const secret = 'zugangsschluessel';
		const { incident } = created();
		const erased = created({ type: 'incident.erased', payload: {} });
		const late = created({ type: 'evidence.added', payload: { text: secret } });
		const tables = newSql(engine);
		const projection = new Projection(tables);
		const settle = () => [...projection.settle()];
		projection.take([created({}, `Shop ${secret}`), late, created({ incident: '01KAT2Q5R2ZZZZZZZZZZZZZZZZ' })]);
		settle();
		assert.ok(Buffer.from(tables.bytes()).includes(secret));
		assert.deepEqual(projection.take([erased]).removed, [incident]);
		projection.take([created({ type: 'evidence.added', payload: { text: secret } })]);
		settle();
		projection.clearRemains();
		assert.equal(Buffer.from(tables.bytes()).includes(secret), false);
		assert.deepEqual(projection.eventsOf(incident), [erased]);
	});
});
