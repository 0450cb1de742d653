import * as l10n from '@vscode/l10n';
import type { Course, Durations, Ids } from '../../core/incident/metrics/metrics';
import { PRIORITIES } from '../../core/incident/priority';
import type { Tone } from '../../protocol/dashboard';
import { percent } from '../words';
import {
	type Cell,
	type Dashboard,
	ENOUGH,
	type Figure,
	type FigureRow,
	type Known,
	type Naming,
	type TileFigure,
} from './dashboardFigures';
import { bucketNames, bucketTitle, courseTitle, durationText, incidentsText, isoDate } from './dashboardWords';

/** Rows of a chart by names; what is beyond is one row. */
const NAMES_SHOWN = 8;
/** Rows of a list. */
const LISTED = 10;

/** What is shown below the tiles, in this order. */
const FIGURES: readonly ((known: Known, naming: Naming) => Figure)[] = [
	courseFigure,
	openFigure,
	(known, naming) => durationFigure('acknowledge', known, naming),
	(known, naming) => durationFigure('resolve', known, naming),
	targetsFigure,
	precisionFigure,
	categoriesFigure,
	servicesFigure,
	failuresFigure,
	filesFigure,
];

/** Tiles and charts of what is known, one at a time: run it by `runInSlices`. */
export function* dashboardSteps(known: Known, naming: Naming): Generator<undefined, Dashboard> {
	const tiles = tilesOf(known, naming);
	const figures: Figure[] = [];
	for (const figure of FIGURES) {
		yield;
		figures.push(figure(known, naming));
	}
	return { tiles, figures };
}

function tilesOf({ metrics, recurring, places }: Known, { locale }: Naming): readonly TileFigure[] {
	const open = PRIORITIES.flatMap((priority) => metrics.open[priority]);
	const urgent = metrics.open.P1.length + metrics.open.P2.length;
	const targets = PRIORITIES.flatMap((priority) => Object.values(metrics.targets[priority]));
	const [met, missed] = [targets.flatMap((one) => one.met), targets.flatMap((one) => one.missed)];
	const share = (part: number, of: number) => (of === 0 ? '–' : percent(part / of, locale));
	const took = ({ median, p90, incidents }: Durations) => ({
		value: median === null ? '–' : durationText(median),
		detail:
			p90 === null
				? l10n.t('Nothing to measure yet')
				: l10n.t(
						'median of {0}; {1} within {2}',
						incidents.length.toLocaleString(locale),
						percent(0.9, locale),
						durationText(p90),
					),
		incidents,
	});
	return [
		{
			...{ id: 'tile.open', label: l10n.t('Open now'), value: open.length.toLocaleString(locale), incidents: open },
			detail: l10n.t('{0} of them P1 or P2', urgent.toLocaleString(locale)),
		},
		{
			...{ id: 'tile.incidents', label: l10n.t('Incidents'), incidents: metrics.incidents },
			value: metrics.incidents.length.toLocaleString(locale),
			detail: l10n.t('detected in this period'),
		},
		{ id: 'tile.acknowledge', label: l10n.t('Acknowledged in'), ...took(metrics.acknowledge) },
		{ id: 'tile.resolve', label: l10n.t('Resolved in'), ...took(metrics.resolve) },
		{
			...{ id: 'tile.targets', label: l10n.t('Targets met'), value: share(met.length, met.length + missed.length) },
			detail: l10n.t(
				'{0} of {1} targets',
				met.length.toLocaleString(locale),
				(met.length + missed.length).toLocaleString(locale),
			),
			incidents: [...new Set(missed)],
		},
		{
			...{ id: 'tile.recurrence', label: l10n.t('Came back'), incidents: recurring.repeated },
			value: share(recurring.repeated.length, recurring.traced),
			detail: l10n.t(
				'{0} of {1} with a trace',
				recurring.repeated.length.toLocaleString(locale),
				recurring.traced.toLocaleString(locale),
			),
		},
		{
			...{ id: 'tile.precision', label: l10n.t('First suspect was it'), incidents: places.first },
			value: share(places.first.length, places.incidents.length),
			detail: l10n.t(
				'{0} of {1} causes',
				places.first.length.toLocaleString(locale),
				places.incidents.length.toLocaleString(locale),
			),
		},
	];
}

