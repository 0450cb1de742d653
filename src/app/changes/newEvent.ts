import type { EventOf } from '../../core/incident/events/define';

/** An event before it has its envelope. */
export type NewEvent = Pick<EventOf<unknown>, 'type' | 'payload'>;
