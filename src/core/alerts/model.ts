import type { LabelSet } from './labels';

/** How an alert stands. Acknowledged: somebody said that they look at it; suppressed: silenced, muted or inhibited at its source. */
export const ALERT_STATES = ['firing', 'acknowledged', 'suppressed', 'resolved'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

/** As the source says it, the worst first: an incident's own is its priority. */
export const SEVERITIES = ['critical', 'error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** One alert of a monitor, as it is now. Its texts are as the monitor has them: nobody vouches for what they say. Times are epoch milliseconds. */
export interface Alert {
	/** Which monitor it is of, the same for everybody who asks that one: `alertmanager https://alerts.example`. */
	readonly source: string;
	/** How the monitor is called here. */
	readonly sourceName: string;
	/** The monitor's own key of it. */
	readonly key: string;
	/** What alerts of one failure have in common, whichever monitor they are of. */
	readonly fingerprint: string;
	/** In one line. */
	readonly title: string;
	/** May be empty. */
	readonly description: string;
	readonly state: AlertState;
	readonly severity: Severity;
	readonly service?: string;
	readonly environment?: string;
	/** Revision that is deployed, where a label names it. */
	readonly release?: string;
	readonly labels: LabelSet;
	/** What may hold stack traces: annotations, log lines, events. */
	readonly text: string;
	/** Never ahead of the clock here. */
	readonly startsAt: number;
	/** When it began by the monitor's own clock, where that is not `startsAt`: it is ahead of ours, or says nothing (0). */
	readonly saidAt?: number;
	/** When it was resolved. */
	readonly endsAt?: number;
	/** Its page. */
	readonly url?: string;
	/** How often it came, as the monitor counts; 1 where it does not. */
	readonly count: number;
}

/** An alert as an incident remembers it. */
export interface AlertRecord
	extends Pick<
		Alert,
		| 'source'
		| 'sourceName'
		| 'key'
		| 'title'
		| 'state'
		| 'severity'
		| 'labels'
		| 'startsAt'
		| 'endsAt'
		| 'url'
		| 'count'
	> {
	/** It came and went so often that its changes are counted, and not told one by one. */
	readonly isFlapping?: boolean;
}

/** When it began as its monitor says it, so that it is the same each time it is asked, however wrong its clock is. */
export const saidStart = ({ saidAt, startsAt }: Pick<Alert, 'saidAt' | 'startsAt'>): number => saidAt ?? startsAt;

/** How an alert is told from all others. */
export const alertId = ({ source, key }: Pick<Alert, 'source' | 'key'>): string => `${source}\n${key}`;

/** Still there: neither resolved nor silenced. */
export const isOn = ({ state }: Pick<Alert, 'state'>): boolean => state === 'firing' || state === 'acknowledged';

/** What alerts of one rule are called, wherever each of them is. */
export const nameOf = ({ title, labels }: Pick<Alert, 'title' | 'labels'>): string => labels.alertname ?? title;