function courseFigure({ metrics }: Known, naming: Naming): Figure {
	const drawn = PRIORITIES.map((priority) => ({ id: priority, name: priority, tone: priority, isDrawn: true }));
	return {
		...{ id: 'course', title: courseTitle(metrics.unit), kind: 'stack', unit: 'count' },
		hint: l10n.t('By when they were detected, and by priority.'),
		rowTitle: bucketTitle(metrics.unit),
		series: [...drawn, total()],
		rows: metrics.course.map((bucket) => {
			const cells = PRIORITIES.map((priority) => countCell(bucket.byPriority[priority], naming));
			const incidents = cells.flatMap((cell) => cell.incidents);
			return {
				...rowOfBucket(bucket, metrics.unit, naming),
				incidents,
				cells: [...cells, countCell(incidents, naming)],
			};
		}),
		empty: metrics.incidents.length === 0 ? l10n.t('No incidents in this period.') : '',
		note:
			metrics.unit === 'week' && metrics.from !== undefined
				? l10n.t('The first and the last week may be cut short.')
				: '',
	};
}

function openFigure({ metrics }: Known, naming: Naming): Figure {
	const rows = PRIORITIES.map((priority): FigureRow => {
		const incidents = metrics.open[priority];
		return { ...named(priority), tone: priority, incidents, cells: [countCell(incidents, naming)] };
	});
	return {
		...{ id: 'open', title: l10n.t('Open now by priority'), kind: 'bars', unit: 'count' },
		hint: l10n.t('Not resolved yet, whenever they were detected.'),
		rowTitle: l10n.t('Priority'),
		series: [incidentsSeries('blue')],
		rows,
		empty: rows.every(({ incidents }) => incidents.length === 0) ? l10n.t('Nothing is open. Well done.') : '',
		note: '',
	};
}

function durationFigure(what: 'acknowledge' | 'resolve', { metrics }: Known, naming: Naming): Figure {
	const rows = metrics.course.map((bucket): FigureRow => {
		const { incidents, median, p90 } = bucket[what];
		const cell = (value: number | null): Cell => ({
			value,
			text: value === null ? '–' : durationText(value),
			incidents,
		});
		return {
			...rowOfBucket(bucket, metrics.unit, naming),
			isThin: incidents.length > 0 && incidents.length < ENOUGH,
			incidents,
			cells: [cell(median), cell(p90), countCell(incidents, naming)],
		};
	});
	const isAcknowledge = what === 'acknowledge';
	return {
		...{ id: what, kind: 'lines', unit: 'duration' },
		title: isAcknowledge ? l10n.t('Time to acknowledge') : l10n.t('Time to resolve'),
		hint: isAcknowledge
			? l10n.t('From detected to acknowledged, by when it was detected.')
			: l10n.t('From detected to resolved, by when it was detected.'),
		rowTitle: bucketTitle(metrics.unit),
		series: [
			{ id: 'median', name: l10n.t('Median'), tone: 'blue', isDrawn: true },
			{ id: 'p90', name: l10n.t('90th percentile'), tone: 'purple', isDrawn: true },
			{ id: 'n', name: l10n.t('Incidents'), tone: 'foreground', isDrawn: false },
		],
		rows,
		empty:
			metrics[what].incidents.length > 0
				? ''
				: isAcknowledge
					? l10n.t('No incident of this period was acknowledged yet.')
					: l10n.t('No incident of this period was resolved yet.'),
		note: rows.some(({ isThin }) => isThin) ? l10n.t('Hollow points are of fewer than {0} incidents.', ENOUGH) : '',
	};
}

