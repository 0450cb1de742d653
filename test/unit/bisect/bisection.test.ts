import assert from 'node:assert/strict';
import fc from 'fast-check';
import { runAtOnce } from '../../../src/base/slices';
import {
	type Answer,
	answered,
	type Bisection,
	nextSteps,
	SLACK,
	startSteps,
} from '../../../src/core/bisect/bisection';
import { chancesOf } from '../../../src/core/bisect/chances';
import { type History, historySteps } from '../../../src/core/bisect/history';

const historyOf = (...from: Parameters<typeof historySteps>) => runAtOnce(historySteps(...from));
const startBisection = (...from: Parameters<typeof startSteps>) => runAtOnce(startSteps(...from));

const name = (index: number) => `c${index}`;

/** `parents[i]` are the parents of commit i, all smaller; the last commit is the bad one. */
const historyFrom = (parents: readonly (readonly number[])[]): History =>
	historyOf(new Map(parents.map((own, index) => [name(index), own.map(name)] as const)), name(parents.length - 1));

const aLine = (length: number) => historyFrom(Array.from({ length }, (_, index) => (index === 0 ? [] : [index - 1])));

/** Histories with branches and merges, at times with several roots; commits that the last one does not descend from are left out. */
const someHistory = fc
	.array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 60, size: 'max' })
	.map((picks) => historyFrom(picks.map((own, index) => parentsOf(own, index, picks.length))));

/** One of the six commits before, for each pick; the commit before where there is none, and for the last one, so that little is left out. */
function parentsOf(picks: readonly number[], index: number, length: number): readonly number[] {
	if (index === 0) {
		return [];
	}
	const own = picks.map((pick) => index - 1 - (pick % Math.min(index, 6)));
	return [...new Set(own.length === 0 || index === length - 1 ? [index - 1, ...own] : own)];
}

const withChances = fc
	.tuple(someHistory, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), fc.nat())
	.map(([history, stream, pick]) => {
		const scores = new Map(history.shas.map((sha) => [sha, (stream.next().value ?? 0) ** 4]));
		return { history, chances: chancesOf(history, scores), culprit: pick % history.shas.length };
	});

/** Every commit and its ancestors. */
function ancestorsOf({ parents }: History): readonly ReadonlySet<number>[] {
	const all: Set<number>[] = [];
	for (const own of parents) {
		const found = new Set([all.length]);
		for (const parent of own) {
			for (const one of all[parent] ?? []) {
				found.add(one);
			}
		}
		all.push(found);
	}
	return all;
}

interface Simulated {
	readonly end: string;
	readonly asked: readonly string[];
	readonly undecided: readonly string[];
}

/** Bisects with answers that follow from one culprit; `cannot` says which commits cannot be tested. */
function bisect(start: Bisection, culprit: number, cannot: (index: number) => boolean = () => false): Simulated {
	const { shas } = start.history;
	const ancestors = ancestorsOf(start.history);
	const asked: string[] = [];
	let state = start;
	for (;;) {
		const step = runAtOnce(nextSteps(state));
		if (step.kind !== 'ask') {
			return {
				end: step.kind === 'found' ? step.sha : '',
				asked,
				undecided: step.kind === 'undecided' ? step.shas : [],
			};
		}
		const index = shas.indexOf(step.sha);
		const answer: Answer = cannot(index) ? 'skip' : ancestors[index]?.has(culprit) ? 'bad' : 'good';
		asked.push(step.sha);
		state = answered(state, step.sha, answer);
	}
}

const testsAtMost = (start: (history: History) => Bisection, history: History) =>
	Math.max(...history.shas.map((_, culprit) => bisect(start(history), culprit).asked.length));

