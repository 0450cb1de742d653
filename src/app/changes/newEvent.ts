import type { EventOf } from '../../core/incident/events/define';

/** An event before it has its envelope. */
export type NewEvent = Pick<EventOf<unknown>, 'type' | 'payload'> & {
	/** Who did it elsewhere; whoever is here where absent. */
	readonly actor?: string;
	/** ULID, for what several windows may take in at once; a new one where absent. */
	readonly id?: string;
};
