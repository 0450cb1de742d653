import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cleanLine, mayHold } from '../../../src/adapters/store/segments/cleanLine';
import { isWholeLine, lineOf, readLine } from '../../../src/adapters/store/segments/lines';
import { anEvent } from '../../support/incidents';

const DOOMED = '01KAT2Q5R0DDDDDDDDDDDDDDDD';
const SECRET = 'Jane Doe';
const ERASED = new Set([DOOMED]);
const says = () => undefined;
const doomed = () => anEvent({ incident: DOOMED, payload: { text: SECRET } });
const bare = (line: Buffer) => line.subarray(0, -1);

describe('what stays of a line when an incident is erased', () => {
	it('is the line as it was, byte by byte, where nothing of it is of the incident', () => {
		assert.equal(cleanLine(bare(lineOf([anEvent(), anEvent()])), ERASED, says), undefined);
		assert.equal(
			cleanLine(bare(lineOf([anEvent({ payload: { text: `"incident":"${DOOMED}"` } })])), ERASED, says),
			undefined,
		);
	});

	it('are the other events, with a checksum that fits, and the tombstone', () => {
		const tombstone = anEvent({ incident: DOOMED, type: 'incident.erased', payload: {} });
		const [one, two] = [anEvent({ type: 'of.tomorrow', payload: { deep: [1.5, 'ü'] } }), anEvent()];
		const clean = cleanLine(bare(lineOf([one, doomed(), tombstone, doomed(), two])), ERASED, says);
		assert.deepEqual(
			clean?.kept.map((line) => readLine(bare(line))),
			[{ events: [one, tombstone, two], faults: [] }],
		);
	});

	it('is nothing of a line that was all of it', () => {
		assert.deepEqual(cleanLine(bare(lineOf([doomed()])), ERASED, says), { kept: [], unreadable: 0 });
	});

	it('never holds its text, whatever bytes of a line were changed, cut off or lost', () => {
		const line = bare(lineOf([doomed()]));
		const start = line.indexOf(SECRET);
		fc.assert(
			fc.property(
				fc.nat(line.length - 1),
				fc.nat(255),
				fc.nat(start),
				fc.integer({ min: start + SECRET.length, max: line.length }),
				(at, byte, from, to) => {
					const damaged = Buffer.from(line);
					damaged[at] = byte;
					const part = damaged.subarray(from, to);
					if (!part.includes(SECRET) || (isWholeLine(part) && !part.includes(DOOMED))) {
						return;
					}
					const clean = cleanLine(part, ERASED, says);
					assert.ok(clean, part.toString('latin1'));
					assert.ok(!Buffer.concat(clean.kept).includes(SECRET));
				},
			),
		);
	});

	it('are damaged lines that say of which other incident they are', () => {
		const line = lineOf([anEvent()]);
		for (let cut = 1; cut < line.length; cut++) {
			assert.ok(!mayHold(line.subarray(0, cut), ERASED), `cut at ${cut}`);
		}
	});
});
