// Globs without regular expressions: what a person writes becomes no pattern of the language's, and none can be slow.

/** Alternatives of one glob that are told apart. */
const MAX_ALTERNATIVES = 64;

/**
 * Makes a test out of a glob: `*` and `?` within a name, `**` for any number of folders, `{a,b}` for either.
 *
 * A glob may begin at any folder of the path, unless it begins with `/`; and where it names a folder, it stands for all that is in it.
 * Backslashes count as slashes, and where a path has them or a drive, upper and lower case are the same.
 */
export function globTest(glob: string): (path: string) => boolean {
	const globs = alternatives(glob).map((one) => {
		const names = namesIn(one);
		return one.startsWith('/') ? [...names, '**'] : ['**', ...names, '**'];
	});
	const loose = globs.map((names) => names.map((name) => name.toLowerCase()));
	return (path) => {
		const isWindows = /\\|^[A-Za-z]:/.test(path);
		const names = namesIn(isWindows ? path.toLowerCase() : path);
		return (isWindows ? loose : globs).some((wanted) => fits(names, wanted, '**', isName));
	};
}

const namesIn = (path: string) => path.split(/[/\\]/).filter((name) => name !== '' && name !== '.');

const isName = (name: string, glob: string) => fits([...name], [...glob], '*', (a, b) => a === b || b === '?');

/**
 * Whether `parts` are what `wanted` says, in which `any` stands for any number of them. Only the last `any` that was met ever takes more, which
 * is enough: it costs no more than one times the other.
 */
function fits(
	parts: readonly string[],
	wanted: readonly string[],
	any: string,
	isOne: (part: string, wanted: string) => boolean,
): boolean {
	let p = 0;
	let w = 0;
	/** Behind the last `any`, and the first part that it does not take. */
	let again: readonly [w: number, p: number] | undefined;
	while (p < parts.length) {
		const [part = '', want] = [parts[p], wanted[w]];
		if (want === any) {
			w++;
			again = [w, p];
		} else if (want !== undefined && isOne(part, want)) {
			p++;
			w++;
		} else if (again) {
			again = [again[0], again[1] + 1];
			[w, p] = again;
		} else {
			return false;
		}
	}
	return wanted.slice(w).every((want) => want === any);
}

/** `a.{js,ts}` is `a.js` and `a.ts`; braces in braces stand for themselves. */
function alternatives(glob: string): readonly string[] {
	let found: readonly string[] = [''];
	let rest = glob;
	for (;;) {
		const open = rest.indexOf('{');
		const close = rest.indexOf('}', open);
		if (open < 0 || close < 0) {
			return found.map((one) => one + rest);
		}
		const head = rest.slice(0, open);
		const choices = rest.slice(open + 1, close).split(',', MAX_ALTERNATIVES);
		found = found.flatMap((one) => choices.map((choice) => one + head + choice)).slice(0, MAX_ALTERNATIVES);
		rest = rest.slice(close + 1);
	}
}
