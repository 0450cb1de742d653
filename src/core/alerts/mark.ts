import { hashOf } from '../trace/hash';
import { type Alert, alertId } from './model';

/** What marks begin with, so that they are told from fingerprints of traces. */
export const ALERT_MARK = 'alert:';

/** What incidents about an alert are found by, beside the fingerprints of their traces. */
export const alertMark = (alert: Pick<Alert, 'source' | 'key'>): string => `${ALERT_MARK}${hashOf(alertId(alert))}`;
