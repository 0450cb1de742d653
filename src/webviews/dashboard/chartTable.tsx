import * as l10n from '@vscode/l10n';
import type { Chart, Place, Row } from '../../protocol/dashboard';

interface TableProps {
	readonly chart: Chart;
	/** In sight, so that what can be opened is a button; else for screen readers alone, and nothing in it takes the focus. */
	readonly isShown: boolean;
	readonly onOpen: (place: Place) => void;
}

/** The numbers of a chart. Those of a list have a bar each. */
export function ChartTable({ chart, isShown, onOpen }: TableProps) {
	const isList = chart.kind === 'list';
	const highest = Math.max(1, ...chart.rows.map(({ values }) => values[0] ?? 0));
	return (
		<div class={isShown ? 'table' : 'visually-hidden'}>
			<table class={isList ? 'list' : undefined}>
				<caption class="visually-hidden">{chart.title}</caption>
				<thead>
					<tr>
						<th scope="col">{chart.rowTitle}</th>
						{chart.series.map(({ id, name }) => (
							<th key={id} scope="col" class="number">
								{name}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{chart.rows.map((row) => (
						<tr key={row.id}>
							<th scope="row" title={isList ? row.name : undefined}>
								<RowName chart={chart} row={row} canOpen={isShown} onOpen={onOpen} />
								{isList && (
									<span class="bar" aria-hidden="true">
										<span style={{ width: `${(100 * (row.values[0] ?? 0)) / highest}%` }} />
									</span>
								)}
							</th>
							{chart.series.map(({ id }, column) => (
								<td key={id} class="number">
									{isShown && !isList && row.canOpen[column] ? (
										<button
											type="button"
											class="link"
											aria-label={`${row.name}, ${chart.series[column]?.name}: ${row.texts[column]}`}
											onClick={() => onOpen({ chart: chart.id, row: row.id, series: id })}
										>
											{row.texts[column]}
										</button>
									) : (
										row.texts[column]
									)}
								</td>
							))}
						</tr>
					))}
				</tbody>
			</table>
			{!isShown && <p>{l10n.t('Show it as a table to open the incidents behind a number.')}</p>}
		</div>
	);
}

function RowName({
	chart,
	row,
	canOpen,
	onOpen,
}: Omit<TableProps, 'isShown'> & { readonly row: Row; readonly canOpen: boolean }) {
	if (chart.kind !== 'list' || !canOpen) {
		return <>{row.name}</>;
	}
	return (
		<button type="button" class="link" onClick={() => onOpen({ chart: chart.id, row: row.id })}>
			{row.name}
		</button>
	);
}
