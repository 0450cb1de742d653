/** One change to one incident, as it is written. Unknown types (from a newer version) are kept and carried, not dropped. */
export interface IncidentEvent {
	/** Version of the envelope. */
	readonly v: 1;
	/** ULID of the event. */
	readonly id: string;
	/** ULID of the incident. */
	readonly incident: string;
	/** `incident.created`, `status.changed`, … */
	readonly type: string;
	/** Hybrid logical clock: `2026-11-23T13:55:06.123Z-0000`; sorts as text. See Kulkarni et al., "Logical Physical Clocks", 2014. */
	readonly at: string;
	/** Who did it, as a person would say it; may be empty. */
	readonly actor: string;
	/** Which process wrote it (ULID, new for each window): breaks ties between equal clocks. */
	readonly writer: string;
	readonly payload: unknown;
}
