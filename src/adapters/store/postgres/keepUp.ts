import type { FaultlineError } from '../../../base/errors';
import type { Log } from '../../../core/ports/log';
import { backoff } from './backoff';
import type { Bell } from './bell';
import { needsPerson, problemOf } from './errors';
import { canListen } from './listen';
import type { Server } from './server';
import type { Session } from './session';
import { CHANNEL } from './statements';

interface KeepingUp {
	readonly server: Server;
	/** Rung when there may be something to read or to send. */
	readonly news: Bell;
	/** Payload of this window's own notifications. */
	readonly window: string;
	readonly pollMs: number;
	readonly mayListen: boolean;
	readonly signal: AbortSignal;
	readonly log: Log;
	/** Sends and reads what there is, over a connection that may be a new one. */
	readonly turn: (isNewConnection: boolean) => Promise<void>;
	readonly setState: (next: 'connecting' | 'connected' | 'polling' | FaultlineError) => Promise<void>;
	/** Called from time to time until the server is back. */
	readonly whileOffline: () => Promise<void>;
}

/** A notification can get lost, and a connection can die without a word: so listeners ask, too, now and then. */
const SAFETY_MS = 15_000;
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 15_000;
/** A wrong password that is tried too often locks people out. */
const FIRST_PATIENCE_MS = 2000;
const LONGEST_PATIENCE_MS = 120_000;
const OFFLINE_LOOK_MS = 400;

/** Follows a server until `signal` aborts: takes turns at news, and tries to connect again when the connection was lost. Never rejects. */
export async function keepUp(needs: KeepingUp): Promise<void> {
	const { server, news, window, mayListen, pollMs, signal, log } = needs;
	const delay = backoff(FIRST_DELAY_MS, LONGEST_DELAY_MS);
	const patience = backoff(FIRST_PATIENCE_MS, LONGEST_PATIENCE_MS);
	let followed: Session | undefined;
	/** Whether the server tells who listens; undefined until that was found out. */
	let tells: boolean | undefined = mayListen ? undefined : false;
	let isListening = false;
	signal.addEventListener('abort', () => news.ring(), { once: true });

	/** Besides the turns, which ask for news meanwhile. */
	const findOut = () => {
		void canListen(server, log).then((found) => {
			tells = found;
			news.ring();
		});
	};

	/** @returns whether the connection is another one than before */
	const follow = () =>
		server.run(async (session, { canNotify }) => {
			const isNew = session !== followed;
			if (isNew) {
				session.onLost(() => news.ring());
				session.onNotification(({ channel, payload }) => {
					if (channel === CHANNEL && payload !== window) {
						news.ring();
					}
				});
				followed = session;
				isListening = false;
				if (mayListen && canNotify && !tells) {
					tells = undefined;
					findOut();
				}
				tells = canNotify ? tells : false;
			}
			if (tells && !isListening) {
				await session.query(`listen ${CHANNEL}`);
				isListening = true;
			}
			return isNew;
		});

	while (!signal.aborted) {
		try {
			await needs.turn(await follow());
			await needs.setState(isListening ? 'connected' : tells === undefined ? 'connecting' : 'polling');
			delay.reset();
			patience.reset();
			await news.wait(isListening ? SAFETY_MS : pollMs);
		} catch (error) {
			if (signal.aborted) {
				return;
			}
			log.debug('the server could not be followed; it is tried again', error);
			server.hangUp();
			await needs.setState(problemOf(error));
			const end = performance.now() + (needsPerson(error) ? patience : delay).next();
			for (let rest = end - performance.now(); rest > 0 && !signal.aborted; rest = end - performance.now()) {
				await needs.whileOffline().catch((failure: unknown) => log.debug('the queue could not be read', failure));
				await news.wait(Math.min(rest, OFFLINE_LOOK_MS));
			}
		}
	}
}
