import type { AlertRecord } from '../../../core/alerts/model';
import type { RawAlert } from '../../../core/alerts/raw';
import type { AlertCapabilities, Word } from '../../../core/ports/alertSource';

/** One of the things that Datadog tells of. Keys are as Datadog has them here; throws as `AlertSource` does. */
export interface DatadogPart {
	/** What its alerts' keys begin with, among those of the other parts. */
	readonly prefix: string;
	readonly can: AlertCapabilities;
	/** In `raws`, nothing stands for what could not be read. */
	list(signal: AbortSignal): Promise<{ readonly raws: readonly (RawAlert | undefined)[]; readonly isWhole: boolean }>;
	acknowledge(key: string, alert: AlertRecord, word: Word, signal: AbortSignal): Promise<void>;
	resolve(key: string, alert: AlertRecord, word: Word, signal: AbortSignal): Promise<void>;
	/** Asks for as little as it can, with each permission that reading needs. */
	check(signal: AbortSignal): Promise<void>;
}
