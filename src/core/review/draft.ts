import * as l10n from '@vscode/l10n';
import { code, text } from '../incident/exchange/markdownText';
import { linkKindName } from '../incident/links';
import type { Incident, Verdict } from '../incident/record';
import { ROLES, roleName } from '../incident/roles';
import { type NoteKind, placeOf, type RootCauseNote } from '../notes/note';
import { chosenMoments, offeredMoments } from './chosenEvents';
import { evidenceMarkdown, partAddress } from './evidence';
import type { Measure, Review, ReviewBody, ReviewSection, SectionId, Why } from './model';
import { commitLabel as commitName, placeLabel } from './offeredEvidence';
import { readReview } from './read';
import { spanText } from './span';
import { filled } from './templates';
import { utcText } from './zonedTime';

export interface DraftOptions {
	/** Markdown, as `builtInTemplate` has it. */
	readonly template: string;
	/** Of the local times, such as `Europe/Berlin`. */
	readonly timezone: string;
}

/**
 * A review as far as the record knows it, in the sections of a template: what a template says itself stays. What did it is named by its
 * change, never by who made it; whoever reads it knows more and goes on from there.
 */
export function draftReview(incident: Incident, { template, timezone }: DraftOptions): Review {
	const date = new Date(incident.startedAt).toISOString().slice(0, 10);
	const { key, title, priority, service = '' } = incident;
	const blanks = { key, title: text(title), date, priority, service: text(service) };
	const start = readReview(filled(template, blanks));
	const known = [
		['title', JSON.stringify(`${key} ${title}`.replaceAll(/\s+/g, ' '))],
		['date', date],
		['priority', priority],
		...(service === '' ? [] : [['service', JSON.stringify(service)] as const]),
	] as const;
	const own = start.front.other;
	const added = known.filter(([name]) => !new RegExp(`^${name}\\s*:`, 'm').test(own));
	return {
		...start,
		front: {
			...start.front,
			...{ incident: key, status: 'draft', timezone },
			other: [own, ...added.map(([name, value]) => `${name}: ${value}`)].filter((line) => line !== '').join('\n'),
		},
		sections: start.sections.map((section) => drafted(section, incident)),
	};
}

/**
 * A review with what the record knows by now: times are counted anew, what tells the story and is not told yet is added, and what was left
 * empty is filled in. What a person wrote stays.
 */
export function refilled(review: Review, incident: Incident): Review {
	return { ...review, sections: review.sections.map((section) => drafted(section, incident)) };
}

function drafted(section: ReviewSection, incident: Incident): ReviewSection {
	return section.id === 'own' ? section : { ...section, body: withDraft(section.id, section.body, incident) };
}

function withDraft(id: SectionId, body: ReviewBody, incident: Incident): ReviewBody {
	switch (body.kind) {
		case 'text':
			return body.text === '' ? { ...body, text: textsOf(incident)[id]?.() ?? '' } : body;
		case 'measures': {
			const counted = id === 'impact' ? [durationOf(incident)] : intervalsOf(incident);
			const asked = id === 'impact' && body.rows.length === 0 ? entered() : [];
			const head = body.head.name === '' && body.head.value === '' ? headOf(id) : body.head;
			return { ...body, head, rows: recounted([...body.rows, ...asked], counted) };
		}
		case 'timeline':
			return { ...body, moments: withNews(body.moments, incident) };
		case 'whys':
			return body.whys.length === 0 ? { ...body, whys: firstWhys(incident) } : body;
		default:
			return body;
	}
}

const headOf = (id: SectionId): Measure =>
	id === 'impact'
		? { name: l10n.t('Measure'), value: l10n.t('Value') }
		: { name: l10n.t('Interval'), value: l10n.t('Time') };

/** What people know and the record does not. */
const entered = (): readonly Measure[] => [
	{ name: l10n.t('People affected'), value: '' },
	{ name: l10n.t('Requests failed'), value: '' },
	{ name: l10n.t('Cost'), value: '' },
];

/** Rows with those that are counted, in their places where they are there, else first. */
function recounted(rows: readonly Measure[], counted: readonly Measure[]): readonly Measure[] {
	const missing = counted.filter(({ name }) => !rows.some((row) => row.name === name));
	return [...missing, ...rows.map((row) => counted.find(({ name }) => name === row.name) ?? row)];
}

function durationOf({ startedAt, resolvedAt }: Incident): Measure {
	const name = l10n.t('Duration');
	return { name, value: resolvedAt === undefined ? l10n.t('not over yet') : spanText(resolvedAt - startedAt) };
}

/** How long it took to notice, to answer and to end it. */
function intervalsOf({ startedAt, detectedAt, acknowledgedAt, mitigatedAt, resolvedAt }: Incident): readonly Measure[] {
	const row = (name: string, from: number | undefined, to: number | undefined): readonly Measure[] =>
		from === undefined || to === undefined ? [] : [{ name, value: spanText(to - from) }];
	return [
		...row(l10n.t('Detection: from start to detection'), startedAt, detectedAt),
		...row(l10n.t('Response: from detection to acknowledgement'), detectedAt, acknowledgedAt),
		...row(l10n.t('Mitigation: from detection to mitigation'), detectedAt, mitigatedAt),
		...row(l10n.t('Recovery: from mitigation to resolution'), mitigatedAt, resolvedAt),
	];
}

