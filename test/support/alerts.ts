import { draftFromText } from '../../src/app/draft';
import { redactText } from '../../src/app/redactText';
import type { TakeAlertsNeeds } from '../../src/app/takeAlerts';
import type { Alert } from '../../src/core/alerts/model';
import { alertOf, type RawAlert } from '../../src/core/alerts/raw';
import { DEFAULT_MATRIX } from '../../src/core/incident/priority';
import { DEFAULT_REDACTION } from '../../src/core/redaction/model';
import { noRules } from '../../src/core/trace/inAppRules';
import { aClock, breather, NOON, type someIncidents } from './incidents';

export const ORIGIN = { source: 'alertmanager https://alerts.example', name: 'Alerts' };

/** An alert that fires since a minute before noon. */
export function anAlert(more: Partial<RawAlert> = {}, now = NOON): Alert {
	const labels = { alertname: 'HighErrorRate', service: 'checkout', severity: 'critical' };
	return alertOf(
		{ key: 'a1', title: 'HighErrorRate', state: 'firing', labels, startsAt: NOON - 60_000, ...more },
		ORIGIN,
		now,
	);
}

/** What takes alerts in, into some incidents. */
export function takingInto(
	incidents: ReturnType<typeof someIncidents>,
	more: Partial<TakeAlertsNeeds> = {},
): TakeAlertsNeeds {
	const redact = redactText(() => DEFAULT_REDACTION, breather);
	return {
		incidents,
		draft: (text, signal) =>
			draftFromText(text, redact, { rules: noRules, category: 'functionality' }, breather, aClock(), signal),
		rules: [],
		matrix: DEFAULT_MATRIX,
		categories: ['availability', 'functionality'],
		defaultCategory: 'functionality',
		repositoryOf: (name) => (name === 'shop' ? '/home/ann/shop' : undefined),
		breather,
		now: NOON,
		...more,
	};
}
