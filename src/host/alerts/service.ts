import type { Listen } from '../../base/emitter';
import type { SourceState } from '../../core/alerts/memoryText';
import type { AlertSources } from './sources';
import type { AlertSync } from './sync';

/** Monitors, as commands and views reach them. */
export interface Alerts {
	readonly sources: AlertSources;
	/** What asks them; loaded when first used. */
	readonly sync: () => Promise<AlertSync>;
	/** How one answered last, as far as it is known. */
	readonly state: (id: string) => SourceState;
	/** Tells that monitors were asked. */
	readonly onDidChange: Listen<void>;
}
