import { createHash } from 'node:crypto';
import type { ClientConfig } from 'pg';
import { parse, toClientConfig } from 'pg-connection-string';
import { unfitAddress } from './errors';

/** Where a server is and how it is spoken to, read from a connection string. Only `ways` hold secrets. */
export interface Address {
	/** For people: `db.example.com/incidents`, without user and password. */
	readonly name: string;
	/** Tells servers, databases and users apart; a hash, so it may be a folder's name. */
	readonly fingerprint: string;
	/** Configurations of the driver, to be tried in this order: `sslmode=prefer` is encrypted first, then plain. */
	readonly ways: readonly ClientConfig[];
	/** A text of the driver or the server without the connection string and the password. */
	readonly redact: (text: string) => string;
}

const PROTOCOL = /^postgres(?:ql)?:\/\//;
const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'];

/**
 * Reads a connection string as libpq does, `sslmode` included; where it says none it is `prefer`, as there.
 *
 * @throws FaultlineError `store.address`, without any part of the string in it
 * @see https://www.postgresql.org/docs/current/libpq-ssl.html
 */
export function readAddress(connectionString: string): Address {
	const text = connectionString.trim();
	const parsed = parsedOrRefused(text);
	const { host, port, user, password, database, options, application_name, ssl, sslnegotiation } =
		toClientConfig(parsed);
	const config: ClientConfig = {
		host,
		port,
		user,
		password: password === '' ? undefined : password,
		database,
		options,
		sslnegotiation,
		application_name: application_name ?? 'Faultline',
	};
	const place = `${host || 'localhost'}${port ? `:${port}` : ''}`;
	const secrets = [connectionString, text, /^[^:]+:\/\/[^:@/]*:([^@]*)@/.exec(text)?.[1], password];
	return {
		name: database ? `${place}/${database}` : place,
		fingerprint: createHash('sha256')
			.update(JSON.stringify([place, database, user, options]))
			.digest('hex')
			.slice(0, 16),
		ways: waysOf(parsed.sslmode, ssl, host?.startsWith('/') ?? false).map((one) => ({ ...config, ssl: one })),
		redact: (message) =>
			secrets.reduce<string>((left, secret) => (secret ? left.replaceAll(String(secret), '…') : left), message),
	};
}

function parsedOrRefused(text: string) {
	if (!PROTOCOL.test(text)) {
		throw unfitAddress('It does not begin with postgresql://');
	}
	// A password with an unescaped "/", "?" or "#" would end up in the names of host and database.
	if (/[/?#].*@/.test(text.replace(PROTOCOL, ''))) {
		throw unfitAddress('There is an "@" behind the place of the host');
	}
	try {
		const parsed = parse(text, { useLibpqCompat: true });
		if (parsed.sslmode !== undefined && !SSL_MODES.includes(String(parsed.sslmode))) {
			throw new Error('sslmode is none of those that there are');
		}
		return parsed;
	} catch (error) {
		throw unfitAddress(isFileError(error) || !(error instanceof TypeError) ? String(error) : 'It is no URL');
	}
}

const isFileError = (error: unknown) => error instanceof Error && 'syscall' in error;

function waysOf(mode: unknown, ssl: ClientConfig['ssl'], isSocket: boolean): readonly ClientConfig['ssl'][] {
	const unverified = { ...(typeof ssl === 'object' ? ssl : {}), rejectUnauthorized: false };
	if (isSocket) {
		return [false];
	}
	switch (mode) {
		case undefined:
			return ssl === undefined ? [unverified, false] : [ssl];
		case 'prefer':
			return [unverified, false];
		case 'allow':
			return [false, unverified];
		case 'no-verify':
			return [unverified];
		default:
			return [ssl];
	}
}
