import * as l10n from '@vscode/l10n';
import type { Duty, DutyKind } from '../core/incident/duties';
import { duration } from './clockWords';

/** Below this, seconds count. */
const SECONDS_BELOW_MS = 2 * 60_000;

/** `ack in 12 min`, `update in 1:25`, `resolve 3 hr overdue`: for the status bar. */
export function dutyWords({ of, state, leftMs }: Duty, locale: string): string {
	if (state === 'missed') {
		const late = duration(leftMs, locale);
		return {
			acknowledge: l10n.t('ack {0} overdue', late),
			resolve: l10n.t('resolve {0} overdue', late),
			update: l10n.t('update {0} overdue', late),
		}[of];
	}
	const left = of === 'update' && leftMs < SECONDS_BELOW_MS ? minutesAndSeconds(leftMs) : duration(leftMs, locale);
	return {
		acknowledge: l10n.t('ack in {0}', left),
		resolve: l10n.t('resolve in {0}', left),
		update: l10n.t('update in {0}', left),
	}[of];
}

/** The same as a sentence of its own, without seconds: it is read out. */
export function dutySentence({ of, state, leftMs }: Duty, locale: string): string {
	const time = duration(leftMs, locale);
	if (state === 'missed') {
		return {
			acknowledge: l10n.t('It was to be acknowledged {0} ago.', time),
			resolve: l10n.t('It was to be resolved {0} ago.', time),
			update: l10n.t('The next update was due {0} ago.', time),
		}[of];
	}
	return {
		acknowledge: l10n.t('To be acknowledged in {0}.', time),
		resolve: l10n.t('To be resolved in {0}.', time),
		update: l10n.t('The next update is due in {0}.', time),
	}[of];
}

/** What is to be done, in a word of a list. */
export function dutyName(of: DutyKind): string {
	return {
		acknowledge: l10n.t('to acknowledge'),
		resolve: l10n.t('to resolve'),
		update: l10n.t('update due'),
	}[of];
}

/** Whether what is said changes with every second. */
export const countsSeconds = ({ of, state, leftMs }: Duty): boolean =>
	of === 'update' && state !== 'missed' && leftMs < SECONDS_BELOW_MS;

function minutesAndSeconds(ms: number): string {
	const seconds = Math.max(0, Math.ceil(ms / 1000));
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
