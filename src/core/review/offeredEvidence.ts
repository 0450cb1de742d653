import { code, text } from '../incident/exchange/markdownText';
import type { Incident, TimelineEntry } from '../incident/record';
import { placeOf } from '../notes/note';
import { type OfferedEvidence, partAddress, type RecordPart } from './evidence';
import { oneLine } from './markdownParts';
import { utcText } from './zonedTime';

/** Of each kind, so many are offered; the latest events, and what is suspected most. */
const OFFERED = 100;

/**
 * What a record offers as evidence: entries of the timeline, suspect commits, frames with a file, root-cause notes, pull requests and links.
 *
 * @param pullRequests of suspects, beside those that the incident is linked to
 */
export function offeredEvidence(
	incident: Incident,
	pullRequests: readonly { readonly url: string; readonly title: string }[] = [],
): readonly OfferedEvidence[] {
	const { key, timeline, verdicts = [], analysis, links = [], rootCauseNotes = [] } = incident;
	const of = (part: RecordPart, label: string): OfferedEvidence => ({
		kind: part.kind,
		label: linkLabel(label),
		url: partAddress(key, part),
	});
	const commits = new Map([...verdicts, ...(analysis?.commits ?? [])].map(({ sha, subject }) => [sha, subject]));
	const frames = (analysis?.locations ?? []).flatMap((exceptions, trace) =>
		exceptions.flatMap((all, exception) =>
			all.flatMap((location, frame) =>
				location ? [of({ kind: 'frame', at: [trace, exception, frame] }, placeLabel(placeIn(location)))] : [],
			),
		),
	);
	const pulls = [...links.filter(({ kind }) => kind === 'pullRequest'), ...pullRequests];
	const all: readonly (readonly OfferedEvidence[])[] = [
		timeline
			.filter(isTold)
			.toReversed()
			.map((entry) => of({ kind: 'event', id: entry.eventId }, entryLabel(entry))),
		[...commits].map(([sha, subject]) => of({ kind: 'commit', sha }, commitLabel({ sha, subject }))),
		frames,
		rootCauseNotes.map((note) => of({ kind: 'note', id: note.id }, placeLabel(placeOf(note.anchor)))),
		pulls.flatMap((pull) => linked('pullRequest', pull)),
		links.filter(({ kind }) => kind !== 'pullRequest').flatMap((link) => linked('link', link)),
	];
	return all.flatMap((some) => [...new Map(some.map((one) => [one.url, one])).values()].slice(0, OFFERED));
}

/** What is of the review itself shows nothing. */
const isTold = ({ type, isUndone }: TimelineEntry) => !isUndone && !/^(?:review|action|check)\./.test(type);

const entryLabel = ({ at, sentence }: TimelineEntry) => `${utcText(at)} ${text(sentence.slice(0, 300))}`;

export const commitLabel = ({ sha, subject }: { readonly sha: string; readonly subject: string }): string =>
	`${code(sha.slice(0, 10))} ${text(subject)}`;

/** A label that begins no footnote, and has no space at its ends. */
const linkLabel = (label: string) => oneLine(label).replace(/^\^/, '\\^');

/** A place in the code; a bracket in it would end the label. */
export const placeLabel = (place: string): string => (/[[\]]/.test(place) ? text(place) : code(place));

const placeIn = ({ path, line }: { readonly path: string; readonly line?: number }) =>
	line === undefined ? path : `${path}:${line}`;

/** An address that ends where Markdown thinks that it does. */
function linked(
	kind: 'pullRequest' | 'link',
	{ url, title }: { readonly url: string; readonly title: string },
): readonly OfferedEvidence[] {
	const plain = url
		.replaceAll(/[\s<>\\]/g, encodeURIComponent)
		.replaceAll('(', '%28')
		.replaceAll(')', '%29')
		.replaceAll(/(&[#\w]+);/g, '$1%3B');
	return /^https?:\/\//i.test(plain) ? [{ kind, label: linkLabel(text(title.trim() || url)), url: plain }] : [];
}
