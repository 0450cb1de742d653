import { GITHUB } from './remote';

/** A host as a person configured it: where its pages are. */
export interface HostAddress {
	/** As `HostedRepository` has it. */
	readonly host: string;
	/** Without a slash at its end. */
	readonly web: string;
}

export const GITHUB_ADDRESS: HostAddress = { host: GITHUB, web: `https://${GITHUB}` };

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * The host of GitHub Enterprise that an address means; undefined where it means none. Tokens go there, so it has to be https, but on this machine.
 */
export function enterpriseAddress(text: string): HostAddress | undefined {
	if (!URL.canParse(text.trim())) {
		return undefined;
	}
	const { protocol, host, hostname, origin } = new URL(text.trim());
	const isSafe = protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
	return isSafe && host !== '' && host !== GITHUB ? { host: host.toLowerCase(), web: origin } : undefined;
}

/** Where a host's REST API is, without a slash at its end. */
export function apiAddress({ host, web }: HostAddress): string {
	if (host === GITHUB) {
		return 'https://api.github.com';
	}
	return host.endsWith('.ghe.com') ? `https://api.${host}` : `${web}/api/v3`;
}