function targetsFigure({ metrics }: Known, naming: Naming): Figure {
	const rows = PRIORITIES.map((priority): FigureRow => {
		const { acknowledge, resolve } = metrics.targets[priority];
		const decided = [acknowledge, resolve].map(({ met, missed }) => met.length + missed.length);
		return {
			...named(priority),
			isThin: decided.some((count) => count > 0 && count < ENOUGH),
			incidents: [...new Set([...acknowledge.missed, ...resolve.missed])],
			cells: [
				...[acknowledge, resolve].map(({ met, missed }) =>
					shareCell(met.length, met.length + missed.length, missed, naming),
				),
				countCell(acknowledge.missed, naming),
				countCell(resolve.missed, naming),
			],
		};
	});
	return {
		...{ id: 'targets', title: l10n.t('Targets met by priority'), kind: 'columns', unit: 'share' },
		hint: l10n.t('Of those that are decided. A click shows the missed.'),
		rowTitle: l10n.t('Priority'),
		series: [
			{ id: 'acknowledge', name: l10n.t('Acknowledged in time'), tone: 'blue', isDrawn: true },
			{ id: 'resolve', name: l10n.t('Resolved in time'), tone: 'purple', isDrawn: true },
			{ id: 'acknowledgeMissed', name: l10n.t('Acknowledged late'), tone: 'foreground', isDrawn: false },
			{ id: 'resolveMissed', name: l10n.t('Resolved late'), tone: 'foreground', isDrawn: false },
		],
		rows,
		empty: rows.every(({ cells }) => cells[0]?.value === null && cells[1]?.value === null)
			? l10n.t('No target of this period is decided yet.')
			: '',
		note: '',
	};
}

function precisionFigure({ places }: Known, naming: Naming): Figure {
	const of = places.incidents.length;
	const row = (id: string, name: string, incidents: Ids): FigureRow => ({
		...{ id, name, label: name, incidents },
		isThin: of < ENOUGH,
		cells: [shareCell(incidents.length, of, incidents, naming), countCell(incidents, naming)],
	});
	return {
		...{ id: 'precision', title: l10n.t('Rank of confirmed causes'), kind: 'bars', unit: 'share' },
		hint: l10n.t('Among the suspects, when it was confirmed; {0}.', incidentsText(of, naming.locale)),
		rowTitle: l10n.t('Rank'),
		series: [
			{ id: 'share', name: l10n.t('Share'), tone: 'green', isDrawn: true },
			{ id: 'n', name: l10n.t('Incidents'), tone: 'foreground', isDrawn: false },
		],
		rows: [
			row('first', l10n.t('First'), places.first),
			row('top3', l10n.t('First three'), places.top3),
			row('top5', l10n.t('First five'), places.top5),
		],
		empty:
			of === 0 ? l10n.t('No cause was confirmed yet. Confirm a suspect commit, and this says how it was ranked.') : '',
		note: '',
	};
}

function categoriesFigure({ metrics }: Known, naming: Naming): Figure {
	const rows = metrics.categories.map(({ category, incidents }) => ({
		...named(naming.category(category), category),
		incidents,
		cells: [countCell(incidents, naming)],
	}));
	return {
		...{ id: 'categories', title: l10n.t('Incidents by category'), kind: 'bars', unit: 'count' },
		hint: l10n.t('What they are filed under.'),
		...namesPart(rows, l10n.t('Category'), 'blue', naming),
	};
}

function servicesFigure({ metrics }: Known, naming: Naming): Figure {
	const rows = metrics.services.map(({ service, incidents }) => ({
		...named(service ?? l10n.t('No service'), service === null ? 'none' : `service ${service}`),
		incidents,
		cells: [countCell(incidents, naming)],
	}));
	return {
		...{ id: 'services', title: l10n.t('Incidents by service'), kind: 'bars', unit: 'count' },
		hint: l10n.t('What broke.'),
		...namesPart(rows, l10n.t('Service'), 'purple', naming),
	};
}

