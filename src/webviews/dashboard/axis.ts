import * as l10n from '@vscode/l10n';
import type { Chart } from '../../protocol/dashboard';

/** How values are written on an axis: divided, so that its marks are round. */
export interface Axis {
	readonly divisor: number;
	/** What the marks count; empty where it goes without saying. */
	readonly title: string;
	readonly tick: (value: number | string) => string;
	/** Where it ends; by the values where absent. */
	readonly max?: number;
}

const MINUTE = 60_000;

/** @param highest the highest value that is shown */
export function axisOf(unit: Chart['unit'], highest: number): Axis {
	const locale = document.documentElement.lang || undefined;
	const plain = (value: number | string) => Number(value).toLocaleString(locale);
	switch (unit) {
		case 'share':
			return {
				...{ divisor: 1, title: '', max: 1 },
				tick: (value) => Number(value).toLocaleString(locale, { style: 'percent' }),
			};
		case 'duration': {
			const [divisor, title] =
				highest > 72 * 60 * MINUTE
					? [24 * 60 * MINUTE, l10n.t('days')]
					: highest > 3 * 60 * MINUTE
						? [60 * MINUTE, l10n.t('hours')]
						: [MINUTE, l10n.t('minutes')];
			return { divisor, title, tick: plain };
		}
		default:
			return { divisor: 1, title: '', tick: plain };
	}
}
