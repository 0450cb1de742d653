import assert from 'node:assert/strict';
import { redactIncidents } from '../../../src/app/redactIncidents';
import { FaultlineError } from '../../../src/base/errors';
import { checkEvent } from '../../../src/core/incident/checkEvent';
import { incidentMarkdown } from '../../../src/core/incident/exchange/markdown';
import type { Incident } from '../../../src/core/incident/record';
import type { NoteOfIncident } from '../../../src/core/notes/note';
import { DEFAULT_REDACTION } from '../../../src/core/redaction/model';
import { anAnchor } from '../../support/anchors';
import { aNewIncident, anEvent, breather, NOON, someIncidents } from '../../support/incidents';
import { never } from '../../support/repository';

const isCode = (code: string) => (error: unknown) => FaultlineError.is(error, code);
const last = ({ timeline }: Incident) => timeline.at(-1)?.sentence;

async function noted() {
	const incidents = someIncidents();
	const { id } = await incidents.create(aNewIncident());
	const incident = await incidents.addRootCauseNote(id, {
		...{ kind: 'rootCause', text: ' The cart may be *empty*. ', anchor: anAnchor() },
	});
	const note = incident.rootCauseNotes?.[0];
	assert.ok(note);
	return { incidents, id, incident, note };
}

async function all(batches: AsyncIterable<readonly NoteOfIncident[]>): Promise<NoteOfIncident[]> {
	const found: NoteOfIncident[] = [];
	for await (const batch of batches) {
		found.push(...batch);
	}
	return found;
}

