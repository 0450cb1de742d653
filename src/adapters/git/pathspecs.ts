/** Of a command line that Windows takes at most 32,767 UTF-16 units; the rest is for what stands before. */
const MAX_LENGTH = 24_000;
const MAX_PATHS = 400;

/** Paths as git takes them literally from the root on, in lists that fit on a command line of every system. */
export function pathspecs(paths: readonly string[]): readonly (readonly string[])[] {
	const lists: string[][] = [];
	let room = 0;
	for (const path of paths) {
		const spec = `:(top,literal)${path}`;
		const last = lists.at(-1);
		if (!last || last.length === MAX_PATHS || spec.length + 3 > room) {
			lists.push([spec]);
			room = MAX_LENGTH;
		} else {
			last.push(spec);
		}
		room -= spec.length + 3; // quoted, and parted from the one before
	}
	return lists;
}
