import type { Answer } from '../alerts/intake';
import type { AlertRecord } from '../alerts/model';

/** What a monitor lets us do with an alert. */
export interface AlertCapabilities {
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
	/** What can be done with one of its alerts. */
	can(alert: AlertRecord): AlertCapabilities;
	/** All that it tells now. The same object as the last time where nothing is new. */
	list(signal: AbortSignal): Promise<Answer>;
	/**
	 * Says that somebody looks at an alert; doing it twice is the same as once.
	 *
	 * @throws FaultlineError `alerts.gone` where it is over, `alerts.cannot`
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
	/** Where it calls people in. */
	readonly escalating?: Escalating;
	/** Where it names commits itself. */
	readonly suspecting?: Suspecting;
	/** Where its graphs can be written on. */
	readonly annotating?: Annotating;
	/** What it watches, where it tells of that. @throws FaultlineError `alerts.missingPermission` */
	rules?(signal: AbortSignal): Promise<readonly MonitorRule[]>;
}

/** Who is called in, and in which order. */
export interface EscalationPolicy {
	/** The monitor's own. */
	readonly id: string;
	readonly name: string;
	/** Empty where it says nothing of it. */
	readonly description: string;
}

/** A monitor that calls people in. @throws FaultlineError `alerts.missingPermission` which names it */
export interface Escalating {
	/** Those that an alert can be given to; ones that are switched off are left out. */
	policies(alert: AlertRecord, signal: AbortSignal): Promise<readonly EscalationPolicy[]>;
	/** Calls people in, each time anew: nothing is sent twice by itself. @throws FaultlineError `alerts.gone`, `http.unclear` */
	escalate(alert: AlertRecord, policy: EscalationPolicy, word: Word, signal: AbortSignal): Promise<void>;
}

/** A commit that a monitor holds responsible. Its texts are as the monitor has them. */
export interface SuspectedCommit {
	/** Object name, full or not, in lower case. */
	readonly sha: string;
	/** First line of its message; may be empty. */
	readonly subject: string;
	/** How the monitor came to it, as it says that; may be empty. */
	readonly by: string;
}

/** A monitor that names suspects of its own. */
export interface Suspecting {
	/** None where it names none. @throws FaultlineError `alerts.missingPermission` which names it, `alerts.gone` */
	suspects(alert: AlertRecord, signal: AbortSignal): Promise<readonly SuspectedCommit[]>;
}

/** Something that happened, as a mark on graphs. Times are epoch milliseconds. */
export interface Annotation {
	readonly text: string;
	readonly tags: readonly string[];
	readonly startsAt: number;
	/** Absent for a point in time. */
	readonly endsAt?: number;
}

/** A monitor whose graphs can be written on. @throws FaultlineError `alerts.missingPermission` which names it */
export interface Annotating {
	/** Writes one, in place of one that has the same tags and more: doing it twice is the same as once. */
	annotate(annotation: Annotation, signal: AbortSignal): Promise<void>;
	/** Those that people and programs made in a span of time, the newest first. Their texts are as they were written. */
	annotations(from: number, to: number, signal: AbortSignal): Promise<readonly Annotation[]>;
}

/** What a monitor watches. Its texts are as the monitor has them. */
export interface MonitorRule {
	readonly name: string;
	/** Which group of rules it belongs to. */
	readonly group: string;
	/** What is evaluated; may be empty. */
	readonly query: string;
	readonly state: 'firing' | 'pending' | 'inactive';
	/** Why it cannot be evaluated: then it does not fire, whatever happens. */
	readonly fault?: string;
	/** Its page. */
	readonly url?: string;
}
