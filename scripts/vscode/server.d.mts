export function startServer(options: { readonly port?: number }): Promise<{ stop(): Promise<void> }>;

export function workbenchUrl(
	server: { readonly origin: string; readonly port: number; readonly token: string },
	what: {
		readonly folder?: string;
		readonly tests?: string;
		readonly payload?: readonly (readonly [string, string])[];
	},
): string;
