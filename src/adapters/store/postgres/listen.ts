import { randomUUID } from 'node:crypto';
import type { Log } from '../../../core/ports/log';
import { bell } from './bell';
import type { Server } from './server';

/** A notification takes milliseconds where there are notifications at all. */
const PROBE_MS = 3000;

/**
 * Whether who listens on a connection to this server is told: not through a pooler that lends a server's connection for one transaction (pgbouncer takes
 * LISTEN then, and the notification goes nowhere or to somebody else), and not on every engine. So it is tried, on a channel and with two connections
 * of its own: one listens and rests, the other notifies. Never rejects.
 */
export async function canListen(server: Server, log: Log): Promise<boolean> {
	const channel = `faultline_probe_${randomUUID().replaceAll('-', '')}`;
	const heard = bell();
	let isHeard = false;
	try {
		await server.runAside(async (resting) => {
			resting.onNotification((notification) => {
				isHeard ||= notification.channel === channel;
				heard.ring();
			});
			resting.onLost(() => heard.ring());
			await resting.query(`listen ${channel}`);
			await server.runAside((other) => other.query('select pg_notify($1, $2)', [channel, '']));
			await heard.wait(PROBE_MS);
		});
	} catch (error) {
		log.debug('the server does not take LISTEN, or not now', error);
	}
	log.debug(isHeard ? 'the server tells of news' : 'the server does not tell of news, so it is asked for them');
	return isHeard;
}
