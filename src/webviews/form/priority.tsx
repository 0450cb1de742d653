import * as l10n from '@vscode/l10n';
import {
	LEVELS,
	type Level,
	PRIORITIES,
	type Priority,
	type PriorityMatrix,
	priorityOf,
} from '../../core/incident/priority';
import { Choose, Field, levels } from './fields';
import type { Part } from './part';

/** Impact, urgency and the priority they make, by lists or by the grid; and another priority where somebody has a reason. */
export function HowBad({ state, draft }: Part) {
	const { impacts, urgencies } = levels();
	const given = priorityOf(draft.impact, draft.urgency, state.matrix);
	return (
		<section aria-labelledby="bad">
			<h2 id="bad">{l10n.t('How bad it is')}</h2>
			<div class="columns">
				<div>
					<Choose
						name="impact"
						label={l10n.t('Impact')}
						hint={l10n.t('Who is affected')}
						value={draft.impact}
						choices={impacts}
						onChoose={(level) => state.set('impact', level)}
					/>
					<Choose
						name="urgency"
						label={l10n.t('Urgency')}
						hint={l10n.t('How soon it must be dealt with')}
						value={draft.urgency}
						choices={urgencies}
						onChoose={(level) => state.set('urgency', level)}
					/>
					<PriorityNow priority={draft.override || given} isOverride={draft.override !== ''} />
				</div>
				<MatrixGrid
					matrix={state.matrix}
					impact={draft.impact}
					urgency={draft.urgency}
					onChoose={(impact, urgency) => state.setLevels(impact, urgency)}
				/>
			</div>
			<Override state={state} draft={draft} given={given} />
		</section>
	);
}

/** The priority in words, announced when it changes. */
function PriorityNow({ priority, isOverride }: { readonly priority: Priority; readonly isOverride: boolean }) {
	return (
		<p class="priority" role="status">
			<span class={`dot ${priority}`} aria-hidden="true" />
			<span>
				{l10n.t('Priority')} <strong>{priority}</strong>
			</span>
			<span class="hint">{isOverride ? l10n.t('set by hand') : meaning(priority)}</span>
		</p>
	);
}

function Override({ state, draft, given }: Part & { readonly given: Priority }) {
	return (
		<div class="columns">
			<Choose
				name="override"
				label={l10n.t('Another priority')}
				value={draft.override}
				choices={[
					{ value: '' as const, name: l10n.t('No, {0} as impact and urgency give it', given) },
					...PRIORITIES.map((priority) => ({ value: priority, name: priority })),
				]}
				onChoose={(priority) => state.set('override', priority)}
			/>
			{draft.override !== '' && (
				<Field name="overrideReason" label={l10n.t('Why')} isRequired error={state.errors.overrideReason}>
					{(wiring) => (
						<input
							{...wiring}
							type="text"
							autocomplete="off"
							value={draft.overrideReason}
							onInput={(event) => state.set('overrideReason', event.currentTarget.value)}
							onBlur={() => state.check('overrideReason')}
						/>
					)}
				</Field>
			)}
		</div>
	);
}

interface GridProps {
	readonly matrix: PriorityMatrix;
	readonly impact: Level;
	readonly urgency: Level;
	readonly onChoose: (impact: Level, urgency: Level) => void;
}

/** By how many rows and columns a key moves. */
const MOVES: Readonly<Record<string, readonly [number, number]>> = {
	ArrowUp: [-1, 0],
	ArrowDown: [1, 0],
	ArrowLeft: [0, -1],
	ArrowRight: [0, 1],
	Home: [0, -3],
	End: [0, 3],
};

/** How impact and urgency make the priority: a cell that is clicked, or moved to by arrow keys, is both of them. */
function MatrixGrid({ matrix, impact, urgency, onChoose }: GridProps) {
	const { impacts, urgencies } = levels();
	const onKeyDown = (event: KeyboardEvent) => {
		const move = MOVES[event.key];
		if (move) {
			event.preventDefault();
			const [row, column] = [moved(impact, move[0]), moved(urgency, move[1])];
			onChoose(row, column);
			document.getElementById(cellId(row, column))?.focus();
		}
	};
	return (
		// biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is a table whose cells are chosen
		<table class="matrix" role="grid" aria-labelledby="matrix-caption">
			<caption id="matrix-caption">{l10n.t('Priority matrix')}</caption>
			<thead>
				<tr>
					<td />
					{urgencies.map(({ value, name }) => (
						<th key={value} scope="col" class={value === urgency ? 'on' : ''}>
							{name}
						</th>
					))}
				</tr>
			</thead>
			<tbody>
				{impacts.map((row) => (
					<tr key={row.value}>
						<th scope="row" class={row.value === impact ? 'on' : ''}>
							{row.name}
						</th>
						{urgencies.map((column) => {
							const priority = priorityOf(row.value, column.value, matrix);
							const isOn = row.value === impact && column.value === urgency;
							return (
								<td
									key={column.value}
									id={cellId(row.value, column.value)}
									// biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: as the grid
									role="gridcell"
									class={`${priority}${isOn ? ' on' : ''}`}
									tabIndex={isOn ? 0 : -1}
									aria-selected={isOn}
									aria-label={l10n.t('{0}: {1}, {2}', priority, row.name, column.name)}
									onClick={() => onChoose(row.value, column.value)}
									onKeyDown={onKeyDown}
								>
									{priority}
								</td>
							);
						})}
					</tr>
				))}
			</tbody>
		</table>
	);
}

const cellId = (impact: Level, urgency: Level) => `cell-${impact}-${urgency}`;

function moved(level: Level, by: number): Level {
	const place = Math.min(Math.max(LEVELS.indexOf(level) + by, 0), LEVELS.length - 1);
	return LEVELS[place] ?? level;
}

function meaning(priority: Priority): string {
	return {
		P1: l10n.t('drop everything'),
		P2: l10n.t('today, before other work'),
		P3: l10n.t('planned soon'),
		P4: l10n.t('when there is time'),
	}[priority];
}
