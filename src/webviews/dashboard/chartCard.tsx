import * as l10n from '@vscode/l10n';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Chart, Place } from '../../protocol/dashboard';
import { Icon } from '../shared/icon';
import type { Drawn } from './charts';
import { ChartTable } from './chartTable';
import type { Theme } from './theme';

/** The chart that has a row for itself where there is room. */
const WIDE = 'course';

interface CardProps {
	readonly chart: Chart;
	readonly theme: Theme;
	readonly isTable: boolean;
	readonly onToggle: (isTable: boolean) => void;
	readonly onOpen: (place: Place) => void;
}

/** A chart with its title and the table behind it: that is there for screen readers, and in the chart's place where it is wanted. */
export function ChartCard({ chart, theme, isTable, onToggle, onOpen }: CardProps) {
	const [isBroken, setBroken] = useState(false);
	const isList = chart.kind === 'list';
	const isShown = isTable || isList || isBroken;
	const isEmpty = chart.empty !== '';
	const title = `title-${chart.id}`;
	return (
		<section class={chart.id === WIDE ? 'card wide' : 'card'} aria-labelledby={title}>
			<div class="head">
				<h2 id={title}>{chart.title}</h2>
				{!isList && !isEmpty && (
					<button
						type="button"
						class="icon"
						aria-pressed={isTable}
						aria-label={l10n.t('{0} as a table', chart.title)}
						title={isTable ? l10n.t('Show as a chart') : l10n.t('Show as a table')}
						onClick={() => onToggle(!isTable)}
					>
						<Icon name={isTable ? 'graph' : 'table'} />
					</button>
				)}
			</div>
			<p class="hint">{chart.hint}</p>
			<div class="body">
				{isEmpty && <p class="empty">{chart.empty}</p>}
				{!isEmpty && !isShown && (
					<Canvas chart={chart} theme={theme} onOpen={onOpen} onBroken={() => setBroken(true)} />
				)}
				{!isEmpty && <ChartTable chart={chart} isShown={isShown} onOpen={onOpen} />}
			</div>
			<p class="note">{isEmpty ? '' : chart.note}</p>
		</section>
	);
}

export function CardSkeleton({ isWide }: { readonly isWide: boolean }) {
	return (
		<div class={isWide ? 'card wide' : 'card'}>
			<div class="head" />
			<p class="hint" />
			<div class="body" />
			<p class="note" />
		</div>
	);
}

interface CanvasProps extends Pick<CardProps, 'chart' | 'theme' | 'onOpen'> {
	/** Charts cannot be drawn here; the table says the same. */
	readonly onBroken: () => void;
}

function Canvas({ chart, theme, onOpen, onBroken }: CanvasProps) {
	const canvas = useRef<HTMLCanvasElement>(null);
	const drawn = useRef<Drawn | null>(null);
	const latest = useRef({ chart, theme, onOpen });
	latest.current = { chart, theme, onOpen };
	useEffect(() => {
		let isGone = false;
		const begin = async () => {
			const { draw } = await import('./charts');
			if (!isGone && canvas.current) {
				const now = latest.current;
				drawn.current = draw(canvas.current, now.chart, now.theme, (place) => latest.current.onOpen(place));
			}
		};
		begin().catch(() => !isGone && onBroken());
		return () => {
			isGone = true;
			drawn.current?.destroy();
			drawn.current = null;
		};
	}, []);
	useEffect(() => drawn.current?.update(chart, theme), [chart, theme]);
	return (
		<div class="canvas">
			<canvas
				ref={canvas}
				role="img"
				aria-label={l10n.t('{0}, as a chart. The table behind it says the same.', chart.title)}
			/>
		</div>
	);
}
