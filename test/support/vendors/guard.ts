// Who is let in by a vendor's double, and to what.
import type { Asked, Reply, Routes } from './double';

export const TOKEN = 's3cr3t-token';
export const READ_ONLY = 'read-only-token';
const ALL_BUT = 'token-without-';
/** A token that may do all but one thing. */
export const without = (permission: string): string => `${ALL_BUT}${permission.replaceAll(/[: ]/g, '_')}`;

/** The state of a vendor's double. */
export interface VendorState {
	isAcknowledged: boolean;
	isResolved: boolean;
	/** How often it was told something. */
	told: number;
	/** Escalation policies that an alert was given to. */
	escalatedTo?: string[];
	/** Object name of the commit that it holds responsible, where it is a real one. */
	suspect?: string;
}

/** How a vendor refuses. */
export interface Refusals {
	/** The token is none. */
	readonly unknown: Reply;
	/** It lacks a permission. */
	readonly lacking: (permission: string) => Reply;
}

/** What a route needs; `write` for what only reads although it is sent, `read` for what is open to all who are let in. */
export type Permissions = Readonly<Record<string, string>>;

/**
 * Routes that let in who has a token, and refuse what it does not allow.
 *
 * @param tokenOf what somebody showed, wherever the vendor looks for it
 * @param permissions by route; those of `writing` are what a token that only reads lacks
 */
export function guarded(
	state: VendorState,
	tokenOf: (asked: Asked) => string,
	{ unknown, lacking }: Refusals,
	permissions: Permissions,
	writing: readonly string[],
	routes: Routes,
): Routes {
	return Object.fromEntries(
		Object.entries(routes).map(([name, route]) => [
			name,
			(asked: Asked): Reply => {
				const token = tokenOf(asked);
				const permission = permissions[name];
				const isKnown = [TOKEN, READ_ONLY, ALL_BUT].some((one) => token.includes(one));
				if (!isKnown) {
					return unknown;
				}
				if (permission !== undefined && lacks(token, permission, writing)) {
					return lacking(permission);
				}
				if (writing.includes(permission ?? '') && asked.method !== 'GET') {
					state.told++;
				}
				return route(asked);
			},
		]),
	);
}

/** @param writing what a token that only reads lacks */
export const lacks = (token: string, permission: string, writing: readonly string[]): boolean =>
	token.endsWith(without(permission)) || (token.includes(READ_ONLY) && writing.includes(permission));

export const tokenIn =
	(header = 'authorization') =>
	({ headers }: Asked): string =>
		String(headers[header] ?? '');
