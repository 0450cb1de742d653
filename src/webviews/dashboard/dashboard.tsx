import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { Period } from '../../core/incident/metrics/periods';
import type { Shown, Tile } from '../../protocol/dashboard';
import { Icon } from '../shared/icon';
import { CardSkeleton, ChartCard } from './chartCard';
import type { DashboardState } from './state';
import { type Theme, useTheme } from './theme';

interface Part {
	readonly state: DashboardState;
	readonly shown: Shown;
}

/** What is drawn before anything is known: as many boxes as there will be. */
const [TILES, CHARTS] = [7, 10];

/** The dashboard: filters, numbers, charts. One column when narrow, as many as fit when wide. */
export function Dashboard({ state }: { readonly state: DashboardState }) {
	const theme = useTheme();
	const { shown, failure } = state;
	return (
		<div class="dashboard" aria-busy={state.isBusy}>
			<header>
				<h1>{l10n.t('Incident Dashboard')}</h1>
				{shown && !shown.isEmpty && <Toolbar state={state} shown={shown} theme={theme} />}
			</header>
			{failure !== '' && <Failure state={state} />}
			{!shown && failure === '' && <Skeleton />}
			{shown?.isEmpty && <NoIncidents state={state} />}
			{shown && !shown.isEmpty && <Content state={state} shown={shown} theme={theme} />}
		</div>
	);
}

function Toolbar({ state, shown, theme }: Part & { readonly theme: Theme }) {
	const [isDrawing, setDrawing] = useState(false);
	const ids = shown.charts.filter(({ kind }) => kind !== 'list').map(({ id }) => id);
	const areTables = ids.every((id) => state.view?.tables.includes(id));
	const exportPicture = async () => {
		setDrawing(true);
		await state.exportPicture(async (of) =>
			(await import('./picture')).pictureOf(l10n.t('Incident Dashboard'), of, theme),
		);
		setDrawing(false);
	};
	return (
		<div class="toolbar">
			<div class="filters">
				<PeriodChoice state={state} />
				<ServiceChoice state={state} shown={shown} />
			</div>
			<div class="actions">
				<button type="button" aria-pressed={areTables} onClick={() => state.showTables(ids, !areTables)}>
					<Icon name="table" />
					{l10n.t('Tables')}
				</button>
				<button type="button" onClick={() => state.exportTables()}>
					<Icon name="export" />
					{l10n.t('Export CSV')}
				</button>
				<button type="button" disabled={isDrawing} onClick={() => void exportPicture()}>
					<Icon name="file-media" />
					{l10n.t('Export PNG')}
				</button>
			</div>
		</div>
	);
}

function PeriodChoice({ state }: { readonly state: DashboardState }) {
	const periods: readonly (readonly [Period, string])[] = [
		['days30', l10n.t('30 days')],
		['days90', l10n.t('90 days')],
		['months12', l10n.t('12 months')],
		['all', l10n.t('All time')],
	];
	return (
		<fieldset class="periods">
			<legend class="visually-hidden">{l10n.t('Period')}</legend>
			{periods.map(([period, name]) => (
				<label key={period}>
					<input
						type="radio"
						name="period"
						checked={state.view?.period === period}
						onChange={() => state.choose({ period })}
					/>
					<span>{name}</span>
				</label>
			))}
		</fieldset>
	);
}

const [ALL, NONE] = ['all', 'none'];

function ServiceChoice({ state, shown }: Part) {
	const chosen = state.view?.service;
	const value = chosen === undefined ? ALL : chosen === null ? NONE : `service:${chosen}`;
	const isKnown = typeof chosen !== 'string' || shown.services.includes(chosen);
	const services = isKnown ? shown.services : [...shown.services, chosen];
	const choose = (next: string) =>
		state.choose({ service: next === ALL ? undefined : next === NONE ? null : next.slice('service:'.length) });
	return (
		<div class="service">
			<label for="service" class="visually-hidden">
				{l10n.t('Service')}
			</label>
			<span class="select">
				<select id="service" value={value} onChange={(event) => choose(event.currentTarget.value)}>
					<option value={ALL}>{l10n.t('All services')}</option>
					{services.map((name) => (
						<option key={name} value={`service:${name}`}>
							{name}
						</option>
					))}
					{(shown.hasUnnamed || chosen === null) && <option value={NONE}>{l10n.t('No service')}</option>}
				</select>
			</span>
		</div>
	);
}

function Content({ state, shown, theme }: Part & { readonly theme: Theme }) {
	return (
		<>
			<p class="summary" role="status">
				{shown.summary}
			</p>
			<ul class="tiles">
				{shown.tiles.map((tile) => (
					<li key={tile.id} class="tile">
						<TileContent tile={tile} state={state} />
					</li>
				))}
			</ul>
			<div class="charts">
				{shown.charts.map((chart) => (
					<ChartCard
						key={chart.id}
						chart={chart}
						theme={theme}
						isTable={state.view?.tables.includes(chart.id) ?? false}
						onToggle={(isTable) => state.showTables([chart.id], isTable)}
						onOpen={(place) => state.open(place)}
					/>
				))}
			</div>
		</>
	);
}

function TileContent({ tile, state }: { readonly tile: Tile; readonly state: DashboardState }) {
	const content = (
		<>
			<span class="label">{tile.label}</span>
			<span class="value">{tile.value}</span>
			<span class="detail">{tile.detail}</span>
		</>
	);
	return tile.canOpen ? (
		<button type="button" onClick={() => state.open({ chart: tile.id })}>
			{content}
		</button>
	) : (
		<div>{content}</div>
	);
}

function Failure({ state }: { readonly state: DashboardState }) {
	return (
		<div class="failure" role="alert">
			<Icon name="error" />
			<span>{state.failure}</span>
			<button type="button" onClick={() => state.retry()}>
				{l10n.t('Try Again')}
			</button>
		</div>
	);
}

function NoIncidents({ state }: { readonly state: DashboardState }) {
	return (
		<div class="nothing">
			<Icon name="graph" />
			<h2>{l10n.t('Nothing to count yet')}</h2>
			<p>
				{l10n.t(
					'Once there are incidents, this shows how soon they are answered, what comes back, and where in the code.',
				)}
			</p>
			<p class="buttons">
				<button type="button" class="primary" onClick={() => state.record('form')}>
					{l10n.t('New Incident…')}
				</button>
				<button type="button" onClick={() => state.record('clipboard')}>
					{l10n.t('Create from Clipboard')}
				</button>
			</p>
		</div>
	);
}

/** As high as what will be there, so that nothing jumps. */
function Skeleton() {
	return (
		<div class="skeleton">
			<p class="summary" role="status">
				{l10n.t('Counting incidents…')}
			</p>
			<div class="tiles" aria-hidden="true">
				{Array.from({ length: TILES }, (_, index) => (
					<div key={index} class="tile" />
				))}
			</div>
			<div class="charts" aria-hidden="true">
				{Array.from({ length: CHARTS }, (_, index) => (
					<CardSkeleton key={index} isWide={index === 0} />
				))}
			</div>
		</div>
	);
}
