/** Where the event log of incidents is. */
export type StoreHome =
	/** This person's, the same for every workspace; `folder` is absolute. */
	| { readonly kind: 'user'; readonly folder: string }
	/** In a work tree, shared by committing it; absolute. */
	| { readonly kind: 'repository'; readonly workTree: string; readonly isTrusted: boolean }
	/** On a server; the connection string is a secret, `queueFolder` (absolute) is for what waits to be sent. */
	| { readonly kind: 'postgres'; readonly connectionString: string; readonly queueFolder: string };
