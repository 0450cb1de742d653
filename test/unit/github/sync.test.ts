import assert from 'node:assert/strict';
import fc from 'fast-check';
import { issueTitle } from '../../../src/core/github/issueDraft';
import {
	type Followed,
	fieldsOf,
	marked,
	planSync,
	readComment,
	type SyncFields,
	settled,
	waiting,
} from '../../../src/core/github/sync';

const URL = 'https://github.com/acme/shop/issues/12';
const NOTE = (place: number) => `01KAT2Q5R0${String(place).padStart(16, '0')}`;

interface RawComment {
	readonly author: string;
	readonly body: string;
	readonly createdAt: number;
}

/** An incident and its issue, each changed by itself; `sync` and `send` are what the product does. */
class World {
	incident: Followed = { title: 'a', status: 'new', priority: 'P2', category: 'data', notes: [] };
	issue: { -readonly [F in keyof SyncFields]: SyncFields[F] } & { comments: RawComment[] } = {
		...{ title: 'a', isDone: false, priority: 'P2', category: null, comments: [] },
	};
	/** What both sides changed. */
	readonly conflicts: { readonly here: string; readonly there: string }[] = [];
	private count = 0;

	private next() {
		this.count++;
		return this.count;
	}

	writeNote(text: string) {
		const note = { id: NOTE(this.next()), text, at: 0, actor: 'ann' };
		this.incident = { ...this.incident, notes: [...(this.incident.notes ?? []), note] };
	}

	comment(author: string, body: string) {
		this.issue.comments.push({ author, body, createdAt: this.next() });
	}

	sync() {
		const { comments, ...fields } = this.issue;
		const there = { ...fields, comments: comments.map(readComment) };
		const { take, comments: fresh, conflicts, next } = planSync(this.incident, there, URL);
		this.conflicts.push(...conflicts);
		const { isDone, ...edits } = take;
		this.incident = {
			...this.incident,
			...(edits as Partial<Followed>),
			...(isDone !== undefined && { status: isDone ? 'resolved' : 'investigating' }),
			notes: [
				...(this.incident.notes ?? []),
				...fresh.map(({ text, author, at }) => ({ id: NOTE(this.next()), text, at, actor: author, from: URL })),
			],
			synced: [next],
		};
	}

	/** @param some how many of what waits */
	send(some = Number.POSITIVE_INFINITY) {
		for (const one of waiting(this.incident, URL).slice(0, some)) {
			const here = fieldsOf(this.incident);
			if (one.kind === 'note') {
				const text = this.incident.notes?.find(({ id }) => id === one.id)?.text ?? '';
				this.comment('ann', marked(`**Note**: ${text}`, one.id));
			} else {
				const told = one.field === 'title' ? issueTitle(here.title) : here[one.field];
				Object.assign(this.issue, { [one.field]: told });
			}
			const [known] = this.incident.synced ?? [];
			this.incident = { ...this.incident, synced: known ? [settled(known, [one], here, true)] : [] };
		}
	}
}

type Step = (world: World) => void;
const words = fc.constantFrom('a', 'b', 'c', '<!-- x -->', '@all fixes #1');
const steps: fc.Arbitrary<{ readonly name: string; readonly run: Step }> = fc.oneof(
	...(
		[
			['title here', (world, text) => (world.incident = { ...world.incident, title: text })],
			['title there', (world, text) => Object.assign(world.issue, { title: text })],
			['note', (world, text) => world.writeNote(text)],
			['comment', (world, text) => world.comment('bob', text)],
			['done here', (world) => (world.incident = { ...world.incident, status: 'resolved' })],
			['open here', (world) => (world.incident = { ...world.incident, status: 'investigating' })],
			['close there', (world) => Object.assign(world.issue, { isDone: true })],
			['reopen there', (world) => Object.assign(world.issue, { isDone: false })],
			[
				'priority here',
				(world, text) => (world.incident = { ...world.incident, priority: text === 'a' ? 'P1' : 'P3' }),
			],
			['label there', (world, text) => Object.assign(world.issue, { priority: text === 'a' ? null : 'P4' })],
			['sync', (world) => world.sync()],
			['send one', (world) => world.send(1)],
			['sync and send', (world) => [world.sync(), world.send()]],
		] as const satisfies readonly (readonly [string, (world: World, text: string) => unknown])[]
	).map(([name, run]) =>
		words.map((text) => ({ name: `${name} ${text}`, run: (world: World) => void run(world, text) })),
	),
);
const interleaved = fc.array(steps, { maxLength: 40 });

