import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../../../base/errors';
import { errorCode } from '../errors';
import type { Address } from './address';

export const unfitAddress = (why: string) =>
	new FaultlineError(
		'store.address',
		l10n.t(
			'The connection string is none that can be used, so nothing was sent. It should look like postgresql://user:password@host:5432/database, with special characters in the password as %40 and the like.',
		),
		{ cause: new Error(why) },
	);

export const newerSchema = (name: string, version: number) =>
	new FaultlineError(
		'store.newer',
		l10n.t(
			'The incidents in {0} were set up by a newer Faultline (version {1} of its tables). Nothing was changed there; update Faultline to use them.',
			name,
			version,
		),
	);

const unreachable = (name: string, cause: Error) =>
	new FaultlineError(
		'store.unreachable',
		l10n.t(
			'The server {0} cannot be reached. What you change is kept on this machine and sent when it is back; check the network, and whether the server runs.',
			name,
		),
		{ cause },
	);

const unknownHost = (name: string, cause: Error) =>
	new FaultlineError(
		'store.unreachable',
		l10n.t(
			'The host of {0} is not known. What you change is kept on this machine; check the name in the connection string, and the network.',
			name,
		),
		{ cause },
	);

const wrongPassword = (name: string, cause: Error) =>
	new FaultlineError(
		'store.signIn',
		l10n.t(
			'{0} does not accept this user and password. What you change is kept on this machine; correct the connection string to send it.',
			name,
		),
		{ cause },
	);

const noDatabase = (name: string, cause: Error) =>
	new FaultlineError(
		'store.noDatabase',
		l10n.t(
			'There is no database {0}. What you change is kept on this machine; correct the connection string, or have the database created.',
			name,
		),
		{ cause },
	);

const noPermission = (name: string, cause: Error) =>
	new FaultlineError(
		'store.noPermission',
		l10n.t(
			"Your user lacks a right in {0} that incidents need, so nothing was saved there. Have it granted: CREATE on the schema for the first use, then SELECT, INSERT, UPDATE and DELETE on Faultline's tables.",
			name,
		),
		{ cause },
	);

const noTrust = (name: string, cause: Error) =>
	new FaultlineError(
		'store.tls',
		l10n.t(
			'The connection to {0} could not be encrypted as the connection string asks. What you change is kept on this machine; check sslmode and sslrootcert, and the certificate of the server.',
			name,
		),
		{ cause },
	);

const refused = (name: string, cause: Error) =>
	new FaultlineError(
		'store.failed',
		l10n.t('{0} refused the change, so it was not saved. Try again; the log has the details.', name),
		{ cause },
	);

const confused = (name: string, cause: Error) =>
	new FaultlineError(
		'store.failed',
		l10n.t(
			'The server {0} answers with an error. What you change is kept on this machine and sent when it works again; the log has the details.',
			name,
		),
		{ cause },
	);

/** SQLSTATE of a refusal, or the code of the system's error; undefined where neither is known. */
export const codeOf = errorCode;

/** What another try of the same may heal: two changes at once, of which the server let one go first. */
export const isConflict = (error: unknown): boolean => ['40001', '40P01'].includes(codeOf(error) ?? '');

/**
 * Whether the server will never take what was sent, for what is in it: classes 22 (data), 23 (constraints), 54 (limits) and P0 (raised by a trigger of
 * the team's own).
 */
export const refusesContent = (error: unknown): boolean => /^(?:22|23|54|P0)...$/.test(rootCode(error));

/** Whether there is no use in waiting: somebody has to change a right, a password or an address first. */
export const needsPerson = (error: unknown): boolean =>
	FaultlineError.is(error) && !['store.unreachable', 'store.failed'].includes(error.code);

/** Whether the server itself answered with an error, so that the connection goes on. */
export const isAnswer = (error: unknown): boolean => error instanceof Error && 'severity' in error;

/** What keeps a server from being followed. */
export const problemOf = (error: unknown): FaultlineError =>
	FaultlineError.is(error)
		? error
		: new FaultlineError(
				'store.failed',
				l10n.t('What is kept on this machine could not be sent to the server; it stays here, and is tried again.'),
				{ cause: error },
			);

function rootCode(error: unknown): string {
	return codeOf(FaultlineError.is(error) ? error.cause : error) ?? '';
}

/**
 * What a failure of the driver or the server means for a person. The cause keeps code and message alone, without secrets: the server's details may quote
 * what was written.
 */
export function explained(error: unknown, { name, redact }: Address): FaultlineError {
	if (FaultlineError.is(error)) {
		return error;
	}
	const code = codeOf(error);
	const message = redact(error instanceof Error ? error.message : String(error));
	const cause = Object.assign(new Error(message || code || 'unknown'), code !== undefined && { code });
	if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
		return unknownHost(name, cause);
	}
	if (code === undefined && /^SASL|password/i.test(message)) {
		return wrongPassword(name, cause);
	}
	if (code === undefined ? /SSL|TLS|certificate/.test(message) : isOfTls(code)) {
		return noTrust(name, cause);
	}
	if (!isAnswer(error) || code === undefined) {
		return unreachable(name, cause);
	}
	if (code === '42501') {
		return noPermission(name, cause);
	}
	switch (code.slice(0, 2)) {
		case '28':
			return wrongPassword(name, cause);
		case '3D':
			return noDatabase(name, cause);
		case '3F':
			return noPermission(name, cause);
		case '22':
		case '23':
		case '54':
		case 'P0':
			return refused(name, cause);
		case '08': // the connection
		case '25': // only for reading, as a server is that stands by
		case '53': // resources
		case '57': // an administrator
			return unreachable(name, cause);
		default:
			return confused(name, cause);
	}
}

const isOfTls = (code: string) => /^(?:ERR_TLS|ERR_SSL|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|CERT_)/.test(code);