function withNews(
	moments: Extract<ReviewBody, { kind: 'timeline' }>['moments'],
	incident: Incident,
): Extract<ReviewBody, { kind: 'timeline' }>['moments'] {
	if (moments.length === 0) {
		return chosenMoments(incident);
	}
	const last = Math.max(...moments.map(({ at = Number.NEGATIVE_INFINITY }) => at));
	const news = chosenMoments(incident).filter(({ at = 0 }) => at > last);
	return [...moments, ...news];
}

/** The commits that are known to have done it. */
const confirmed = ({ verdicts = [] }: Incident): readonly Verdict[] =>
	verdicts.filter(({ verdict }) => verdict === 'confirmed');

/** The first answer, and the changes that are known to be behind it; the rest nobody can know but people. */
function firstWhys(incident: Incident): readonly Why[] {
	const reasons = (sha: string) =>
		(incident.analysis?.commits.find((one) => one.sha === sha)?.reasons ?? [])
			.slice(0, 3)
			.map(({ detail }) => text(detail));
	const because = [
		...confirmed(incident).map((verdict) => ({
			text: l10n.t('The change {0} did it', commitName(verdict)),
			evidence: [
				evidenceMarkdown({
					label: commitName(verdict),
					url: partAddress(incident.key, { kind: 'commit', sha: verdict.sha }),
				}),
				verdict.by === 'bisection' ? l10n.t('found by bisection') : l10n.t('confirmed as the cause'),
				...reasons(verdict.sha),
			],
			because: [],
		})),
		...notesOf(incident, 'rootCause').map((note) => ({
			text: text(note.text),
			evidence: [
				evidenceMarkdown({
					label: placeLabel(placeOf(note.anchor)),
					url: partAddress(incident.key, { kind: 'note', id: note.id }),
				}),
			],
			because: [],
		})),
	];
	return [{ text: text(incident.title), evidence: [], because }];
}

const notesOf = ({ rootCauseNotes = [] }: Incident, kind: NoteKind): readonly RootCauseNote[] =>
	rootCauseNotes.filter((note) => note.kind === kind);

function textsOf(incident: Incident): Partial<Record<SectionId, () => string>> {
	return {
		summary: () => summaryText(incident),
		trigger: () => triggerText(incident),
		contributing: () =>
			list(notesOf(incident, 'contributingFactor').map((note) => `${code(placeOf(note.anchor))}: ${text(note.text)}`)),
		responders: () =>
			list(
				ROLES.flatMap((role) => {
					const person = incident.roles?.[role];
					return person ? [`${roleName(role)}: ${text(person)}`] : [];
				}),
			),
		communication: () =>
			list(
				(incident.updates ?? []).map(
					({ at, known, impact, doing }) =>
						`${utcText(at)} ${[known, impact, doing].map(text).filter(Boolean).join(' · ')}`,
				),
			),
		links: () =>
			list([
				...(incident.links ?? []).map(({ kind, url, title }) =>
					[`${linkKindName(kind)}:`, text(title), `<${encodeURI(decodedUrl(url))}>`].filter(Boolean).join(' '),
				),
				...(incident.files ?? []).map(({ path }) => `${l10n.t('File')}: ${code(path)}`),
			]),
	};
}

/** An address that ends where Markdown thinks that it does. */
function decodedUrl(url: string): string {
	return url.replaceAll(/[\s<>]/g, '').replaceAll(/%(?![0-9A-Fa-f]{2})/g, '%25');
}

const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

function summaryText(incident: Incident): string {
	const { title, startedAt, resolvedAt, service, environment, updates = [], major } = incident;
	const where = [service, environment].filter(Boolean).map((one) => text(one ?? ''));
	const last = updates.at(-1);
	return [
		text(title).replace(/[.!?]?$/, '.'),
		where.length > 0 ? l10n.t('It concerned {0}.', where.join(', ')) : '',
		resolvedAt === undefined
			? l10n.t('It began at {0} and is not over yet.', utcText(startedAt))
			: l10n.t('It began at {0} and was over after {1}.', utcText(startedAt), spanText(resolvedAt - startedAt)),
		last?.impact ? text(last.impact).replace(/[.!?]?$/, '.') : '',
		major?.stoodDown ? text(major.stoodDown.summary).replace(/[.!?]?$/, '.') : '',
	]
		.filter((sentence) => sentence !== '')
		.join(' ');
}

function triggerText(incident: Incident): string {
	const known = confirmed(incident);
	const deployed = incident.release ? l10n.t('Deployed revision: {0}', code(incident.release)) : '';
	const [suspect] = incident.analysis?.commits ?? [];
	const named =
		known.length > 0
			? list(known.map((one) => `${commitName(one)}, ${l10n.t('of {0}', one.date.slice(0, 10))}`))
			: suspect
				? l10n.t(
						'Not confirmed yet. What points at it most: {0}, {1} %',
						commitName(suspect),
						Math.round(suspect.score * 100),
					)
				: '';
	return [named, deployed].filter((part) => part !== '').join('\n\n');
}

/** Events of the record that a timeline does not have yet, to choose from. */
export function notYetTold(review: Review, incident: Incident): ReturnType<typeof offeredMoments> {
	const told = review.sections.flatMap(({ body }) => (body.kind === 'timeline' ? body.moments : []));
	const known = new Set(told.map(({ at, text: said }) => `${at} ${said}`));
	return offeredMoments(incident).filter(({ at, text: said }) => !known.has(`${at} ${said}`));
}

/** What the rows are called that are counted from the record. */
export const countedNames = (incident: Incident): readonly string[] =>
	[durationOf(incident), ...intervalsOf(incident)].map(({ name }) => name);