function played(all: readonly { readonly run: Step }[]): World {
	const world = new World();
	world.sync();
	for (const { run } of all) {
		run(world);
	}
	return world;
}

const texts = (some: readonly { readonly text: string }[]) => some.map(({ text }) => text).sort();

describe('an incident and its issue', () => {
	it('come to rest after any changes on both sides: nothing more to take, nothing more to send', () => {
		fc.assert(
			fc.property(interleaved, (all) => {
				const world = played(all);
				world.sync();
				world.send();
				world.sync();
				const [issue, incident] = [structuredClone(world.issue), structuredClone(world.incident)];
				world.send();
				world.sync();
				assert.deepEqual([world.issue, world.incident], [issue, incident]);
			}),
		);
	});

	it('say each note and each comment once on the other side, and none of them comes back', () => {
		fc.assert(
			fc.property(interleaved, (all) => {
				const world = played(all);
				world.sync();
				world.send();
				world.sync();
				const notes = world.incident.notes ?? [];
				const comments = world.issue.comments.map(readComment);
				const foreign = comments.filter(({ note }) => note === undefined);
				assert.deepEqual(texts(notes.filter(({ from }) => from !== undefined)), texts(foreign));
				const own = notes.filter(({ from }) => from === undefined).map(({ id }) => id);
				assert.deepEqual(comments.flatMap(({ note }) => note ?? []).sort(), own.sort());
			}),
		);
	});

	it('agree on what one side changed, and keep both where both did', () => {
		fc.assert(
			fc.property(interleaved, (all) => {
				const world = played(all);
				world.sync();
				world.send();
				const here = fieldsOf(world.incident);
				const known = world.conflicts.length;
				if (known === 0) {
					assert.equal(issueTitle(here.title), issueTitle(world.issue.title));
					assert.equal(here.isDone, world.issue.isDone);
				}
			}),
		);
	});

	it('keep both titles where both were changed, say so once, and let a later change count', () => {
		const world = played([]);
		world.incident = { ...world.incident, title: 'ours' };
		world.issue.title = 'theirs';
		world.sync();
		world.send();
		world.sync();
		assert.deepEqual([world.incident.title, world.issue.title], ['ours', 'theirs']);
		assert.deepEqual(world.conflicts, [{ field: 'title', here: 'ours', there: 'theirs' }]);
		world.issue.title = 'agreed';
		world.sync();
		assert.equal(world.incident.title, 'agreed');
	});

	it('leave both as they are when they meet first, but for comments, which become notes', () => {
		const world = new World();
		world.writeNote('before the link');
		world.comment('bob', 'me too');
		world.issue.title = 'another';
		world.issue.isDone = true;
		world.sync();
		assert.deepEqual([world.incident.title, world.incident.status], ['a', 'new']);
		assert.deepEqual(waiting(world.incident, URL), []);
		assert.deepEqual(texts(world.incident.notes ?? []), ['before the link', 'me too']);
	});

	it('take in what somebody made of our comment, or copied from it', () => {
		const world = played([]);
		world.writeNote('we look at it');
		world.send();
		const [ours] = world.issue.comments;
		world.comment('mallory', (ours?.body ?? '').replace('we look at it', 'we gave up'));
		world.sync();
		assert.deepEqual(
			(world.incident.notes ?? []).map(({ text, actor }) => [actor, text]),
			[
				['ann', 'we look at it'],
				['mallory', '**Note**: we gave up'],
			],
		);
	});
});
