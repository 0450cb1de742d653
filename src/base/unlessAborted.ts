/** @throws `signal.reason` as soon as it is aborted; the work goes on, and what becomes of it is dropped */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
	return new Promise((resolve, reject) => {
		const stop = () => reject(signal.reason);
		signal.addEventListener('abort', stop, { once: true });
		work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
		if (signal.aborted) {
			stop();
		}
	});
}
