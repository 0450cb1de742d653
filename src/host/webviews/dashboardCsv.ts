import * as l10n from '@vscode/l10n';
import { csv } from '../../base/csv';
import type { Cell, Dashboard, Figure } from './dashboardFigures';

/**
 * All tables, one behind the other: each has its title in a row of its own, then the names of its columns, and an empty row behind it. Durations
 * are minutes, shares per cent, weeks and months their first day. Begins with a byte order mark, by which Excel knows UTF-8.
 *
 * @param summary what is looked at, in a sentence
 */
export function tablesAsCsv({ tiles, figures }: Dashboard, summary: string): string {
	const numbers = tiles.map(({ label, value, detail }) => [label, value, detail]);
	const tables = figures.map((figure) => [[figure.title], header(figure), ...rowsOf(figure)]);
	return `\ufeff${csv([[summary], [], ...numbers, [], ...tables.flatMap((rows) => [...rows, []])])}`;
}

function header({ rowTitle, series, unit }: Figure): readonly string[] {
	return [
		rowTitle,
		...series.map(({ name, isDrawn }) => {
			const unitOf = isDrawn ? unit : 'count';
			return unitOf === 'duration'
				? l10n.t('{0} (minutes)', name)
				: unitOf === 'share'
					? l10n.t('{0} (%)', name)
					: name;
		}),
	];
}

function rowsOf({ rows, series, unit }: Figure): readonly (readonly (string | number | null)[])[] {
	return rows.map(({ name, date, cells }) => [
		date ?? name,
		...cells.map(({ value }: Cell, index) => {
			const isCount = unit === 'count' || !series[index]?.isDrawn;
			if (value === null || isCount) {
				return value;
			}
			return Math.round(unit === 'duration' ? value / 6000 : value * 1000) / 10;
		}),
	]);
}
