/** Runs one job after the other; a failed one fails alone. */
export function inOrder(): <T>(job: () => Promise<T>) => Promise<T> {
	let last: Promise<unknown> = Promise.resolve();
	return (job) => {
		const mine = last.then(job);
		last = mine.catch(() => {});
		return mine;
	};
}
