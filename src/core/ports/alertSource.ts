import type { Answer } from '../alerts/intake';
import type { AlertRecord } from '../alerts/model';

/** What a monitor lets us do. */
export interface SourceCapabilities {
	/** What stands for acknowledging an alert there; `none` where nothing does. */
	readonly acknowledge: 'acknowledge' | 'silence' | 'none';
	readonly resolve: boolean;
}

/** What goes to a monitor with a change. */
export interface Word {
	/** Who does it, as a person would say it. */
	readonly who: string;
	/** In one line. */
	readonly note: string;
}

/** A monitor that tells of alerts. Cancelled by its signals; throws `FaultlineError` `http.*`, and `alerts.*` where these methods say so. */
export interface AlertSource {
	/** The same for everybody who asks this one: `Alert.source`. */
	readonly identity: string;
	readonly capabilities: SourceCapabilities;
	/** All that it tells now. The same object as the last time where nothing is new. */
	list(signal: AbortSignal): Promise<Answer>;
	/**
	 * Says that somebody looks at an alert; doing it twice is the same as once.
	 *
	 * @throws FaultlineError `alerts.gone` where it is over
	 */
	acknowledge(alert: AlertRecord, word: Word, signal: AbortSignal): Promise<void>;
	/** Says that an alert is over. @throws FaultlineError `alerts.gone`, `alerts.cannot` */
	resolve(alert: AlertRecord, word: Word, signal: AbortSignal): Promise<void>;
	/** The alert's page, as an address; undefined where it has none. */
	link(alert: AlertRecord): string | undefined;
	/**
	 * Asks for all that will be asked for, so that what is missing is known before.
	 *
	 * @returns what it says of itself, in a few words
	 * @throws FaultlineError `alerts.missingPermission` which names it
	 */
	check(signal: AbortSignal): Promise<string>;
}