describe('a bisection', () => {
	it('ends at the culprit, whatever the history and whatever is thought likely', () => {
		fc.assert(
			fc.property(withChances, ({ history, chances, culprit }) => {
				for (const start of [startBisection(history), startBisection(history, chances)]) {
					assert.equal(bisect(start, culprit).end, history.shas[culprit]);
				}
			}),
		);
	});

	it('asks nothing twice, and nothing that follows from the answers before', () => {
		fc.assert(
			fc.property(withChances, ({ history, chances, culprit }) => {
				const ancestors = ancestorsOf(history);
				const { asked } = bisect(startBisection(history, chances), culprit);
				let open = new Set(history.shas.keys());
				for (const sha of asked) {
					const below = ancestors[history.shas.indexOf(sha)] ?? new Set();
					const inside = [...open].filter((one) => below.has(one));
					assert.ok(inside.length > 0 && inside.length < open.size, `${sha} is decided already`);
					open = new Set(below.has(culprit) ? inside : [...open].filter((one) => !below.has(one)));
				}
				assert.deepEqual([...open], [culprit]);
			}),
		);
	});

	it('takes on a line no more answers than halving does, and two, however wrong the ranking is', () => {
		const lengths = fc.integer({ min: 1, max: 100 });
		fc.assert(
			fc.property(lengths, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (length, stream) => {
				const history = aLine(length);
				const scores = new Map(history.shas.map((sha) => [sha, (stream.next().value ?? 0) ** 8]));
				const chances = chancesOf(history, scores, 0.001);
				const halving = Math.ceil(Math.log2(length));
				assert.ok(testsAtMost((own) => startBisection(own), history) <= halving);
				assert.ok(testsAtMost((own) => startBisection(own, chances), history) <= halving + SLACK);
			}),
			{ numRuns: 15 },
		);
	});

	it('takes with branches no more than git’s own order does at worst, and two', () => {
		fc.assert(
			fc.property(withChances, ({ history, chances }) => {
				const plain = testsAtMost((own) => startBisection(own), history);
				const weighted = testsAtMost((own) => startBisection(own, chances), history);
				assert.ok(weighted <= plain + SLACK, `${weighted} instead of ${plain}`);
			}),
		);
	});

	it('needs two answers for a suspect that is it: that it is bad, and that the commit before is good', () => {
		const history = aLine(1000);
		const chances = chancesOf(history, new Map([[name(700), 0.9]]));
		assert.deepEqual([...bisect(startBisection(history, chances), 700).asked].sort(), [name(699), name(700)]);
		assert.equal(bisect(startBisection(history), 700).asked.length, 10);
	});

	it('goes by number where nothing is known', () => {
		const history = aLine(64);
		const even = chancesOf(history, new Map());
		assert.deepEqual(bisect(startBisection(history, even), 40), bisect(startBisection(history), 40));
	});

	it('looks elsewhere when commits cannot be tested, and says what is left when that does not help', () => {
		fc.assert(
			fc.property(withChances, fc.integer({ min: 1, max: 7 }), ({ history, chances, culprit }, each) => {
				const cannot = (index: number) => index % each === 0;
				const { end, asked, undecided } = bisect(startBisection(history, chances), culprit, cannot);
				assert.equal(new Set(asked).size, asked.length);
				assert.ok(end === history.shas[culprit] || undecided.includes(history.shas[culprit] ?? ''));
				for (const sha of undecided.slice(1)) {
					assert.ok(cannot(history.shas.indexOf(sha)), `${sha} could have been tested`);
				}
			}),
		);
	});

	it('leaves out what the bad revision does not descend from, and takes no answer twice', () => {
		const history = historyOf(
			new Map([
				['a', ['outside']],
				['b', ['a']],
				['stray', ['a']],
				['c', ['b']],
			]),
			'c',
		);
		assert.deepEqual(history.shas, ['a', 'b', 'c']);
		const state = answered(startBisection(history), 'b', 'bad');
		assert.equal(answered(state, 'c', 'good'), state);
		assert.deepEqual(runAtOnce(nextSteps(state)), { kind: 'ask', sha: 'a', left: 2 });
	});

	it('narrows a history of many thousand commits down along its first-parent line', () => {
		// A trunk of 10,000 commits, each of which merges a branch of two.
		const parents: number[][] = [[]];
		for (let trunk = 0; parents.length < 30_000; ) {
			const branch = parents.push([trunk]) - 1;
			parents.push([branch]);
			trunk = parents.push([trunk, branch + 1]) - 1;
		}
		const history = historyFrom(parents);
		for (const culprit of [0, 1, 14_999, 29_999, 30_000 - 2]) {
			const sha = name(culprit);
			const index = history.shas.indexOf(sha);
			let state = startBisection(history, chancesOf(history, new Map([[sha, 0.4]])));
			const isBad = descendantsOf(history, index);
			for (let step = runAtOnce(nextSteps(state)); ; step = runAtOnce(nextSteps(state))) {
				if (step.kind !== 'ask') {
					assert.deepEqual(step, { kind: 'found', sha });
					break;
				}
				state = answered(state, step.sha, isBad.has(history.shas.indexOf(step.sha)) ? 'bad' : 'good');
			}
			assert.ok(state.answers <= 8, `${sha}: ${state.answers}`);
		}
	});
});

describe('the likelihood of commits', () => {
	it('adds up to one, and leaves every commit some', () => {
		fc.assert(
			fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 }), (scores) => {
				const history = aLine(scores.length);
				const chances = chancesOf(history, new Map(scores.map((score, index) => [name(index), score])));
				assert.ok(Math.abs(chances.reduce((sum, chance) => sum + chance, 0) - 1) < 1e-9);
				assert.ok(chances.every((chance) => chance > 0));
			}),
		);
	});

	it('takes calibrated scores as they are, and shares the rest out evenly', () => {
		const chances = chancesOf(aLine(4), new Map([[name(2), 0.6]]));
		assert.deepEqual(
			[...chances].map((chance) => Math.round(chance * 100)),
			[10, 10, 70, 10],
		);
	});
});

function descendantsOf({ parents }: History, index: number): ReadonlySet<number> {
	const found = new Set([index]);
	for (const [child, own] of parents.entries()) {
		if (own.some((parent) => found.has(parent))) {
			found.add(child);
		}
	}
	return found;
}
