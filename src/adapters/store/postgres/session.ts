import { Socket } from 'node:net';
import type { Client } from 'pg';
import { Disposables } from '../../../base/disposables';
import { Emitter, type Listen } from '../../../base/emitter';
import { lazy } from '../../../base/lazy';
import type { Address } from './address';
import { codeOf, isAnswer } from './errors';

/** One connection to a server. Whoever uses it waits for one query before the next. */
export interface Session {
	/** @throws the driver's or the server's error; after one of the driver the connection is lost */
	query<Row = unknown>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
	/** Channel and payload of what the server notifies of. */
	readonly onNotification: Listen<{ readonly channel: string; readonly payload: string }>;
	/** Tells once when the connection was lost. */
	readonly onLost: Listen<void>;
	readonly isLost: () => boolean;
	readonly close: () => void;
}

const KEEP_ALIVE_MS = 10_000;
const GOODBYE_MS = 1000;
/** What is sent may take longer than what is not: 50 KB a second is a bad day on a train. */
const SLOW_BYTES_PER_MS = 50;

const driver = lazy(async () => (await import('pg')).default);

/**
 * Connects, in the first way of the address that the server takes.
 *
 * @param timeoutMs for the connection, and for each query later, besides what sending it takes: a server that answers no more is lost
 * @throws the driver's or the server's error
 */
export async function connect({ ways }: Address, timeoutMs: number): Promise<Session> {
	const pg = await driver();
	for (const [index, way] of ways.entries()) {
		const socket = new Socket();
		const client = new pg.Client({
			...way,
			stream: () => socket,
			keepAlive: true,
			keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
			connectionTimeoutMillis: timeoutMs,
		});
		const session = sessionOf(client, socket, timeoutMs);
		try {
			await client.connect();
			return session;
		} catch (error) {
			session.close();
			if (index === ways.length - 1 || !mayGoAnotherWay(error)) {
				throw error;
			}
		}
	}
	throw new Error('There is no way to connect.');
}

/** A server without TLS says so in words; one that wants it, or wants it not, finds no line for it in pg_hba.conf. */
function mayGoAnotherWay(error: unknown): boolean {
	return codeOf(error) === '28000' || (error instanceof Error && error.message.includes('does not support SSL'));
}

function sessionOf(client: Client, socket: Socket, timeoutMs: number): Session {
	const owned = new Disposables();
	const notified = owned.add(new Emitter<{ readonly channel: string; readonly payload: string }>());
	const lost = new Emitter<void>();
	let isLost = false;
	const end = () => socket.destroy();
	const lose = () => {
		if (!isLost) {
			isLost = true;
			end(); // else the driver waits for a server that may never answer
			owned.dispose();
			lost.fire();
			lost.dispose();
		}
	};
	client.on('error', lose);
	client.on('end', lose);
	client.on('notification', ({ channel, payload }) => notified.fire({ channel, payload: payload ?? '' }));
	return {
		query: async <Row>(text: string, values: readonly unknown[] = []) => {
			try {
				const query = {
					text,
					values: values.length > 0 ? [...values] : undefined,
					query_timeout: timeoutMs + sizeOf(values) / SLOW_BYTES_PER_MS,
				};
				const { rows } = await client.query<Row & object>(query);
				return rows;
			} catch (error) {
				if (!isAnswer(error)) {
					lose(); // the server has not said a word, so nobody knows what comes next on this connection
				}
				throw error;
			}
		},
		onNotification: notified.event,
		onLost: lost.event,
		isLost: () => isLost,
		close: () => {
			if (!isLost) {
				isLost = true;
				owned.dispose();
				client.end().then(end, end);
				setTimeout(end, GOODBYE_MS).unref(); // a server that does not answer hears no goodbye either
			}
		},
	};
}

function sizeOf(values: readonly unknown[]): number {
	return values.flat().reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 0), 0);
}

/** Runs statements as one transaction; a failed one leaves nothing behind. */
export async function inTransaction<T>(session: Session, work: () => Promise<T>): Promise<T> {
	await session.query('begin isolation level read committed');
	try {
		const result = await work();
		await session.query('commit');
		return result;
	} catch (error) {
		if (!session.isLost()) {
			await session.query('rollback').catch(() => session.close());
		}
		throw error;
	}
}