describe('root-cause notes of an incident', () => {
	it('are in its record and in its timeline, with who wrote them', async () => {
		const { incident, note } = await noted();
		assert.deepEqual(note, {
			...{ id: note.id, kind: 'rootCause', text: 'The cart may be *empty*.', anchor: anAnchor() },
			...{ at: NOON, actor: note.actor, replies: [] },
		});
		assert.equal(last(incident), 'Root cause noted at src/cart.js:12–14: The cart may be *empty*.');
	});

	it('are edited, answered, resolved, reopened and deleted', async () => {
		const { incidents, id, note } = await noted();
		const edited = await incidents.editRootCauseNote(id, { note: note.id, text: 'It is empty.', kind: 'guard' });
		assert.deepEqual(
			edited.rootCauseNotes?.map(({ text, kind, editedAt }) => ({ text, kind, editedAt })),
			[{ text: 'It is empty.', kind: 'guard', editedAt: NOON }],
		);
		const replied = await incidents.replyToRootCauseNote(id, note.id, 'Also in Safari.');
		const [reply] = replied.rootCauseNotes?.[0]?.replies ?? [];
		assert.equal(reply?.text, 'Also in Safari.');
		const again = await incidents.editRootCauseNote(id, { note: note.id, reply: reply?.id, text: 'In Safari, too.' });
		assert.equal(again.rootCauseNotes?.[0]?.replies[0]?.text, 'In Safari, too.');
		const resolved = await incidents.resolveRootCauseNote(id, note.id, true);
		assert.equal(resolved.rootCauseNotes?.[0]?.resolved?.at, NOON);
		const reopened = await incidents.resolveRootCauseNote(id, note.id, false);
		assert.equal(reopened.rootCauseNotes?.[0]?.resolved, undefined);
		const without = await incidents.deleteRootCauseNote(id, note.id, reply?.id);
		assert.deepEqual(without.rootCauseNotes?.[0]?.replies, []);
		assert.deepEqual((await incidents.deleteRootCauseNote(id, note.id)).rootCauseNotes, []);
	});

	it('come back when their deletion is undone, with all that was said in them', async () => {
		const { incidents, id, note } = await noted();
		const before = await incidents.replyToRootCauseNote(id, note.id, 'Also in Safari.');
		await incidents.deleteRootCauseNote(id, note.id);
		const { incident } = await incidents.undo(id);
		assert.deepEqual(incident.rootCauseNotes, before.rootCauseNotes);
	});

	it('are not written where they say nothing, or about no lines', async () => {
		const { incidents, id, note } = await noted();
		const add = (more: object) =>
			incidents.addRootCauseNote(id, { kind: 'guard', text: 'x', anchor: anAnchor(), ...more });
		await assert.rejects(add({ text: ' ' }), isCode('incident.textMissing'));
		await assert.rejects(add({ anchor: anAnchor({ path: '../secrets' }) }), isCode('incident.badAnchor'));
		await assert.rejects(add({ anchor: anAnchor({ first: 9, last: 8 }) }), isCode('incident.badAnchor'));
		await assert.rejects(incidents.replyToRootCauseNote(id, 'nobody', 'x'), isCode('incident.noteGone'));
		await assert.rejects(incidents.editRootCauseNote(id, { note: note.id, text: '' }), isCode('incident.textMissing'));
		assert.equal((await incidents.get(id))?.rootCauseNotes?.length, 1);
	});

	it('are refused from elsewhere where they lead out of the repository', () => {
		const event = (anchor: unknown) =>
			checkEvent(anEvent({ type: 'rootCauseNote.added', payload: { kind: 'guard', text: 'x', anchor } }));
		assert.ok('event' in event(anAnchor()));
		for (const unfit of [{ path: '/etc/passwd' }, { path: 'a/../../b' }, { commit: '--output=x' }, { first: 0 }]) {
			assert.ok('fault' in event({ ...anAnchor(), ...unfit }), JSON.stringify(unfit));
		}
	});

	it('have no secrets in the log', async () => {
		const incidents = redactIncidents(someIncidents(), () => DEFAULT_REDACTION, breather);
		const secret = `ghp_${'aB3dE5fG7h'.repeat(4).slice(0, 36)}`;
		const text = `it was ${secret}`;
		const { id } = await incidents.create(aNewIncident());
		const { rootCauseNotes } = await incidents.addRootCauseNote(id, { kind: 'guard', text, anchor: anAnchor() });
		const note = rootCauseNotes?.[0]?.id ?? '';
		await incidents.replyToRootCauseNote(id, note, text);
		const edited = await incidents.editRootCauseNote(id, { note, text: `again ${text}` });
		assert.ok(!JSON.stringify(edited).includes(secret));
		assert.deepEqual(edited.rootCauseNotes?.[0]?.anchor, anAnchor());
	});

	it('are told of all incidents, and of some, without those that were deleted', async () => {
		const { incidents, id, note } = await noted();
		const other = await incidents.create(aNewIncident());
		await incidents.addRootCauseNote(other.id, { kind: 'guard', text: 'x', anchor: anAnchor() });
		assert.deepEqual(
			(await all(incidents.rootCauseNotes('all', never()))).map(({ incident }) => incident).sort(),
			[id, other.id].sort(),
		);
		assert.deepEqual(await all(incidents.rootCauseNotes([id], never())), [{ incident: id, note }]);
		await incidents.delete(id);
		assert.deepEqual(
			(await all(incidents.rootCauseNotes('all', never()))).map(({ incident }) => incident),
			[other.id],
		);
	});

	it('are found by what they say and by their file', async () => {
		const { incidents, id } = await noted();
		for (const words of ['cart empty', 'src cart']) {
			assert.deepEqual(
				(await incidents.search(words, never())).map(({ incident }) => incident.id),
				[id],
			);
		}
	});

	it('are in the Markdown of it, with nothing in them that breaks out', async () => {
		const { incidents, id, note } = await noted();
		await incidents.editRootCauseNote(id, { note: note.id, text: 'It is <b>empty</b>.\n\n# Not a heading of ours' });
		const incident = await incidents.get(id);
		assert.ok(incident);
		assert.match(
			incidentMarkdown(incident),
			/## Root-Cause Notes\n\n\*\*Root cause\*\* `src\/cart\.js:12–14` at `aaaaaaaaaa` \([^)]*\)\n\n> It is &lt;b>empty&lt;\/b>\.\n>\n> # Not/,
		);
	});
});
