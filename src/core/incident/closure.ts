import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { isOn } from '../alerts/model';
import type { Priority } from './priority';
import type { Incident } from './record';

/** What is verified before an incident is closed, in the order in which it usually comes true. */
export const CHECKS = ['fixDeployed', 'alertQuiet', 'stakeholdersTold', 'reviewHeld', 'actionsFiled'] as const;
export type Check = (typeof CHECKS)[number];

const ChecksSchema = v.array(v.picklist(CHECKS));

/** Which checks hold back “closed”, by priority. */
export const GatesSchema = v.object({ P1: ChecksSchema, P2: ChecksSchema, P3: ChecksSchema, P4: ChecksSchema });

/** What has to be verified before an incident is closed. */
export interface ClosureRules {
	readonly gates: Readonly<Record<Priority, readonly Check[]>>;
	/** So many minutes after it was resolved an alert counts as quiet. */
	readonly quietMinutes: number;
}

export const DEFAULT_CLOSURE: ClosureRules = {
	gates: { P1: CHECKS, P2: ['fixDeployed', 'alertQuiet'], P3: [], P4: [] },
	quietMinutes: 30,
};

/** A check as it is called, in the person's language. */
export function checkName(check: Check, { quietMinutes }: Pick<ClosureRules, 'quietMinutes'>): string {
	return {
		fixDeployed: l10n.t('The fix is deployed'),
		alertQuiet: l10n.t('The alert was quiet for {0} minutes', quietMinutes),
		stakeholdersTold: l10n.t('Stakeholders were told'),
		reviewHeld: l10n.t('The review was held'),
		actionsFiled: l10n.t('Action items are filed'),
	}[check];
}

/** That somebody verified it. Times are epoch milliseconds. */
export interface Verified {
	readonly check: Check;
	readonly at: number;
	readonly actor: string;
}

type Closing = Pick<Incident, 'priority' | 'major' | 'checks'>;

/** The checks that hold back “closed” for an incident; a major one is held to what P1 is. */
export const gatesOf = ({ priority, major }: Pick<Closing, 'priority' | 'major'>, { gates }: ClosureRules) =>
	CHECKS.filter((check) => gates[priority].includes(check) || (major !== undefined && gates.P1.includes(check)));

/** Those that are still to be verified, as nobody said so yet. */
export const missingChecks = (incident: Closing, rules: ClosureRules): readonly Check[] =>
	gatesOf(incident, rules).filter((check) => !incident.checks?.some((one) => one.check === check));

/**
 * From when on the alert can count as quiet: so long after the incident was resolved, and after the last of its alerts that a monitor told of
 * ended; undefined while it is not resolved, infinite while one of them is on.
 */
export function quietFrom(
	{ resolvedAt, alerts = [] }: Pick<Incident, 'resolvedAt' | 'alerts'>,
	{ quietMinutes }: Pick<ClosureRules, 'quietMinutes'>,
): number | undefined {
	if (resolvedAt === undefined) {
		return undefined;
	}
	const ends = alerts.map((alert) => (isOn(alert) ? Number.POSITIVE_INFINITY : (alert.endsAt ?? resolvedAt)));
	return Math.max(resolvedAt, ...ends) + quietMinutes * 60_000;
}
