import * as l10n from '@vscode/l10n';
import type { Alert } from '../../protocol/page';
import { Icon } from '../shared/icon';
import { type Part, Section } from './parts';

const ICONS: Readonly<Record<Alert['state'], string>> = {
	firing: 'bell-dot',
	acknowledged: 'bell',
	suppressed: 'bell-slash',
	resolved: 'pass',
};

/** What monitors say; those that are on come first. Whether a monitor can be told of it is found out when it is. */
export function Alerts({ model, content }: Part) {
	const { alerts, moreAlerts } = content;
	if (alerts.length === 0) {
		return null;
	}
	const isOn = ({ state }: Alert) => state === 'firing' || state === 'acknowledged';
	const sorted = [...alerts.filter(isOn), ...alerts.filter((alert) => !isOn(alert))];
	return (
		<Section id="alerts" title={l10n.t('Alerts')}>
			<ul class="links">
				{sorted.map((alert) => {
					const { id, title, facts, state, hasPage, canEscalate } = alert;
					return (
						<li key={id}>
							<Icon name={ICONS[state]} />
							<span class="text">
								{hasPage ? (
									<button type="button" class="link" onClick={() => model.open({ kind: 'alert', alert: id })}>
										<bdi>{title}</bdi>
									</button>
								) : (
									<bdi>{title}</bdi>
								)}
								<span class="hint">{` ${facts}`}</span>
							</span>
							{state === 'firing' && (
								<button
									type="button"
									class="icon"
									title={l10n.t('Acknowledge “{0}” where it is from', title)}
									aria-label={l10n.t('Acknowledge “{0}” where it is from', title)}
									onClick={() => model.open({ kind: 'acknowledgeAlert', alert: id })}
								>
									<Icon name="check" />
								</button>
							)}
							{canEscalate && (
								<button
									type="button"
									class="icon"
									title={l10n.t('Escalate “{0}” where it is from', title)}
									aria-label={l10n.t('Escalate “{0}” where it is from', title)}
									onClick={() => model.open({ kind: 'escalateAlert', alert: id })}
								>
									<Icon name="arrow-up" />
								</button>
							)}
						</li>
					);
				})}
			</ul>
			{moreAlerts > 0 && <p class="hint">{l10n.t('{0} more', moreAlerts)}</p>}
		</Section>
	);
}
