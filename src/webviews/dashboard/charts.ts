// Loaded after the first paint: chart.js is most of the dashboard's code.
import {
	BarController,
	BarElement,
	CategoryScale,
	type ChartConfiguration,
	type ChartDataset,
	Chart as ChartJs,
	Legend,
	LinearScale,
	LineController,
	LineElement,
	PointElement,
	Tooltip,
} from 'chart.js';
import type { Chart, Place, Row } from '../../protocol/dashboard';
import { axisOf } from './axis';
import type { Theme } from './theme';

ChartJs.register(
	...[
		BarController,
		BarElement,
		CategoryScale,
		Legend,
		LinearScale,
		LineController,
		LineElement,
		PointElement,
		Tooltip,
	],
);

type Kind = 'bar' | 'line';
type Config = ChartConfiguration<Kind, (number | null)[], string>;

/** A chart on a canvas. */
export interface Drawn {
	update(chart: Chart, theme: Theme): void;
	destroy(): void;
}

/** Draws a chart that follows the size of the canvas's parent. */
export function draw(canvas: HTMLCanvasElement, chart: Chart, theme: Theme, open: (place: Place) => void): Drawn {
	let now = chart;
	const drawn = new ChartJs(
		canvas,
		configOf(chart, theme, (place) => open(place)),
	);
	return {
		update: (next, nextTheme) => {
			const isOther = kindOf(next) !== kindOf(now) || next.series.length !== now.series.length;
			now = next;
			const { data, options = {} } = configOf(next, nextTheme, open);
			drawn.data = data;
			drawn.options = options;
			drawn.update(nextTheme.isStill || !isOther ? 'none' : undefined);
		},
		destroy: () => drawn.destroy(),
	};
}

/** Draws a chart once, at a size of its own; the caller has the canvas. */
export function drawStill(chart: Chart, theme: Theme, width: number, height: number, scale: number): HTMLCanvasElement {
	const canvas = document.createElement('canvas');
	canvas.width = width;
	canvas.height = height;
	const config = configOf(chart, { ...theme, isStill: true }, () => {});
	const still = new ChartJs(canvas, {
		...config,
		options: { ...config.options, responsive: false, devicePixelRatio: scale },
	});
	const picture = document.createElement('canvas');
	picture.width = canvas.width;
	picture.height = canvas.height;
	picture.getContext('2d')?.drawImage(canvas, 0, 0);
	still.destroy();
	return picture;
}

const kindOf = ({ kind }: Chart): Kind => (kind === 'lines' ? 'line' : 'bar');

function configOf(chart: Chart, theme: Theme, open: (place: Place) => void): Config {
	const drawn = chart.series.flatMap((series, index) => (series.isDrawn ? [{ ...series, index }] : []));
	const lies = chart.kind === 'bars' || chart.kind === 'list';
	const highest = Math.max(0, ...chart.rows.flatMap(({ values }) => drawn.map(({ index }) => values[index] ?? 0)));
	const axis = axisOf(chart.unit, highest);
	const text = { color: theme.subdued, font: { family: theme.font, size: theme.fontSize - 2 } };
	const grid = { color: faded(theme.lines, theme.isHighContrast ? 0.5 : 0.18), drawTicks: false };
	const values = {
		stacked: chart.kind === 'stack',
		beginAtZero: true,
		...(axis.max !== undefined && { max: axis.max }),
		border: { display: false },
		grid,
		title: { display: axis.title !== '', text: axis.title, ...text },
		ticks: {
			...text,
			precision: chart.unit === 'count' ? 0 : undefined,
			maxTicksLimit: 6,
			padding: 6,
			callback: axis.tick,
		},
	};
	const names = {
		stacked: chart.kind === 'stack',
		border: { color: faded(theme.lines, 0.6) },
		grid: { display: false },
		ticks: {
			...text,
			autoSkip: !lies,
			maxRotation: 0,
			callback: (_: unknown, index: number) => shortened(chart.rows[index]?.label ?? '', lies ? 22 : 16),
		},
	};
	return {
		type: kindOf(chart),
		data: {
			labels: chart.rows.map(({ name }) => name),
			datasets: drawn.map((series, place) => datasetOf(chart, series, place, theme, axis.divisor)),
		},
		options: {
			responsive: true,
			maintainAspectRatio: false,
			animation: theme.isStill ? false : { duration: 200 },
			indexAxis: lies ? 'y' : 'x',
			interaction: {
				mode: chart.kind === 'lines' ? 'index' : 'nearest',
				intersect: chart.kind !== 'lines',
				axis: lies ? 'y' : 'x',
			},
			scales: lies ? { x: values, y: names } : { x: names, y: values },
			onHover: (event, elements) => {
				const target = event.native?.target;
				if (target instanceof HTMLElement) {
					target.style.cursor = elements.length > 0 ? 'pointer' : 'default';
				}
			},
			onClick: (_event, [hit]) => {
				const row = hit && chart.rows[hit.index];
				if (row) {
					open({ chart: chart.id, row: row.id, series: drawn[hit.datasetIndex]?.id });
				}
			},
			plugins: {
				legend: {
					display: drawn.length > 1,
					position: 'bottom',
					onClick: () => {},
					labels: {
						...text,
						color: theme.foreground,
						boxWidth: 10,
						boxHeight: 10,
						usePointStyle: chart.kind === 'lines',
					},
				},
				tooltip: tooltipOf(chart, drawn, theme),
			},
		},
	};
}

