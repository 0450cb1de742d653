/** Where the event log of incidents is. */
export type StoreHome = {
	/** This person's, the same for every workspace. */
	readonly kind: 'user';
	/** Absolute. */
	readonly folder: string;
};
