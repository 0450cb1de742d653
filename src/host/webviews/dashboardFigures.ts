// What a dashboard shows, each number with the incidents behind it: charts, their tables, and files are made of the same.
import type { CausePlaces } from '../../core/incident/metrics/causes';
import type { Ids, Metrics } from '../../core/incident/metrics/metrics';
import type { HotFile, Recurring } from '../../core/incident/selection';
import type { Chart, Place, Row, Tile, Tone } from '../../protocol/dashboard';

/** All that is known of the incidents that are looked at. */
export interface Known {
	readonly metrics: Metrics;
	readonly recurring: Recurring;
	readonly places: CausePlaces;
	readonly files: readonly HotFile[];
}

/** What numbers are called in words. */
export interface Naming {
	readonly locale: string;
	readonly category: (id: string) => string;
	/** Title and key of an incident; undefined where it is gone by now. */
	readonly incident: (id: string) => { readonly title: string; readonly key: string } | undefined;
}

export interface Cell {
	readonly value: number | null;
	readonly text: string;
	readonly incidents: Ids;
}

export interface FigureRow extends Pick<Row, 'id' | 'label' | 'name'> {
	readonly tone?: Tone;
	readonly isThin?: boolean;
	/** The first day it is of, as files have it: `2026-11-23`. */
	readonly date?: string;
	readonly cells: readonly Cell[];
	/** All incidents of the row. */
	readonly incidents: Ids;
}

export interface Figure extends Omit<Chart, 'rows'> {
	readonly rows: readonly FigureRow[];
}

export interface TileFigure extends Omit<Tile, 'canOpen'> {
	readonly incidents: Ids;
}

export interface Dashboard {
	readonly tiles: readonly TileFigure[];
	readonly figures: readonly Figure[];
}

/** From so many incidents on a median says something; below, it is said that there are few. */
export const ENOUGH = 5;

/** A figure as the webview gets it. */
export function chartOf({ rows, ...figure }: Figure): Chart {
	return {
		...figure,
		rows: rows.map(({ cells, incidents: _, date: __, isThin = false, ...row }) => ({
			...row,
			isThin,
			values: cells.map(({ value }) => value),
			texts: cells.map(({ text }) => text),
			canOpen: cells.map(({ incidents }) => incidents.length > 0),
		})),
	};
}

export function tileOf({ incidents, ...tile }: TileFigure): Tile {
	return { ...tile, canOpen: incidents.length > 0 };
}

/** The incidents behind a place, and how it is called; undefined where there is no such place (any more). */
export function behind(
	{ tiles, figures }: Dashboard,
	place: Place,
): { readonly title: string; readonly incidents: Ids } | undefined {
	const tile = tiles.find(({ id }) => id === place.chart);
	if (tile) {
		return { title: tile.label, incidents: tile.incidents };
	}
	const figure = figures.find(({ id }) => id === place.chart);
	const row = figure?.rows.find(({ id }) => id === place.row);
	if (!figure || !row) {
		return undefined;
	}
	const column = figure.series.findIndex(({ id }) => id === place.series);
	const incidents = row.cells[column]?.incidents ?? row.incidents;
	const parts = [figure.title, row.name, column < 0 || figure.series.length < 2 ? '' : figure.series[column]?.name];
	return { title: parts.filter(Boolean).join(' · '), incidents };
}
