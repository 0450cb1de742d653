import { setTimeout as pause } from 'node:timers/promises';
import { Disposables } from '../../../base/disposables';
import type { Log } from '../../../core/ports/log';
import type { Address } from './address';
import { backoff } from './backoff';
import { explained, isConflict } from './errors';
import { type Abilities, ensureSchema } from './schema';
import { connect, type Session } from './session';

/** A server with Faultline's tables, over one connection that is made when it is needed and made anew when it was lost. */
export interface Server {
	/**
	 * Runs a job on the connection, one job after the other. What lost against another change at the same moment is tried again, so a job is one
	 * statement or one transaction.
	 *
	 * @throws FaultlineError what the failure means for a person
	 */
	run<T>(job: (session: Session, abilities: Abilities) => Promise<T>): Promise<T>;
	/** A connection besides, for the time of a job. @throws FaultlineError as `run` */
	runAside<T>(job: (session: Session) => Promise<T>): Promise<T>;
	/** Ends the connection; the next job makes another one. */
	hangUp(): void;
	dispose(): void;
}

const CONFLICT_TRIES = 20;
const CONFLICT_DELAY_MS = 5;
const CONFLICT_DELAY_LIMIT_MS = 500;

export function serverAt(address: Address, timeoutMs: number, log: Log): Server {
	const owned = new Disposables();
	const alive = new AbortController();
	owned.add({ dispose: () => alive.abort() });
	let current: { readonly session: Session; readonly abilities: Abilities } | undefined;
	let last: Promise<unknown> = Promise.resolve();

	const hangUp = () => {
		current?.session.close();
		current = undefined;
	};
	owned.add({ dispose: hangUp });

	const connected = async () => {
		if (!current || current.session.isLost()) {
			const started = performance.now();
			const session = await connect(address, timeoutMs);
			try {
				alive.signal.throwIfAborted();
				const abilities = await retrying(() => ensureSchema(session, address.name));
				alive.signal.throwIfAborted();
				current = { session, abilities };
			} catch (error) {
				session.close();
				throw error;
			}
			log.trace(`connected to ${address.name} in ${Math.round(performance.now() - started)} ms`);
		}
		return current;
	};

	const retrying = async <T>(work: () => Promise<T>): Promise<T> => {
		const delay = backoff(CONFLICT_DELAY_MS, CONFLICT_DELAY_LIMIT_MS);
		for (let attempt = 1; ; attempt++) {
			try {
				return await work();
			} catch (error) {
				if (!isConflict(error) || attempt === CONFLICT_TRIES) {
					throw error;
				}
				await pause(delay.next(), undefined, { signal: alive.signal });
			}
		}
	};

	const explaining = async <T>(work: () => Promise<T>): Promise<T> => {
		try {
			return await work();
		} catch (error) {
			throw explained(error, address);
		}
	};

	return {
		run: (job) => {
			const mine = last.then(() =>
				explaining(async () => {
					alive.signal.throwIfAborted();
					const { session, abilities } = await connected();
					return await retrying(() => job(session, abilities));
				}),
			);
			last = mine.catch(() => {});
			return mine;
		},
		runAside: (job) =>
			explaining(async () => {
				const session = await connect(address, timeoutMs);
				try {
					return await job(session);
				} finally {
					session.close();
				}
			}),
		hangUp,
		dispose: () => owned.dispose(),
	};
}