/** Rows by name; the smallest together where there are many. */
function namesPart(rows: readonly FigureRow[], rowTitle: string, tone: Tone, naming: Naming) {
	const kept = rows.length > NAMES_SHOWN ? rows.slice(0, NAMES_SHOWN - 1) : rows;
	const rest = rows.slice(kept.length);
	const incidents = rest.flatMap((row) => row.incidents);
	const others = l10n.t('{0} others', rest.length);
	return {
		rowTitle,
		series: [incidentsSeries(tone)],
		rows:
			rest.length === 0
				? kept
				: [...kept, { ...named(others, 'others'), incidents, cells: [countCell(incidents, naming)] }],
		empty: rows.length === 0 ? l10n.t('No incidents in this period.') : '',
		note: '',
	};
}

function failuresFigure({ recurring }: Known, naming: Naming): Figure {
	const rows = recurring.failures.flatMap(({ fingerprint, first, incidents }): readonly FigureRow[] => {
		const [last] = incidents;
		const known = naming.incident(last ?? first);
		return known
			? [
					{
						...{ id: fingerprint, label: known.title, name: known.title },
						incidents: [...incidents, first],
						cells: [countCell(incidents, naming)],
					},
				]
			: [];
	});
	return {
		...{ id: 'failures', title: l10n.t('Failures that came back'), kind: 'list', unit: 'count' },
		hint: l10n.t('Incidents whose stack trace an earlier one had, too.'),
		rowTitle: l10n.t('Failure'),
		series: [{ id: 'n', name: l10n.t('Times'), tone: 'blue', isDrawn: true }],
		...listed(rows),
		empty: rows.length === 0 ? l10n.t('No failure of this period was there before.') : '',
	};
}

function filesFigure({ files }: Known, naming: Naming): Figure {
	const rows = files.map(
		({ path, repository, incidents }): FigureRow => ({
			...{ id: `${repository ?? ''} ${path}`, label: path, name: path, incidents },
			cells: [countCell(incidents, naming)],
		}),
	);
	return {
		...{ id: 'files', title: l10n.t('Hot files'), kind: 'list', unit: 'count' },
		hint: l10n.t('Where frames lie, or what confirmed causes changed.'),
		rowTitle: l10n.t('File'),
		series: [incidentsSeries('blue')],
		...listed(rows),
		empty: rows.length === 0 ? l10n.t('No analyzed incident of this period has frames in the repository.') : '',
	};
}

function listed(rows: readonly FigureRow[]): Pick<Figure, 'rows' | 'note'> {
	return {
		rows: rows.slice(0, LISTED),
		note: rows.length > LISTED ? l10n.t('The first {0}.', LISTED) : '',
	};
}

function rowOfBucket(bucket: Course, unit: Parameters<typeof bucketNames>[1], { locale }: Naming) {
	return { id: isoDate(bucket), date: isoDate(bucket), ...bucketNames(bucket, unit, locale) };
}

const named = (name: string, id: string = name) => ({ id, name, label: name });

function countCell(incidents: Ids, { locale }: Naming): Cell {
	return { value: incidents.length, text: incidents.length.toLocaleString(locale), incidents };
}

/** `3 of 4 (75 %)`; a share of nothing is none. */
function shareCell(part: number, of: number, incidents: Ids, { locale }: Naming): Cell {
	return of === 0
		? { value: null, text: '–', incidents: [] }
		: {
				value: part / of,
				text: l10n.t(
					'{0} ({1} of {2})',
					percent(part / of, locale),
					part.toLocaleString(locale),
					of.toLocaleString(locale),
				),
				incidents,
			};
}

const incidentsSeries = (tone: Tone) => ({ id: 'n', name: l10n.t('Incidents'), tone, isDrawn: true });
const total = () => ({ id: 'total', name: l10n.t('Total'), tone: 'foreground' as const, isDrawn: false });
