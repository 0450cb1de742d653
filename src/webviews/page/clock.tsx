import * as l10n from '@vscode/l10n';
import type { Target } from '../../protocol/page';
import { Icon } from '../shared/icon';
import { Bar, isStill, type Part, useNow } from './parts';
import { words } from './time';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
/** So near to its end a countdown says seconds. */
const SECONDS_BELOW_MS = 60 * MINUTE_MS;

/** Time since the start, and how the incident stands to its targets. Each cell ticks by itself. */
export function ClockStrip({ content }: Part) {
	const { clock, major } = content;
	const { startedAt, detectedAt, resolvedAt, acknowledge, resolve } = clock;
	return (
		<fieldset class="clock" aria-label={l10n.t('Clock')}>
			<Since startedAt={startedAt} resolvedAt={resolvedAt} />
			{acknowledge && <TargetCell label={l10n.t('Acknowledge')} from={detectedAt} target={acknowledge} />}
			{resolve && <TargetCell label={l10n.t('Resolve')} from={detectedAt} target={resolve} />}
			{major.isOn && major.nextUpdateDue !== undefined && <NextUpdate dueAt={major.nextUpdateDue} />}
		</fieldset>
	);
}

interface SinceProps {
	readonly startedAt: number;
	readonly resolvedAt: number | undefined;
}

function Since({ startedAt, resolvedAt }: SinceProps) {
	const tick = useTick(resolvedAt === undefined ? [startedAt] : []);
	const end = resolvedAt ?? tick;
	return (
		<div class="cell">
			<span class="label">{resolvedAt === undefined ? l10n.t('Since start') : l10n.t('Took')}</span>
			<span class="value" role="timer">
				{words().duration(Math.max(0, end - startedAt), hasSeconds(end - startedAt))}
			</span>
			<span class="hint" title={words().exact(startedAt)}>
				{l10n.t('began {0}', words().moment(startedAt, tick))}
			</span>
		</div>
	);
}

interface TargetProps {
	readonly label: string;
	readonly from: number;
	readonly target: Target;
}

function TargetCell({ label, from, target }: TargetProps) {
	const { dueAt, warnAt, doneAt } = target;
	const now = useTick(doneAt === undefined ? [dueAt] : []);
	const at = doneAt ?? now;
	const state = at > dueAt ? 'missed' : doneAt !== undefined ? 'met' : at >= warnAt ? 'warning' : 'running';
	const left = words().duration(dueAt - at, doneAt === undefined && hasSeconds(dueAt - at));
	const value = {
		met: l10n.t('Met, {0} to spare', left),
		missed: doneAt === undefined ? l10n.t('Late by {0}', left) : l10n.t('Missed by {0}', left),
		warning: l10n.t('{0} left', left),
		running: l10n.t('{0} left', left),
	}[state];
	const icon = { met: 'pass', missed: 'error', warning: 'warning', running: 'clock' }[state];
	const share = dueAt > from ? Math.min(1, Math.max(0, (at - from) / (dueAt - from))) : 1;
	return (
		<div class={`cell ${state}`}>
			<span class="label">{label}</span>
			<span class="value">
				<Icon name={icon} />
				<span role="timer">{value}</span>
			</span>
			<span class="hint" title={words().exact(dueAt)}>
				{l10n.t('due {0}', words().moment(dueAt, now))}
			</span>
			<Bar share={share} />
		</div>
	);
}

/** The countdown to the update that was promised. */
export function NextUpdate({ dueAt }: { readonly dueAt: number }) {
	const now = useTick([dueAt]);
	const left = words().duration(dueAt - now, hasSeconds(dueAt - now));
	const isLate = now > dueAt;
	return (
		<div class={`cell ${isLate ? 'missed' : 'running'}`}>
			<span class="label">{l10n.t('Next update')}</span>
			<span class="value">
				<Icon name={isLate ? 'error' : 'megaphone'} />
				<span role="timer">{isLate ? l10n.t('Late by {0}', left) : l10n.t('in {0}', left)}</span>
			</span>
			<span class="hint" title={words().exact(dueAt)}>
				{l10n.t('due {0}', words().moment(dueAt, now))}
			</span>
		</div>
	);
}

const hasSeconds = (ms: number) => Math.abs(ms) < SECONDS_BELOW_MS && !isStill();

/** The time, by the second while one of these times is near, else by the minute. */
function useTick(times: readonly number[]): number {
	const isNear = times.some((time) => hasSeconds(time - Date.now()));
	return useNow(isNear ? SECOND_MS : MINUTE_MS);
}
