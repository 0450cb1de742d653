// How long a review takes that is drafted from a record of 200 events, and written as Markdown; beside folding and telling the record itself.
import { fold } from '../../src/core/incident/fold';
import { draftReview } from '../../src/core/review/draft';
import { readReview } from '../../src/core/review/read';
import { builtInTemplate } from '../../src/core/review/templates';
import { writeReview } from '../../src/core/review/write';
import { anEvent, created } from '../support/incidents';
import { type BenchResult, mediansMs } from './result';

const EVENTS = 200;
const RUNS = 21;
const LIMIT_MS = 100;

export async function run(): Promise<BenchResult[]> {
	const events = [created(), ...Array.from({ length: EVENTS - 1 }, (_none, place) => anEvent(changeOf(place)))];
	const incident = fold(events);
	if (incident?.timeline.length !== EVENTS) {
		throw new Error(`The record has ${incident?.timeline.length} events.`);
	}
	const options = { template: builtInTemplate('major'), timezone: 'Europe/Berlin' };
	const drafted = () => writeReview(draftReview(incident, options));
	const markdown = drafted();
	const [draftMs, foldMs] = await mediansMs(RUNS, drafted, () => fold(events));
	let edits = 0;
	const [tripMs] = await mediansMs(
		RUNS,
		() => {
			edits++;
			const edited = `${markdown}\n## Edit ${edits}\n`; // what was read last is kept, so each is another text
			writeReview(readReview(edited), edited);
		},
		() => fold(events),
	);
	const result = (name: string, value: number): BenchResult => ({
		...{ name, value, unit: 'ms', reference: 'folding the same record', referenceValue: foldMs },
		...{ ratio: value / foldMs, target: `≤ ${LIMIT_MS} ms`, met: value <= LIMIT_MS },
	});
	return [
		result(`a review drafted from ${EVENTS} events, as Markdown`, draftMs),
		result('that review read into the form and written back', tripMs),
	];
}

function changeOf(place: number) {
	const kinds = [
		{
			type: 'note.added',
			payload: { text: `Step ${place}: restarted *one* worker, see https://example.com/${place}` },
		},
		{ type: 'status.changed', payload: { from: 'investigating', to: 'mitigated', note: `Try ${place}` } },
		{
			type: 'update.written',
			payload: { known: `Known ${place}`, impact: 'Half fail', doing: 'Rolling back', nextAt: null },
		},
		{
			type: 'link.added',
			payload: { kind: 'chat', url: `https://example.com/chat/${place}`, title: `Thread ${place}` },
		},
		{ type: 'escalation.raised', payload: { level: 2, to: 'Payments', reason: `Reason ${place}` } },
	] as const;
	return kinds[place % kinds.length];
}
