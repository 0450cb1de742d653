import type { LogDamage } from './eventLog';

/** Where the event log of incidents is. */
export type StoreHome =
	/** This person's, the same for every workspace; `folder` is absolute. */
	| { readonly kind: 'user'; readonly folder: string }
	/** In a work tree, shared by committing it; absolute. */
	| { readonly kind: 'repository'; readonly workTree: string; readonly isTrusted: boolean }
	/** On a server; the connection string is a secret, `queueFolder` (absolute) is for what waits to be sent. */
	| { readonly kind: 'postgres'; readonly connectionString: string; readonly queueFolder: string };

export type HomeKind = StoreHome['kind'];

/** How a home on a server is doing; a home on disk says nothing of the kind. */
export interface HomeState {
	readonly kind: 'connecting' | 'connected' | 'polling' | 'offline';
	/** Changes that are kept on this disk and wait to be sent. */
	readonly queued: number;
	/** Why it is offline, in a sentence. */
	readonly problem?: string;
}

/** What a home tells of itself at any time. */
export interface HomeNews {
	readonly onState: (state: HomeState) => void;
	/** Something was found that could not be read, or was refused. */
	readonly onDamage: (damage: LogDamage) => void;
}
