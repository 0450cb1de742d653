import type { HomeState, StoreHome } from '../../core/ports/storeHome';
import { notConnected } from './errors';
import type { OpenedHome } from './homes';

/**
 * Opens a home on a server for a moment.
 *
 * @throws FaultlineError `store.*` where the server does not let us in, `home.notConnected` where it cannot be reached; `signal.reason` when cancelled
 */
export async function tryConnection(
	home: StoreHome,
	openBeside: (home: StoreHome, onState: (state: HomeState) => void) => Promise<OpenedHome>,
	signal: AbortSignal,
): Promise<void> {
	let state: HomeState | undefined;
	let settle = () => {};
	const settled = new Promise<void>((resolve, reject) => {
		settle = resolve;
		signal.addEventListener('abort', () => reject(signal.reason), { once: true });
	});
	settled.catch(() => {}); // awaited below, unless opening fails before
	const opened = await openBeside(home, (next) => {
		state = next;
		if (next.kind !== 'connecting') {
			settle();
		}
	});
	try {
		await settled;
	} finally {
		opened.dispose();
	}
	if (state?.kind === 'offline') {
		throw notConnected(state.problem ?? '');
	}
}