function tooltipOf(chart: Chart, drawn: readonly { readonly index: number; readonly name: string }[], theme: Theme) {
	const family = theme.font;
	return {
		backgroundColor: theme.tooltip.background,
		titleColor: theme.tooltip.foreground,
		bodyColor: theme.tooltip.foreground,
		footerColor: theme.tooltip.foreground,
		borderColor: theme.tooltip.border,
		borderWidth: 1,
		cornerRadius: 3,
		padding: 8,
		titleFont: { family, size: theme.fontSize - 1 },
		bodyFont: { family, size: theme.fontSize - 1 },
		footerFont: { family, size: theme.fontSize - 1, weight: 'normal' as const },
		callbacks: {
			label: ({ datasetIndex, dataIndex }: { datasetIndex: number; dataIndex: number }) => {
				const series = drawn[datasetIndex];
				return series ? ` ${series.name}: ${chart.rows[dataIndex]?.texts[series.index] ?? ''}` : '';
			},
			footer: ([first]: readonly { dataIndex: number }[]) => {
				const row = first && chart.rows[first.dataIndex];
				return chart.series.flatMap(({ isDrawn, name }, index) =>
					isDrawn || !row ? [] : `${name}: ${row.texts[index] ?? ''}`,
				);
			},
		},
	};
}

function datasetOf(
	chart: Chart,
	series: Chart['series'][number] & { readonly index: number },
	place: number,
	theme: Theme,
	divisor: number,
): ChartDataset<Kind, (number | null)[]> {
	const colour = theme.tones[series.tone];
	const value = ({ values }: Row) => {
		const own = values[series.index] ?? null;
		return own === null ? null : own / divisor;
	};
	const data = chart.rows.map(value);
	if (chart.kind === 'lines') {
		return {
			...{ type: 'line', label: series.name, data, borderColor: colour, borderWidth: 2, spanGaps: true, tension: 0 },
			backgroundColor: colour,
			borderDash: place === 0 ? [] : [5, 4],
			pointStyle: place === 0 ? 'circle' : 'triangle',
			pointRadius: 4,
			pointHoverRadius: 6,
			pointBackgroundColor: chart.rows.map(({ isThin }) => (isThin ? theme.background : colour)),
			pointBorderWidth: 2,
		};
	}
	const fills = chart.rows.map(({ tone }) => (tone ? theme.tones[tone] : colour));
	return {
		...{ type: 'bar', label: series.name, data, backgroundColor: fills, hoverBackgroundColor: fills },
		borderColor: chart.kind === 'stack' || theme.isHighContrast ? theme.background : undefined,
		hoverBorderColor: theme.foreground,
		borderWidth: chart.kind === 'stack' ? { top: 1 } : 0,
		hoverBorderWidth: 1,
		borderRadius: chart.kind === 'stack' ? 0 : 2,
		maxBarThickness: chart.kind === 'bars' || chart.kind === 'list' ? 22 : 48,
		minBarLength: chart.kind === 'stack' ? 0 : 2,
	};
}

/** A colour with less of it, however VS Code writes it. */
function faded(colour: string, share: number): string {
	return `color-mix(in srgb, ${colour} ${Math.round(share * 100)}%, transparent)`;
}

function shortened(text: string, length: number): string {
	return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
