import * as l10n from '@vscode/l10n';
import { LEVELS, type Level, type Priority, priorityOf } from '../../core/incident/priority';
import { levels } from './fields';

interface Levels {
	readonly impact: Level;
	readonly urgency: Level;
}

/** The priority in words, announced when it changes. */
export function PriorityNow({ impact, urgency }: Levels) {
	const priority = priorityOf(impact, urgency);
	return (
		<p class="priority" role="status">
			<span class={`dot ${priority}`} aria-hidden="true" />
			<span>
				{l10n.t('Priority')} <strong>{priority}</strong>
			</span>
			<span class="hint">{meaning(priority)}</span>
		</p>
	);
}

/** How impact and urgency make the priority, with the cell that holds marked. */
export function PriorityMatrix({ impact, urgency }: Levels) {
	const { impacts, urgencies } = levels();
	return (
		<table class="matrix">
			<caption>{l10n.t('Priority by impact and urgency')}</caption>
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
						{LEVELS.map((column) => (
							<Cell
								key={column}
								priority={priorityOf(row.value, column)}
								isOn={row.value === impact && column === urgency}
							/>
						))}
					</tr>
				))}
			</tbody>
		</table>
	);
}

function Cell({ priority, isOn }: { readonly priority: Priority; readonly isOn: boolean }) {
	return (
		<td class={`${priority}${isOn ? ' on' : ''}`} aria-current={isOn ? 'true' : undefined}>
			{priority}
		</td>
	);
}

function meaning(priority: Priority): string {
	return {
		P1: l10n.t('drop everything'),
		P2: l10n.t('today, before other work'),
		P3: l10n.t('planned soon'),
		P4: l10n.t('when there is time'),
	}[priority];
}
