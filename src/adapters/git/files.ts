import type { Repository } from '../../core/ports/repository';
import { type Access, NAMES_A_CALL } from './access';
import { readBlobs, readNulList, readSubmodules, submodulePaths } from './output';
import { pathspecs } from './pathspecs';

/** Files whose text is kept: a trace asks for the same few several times. */
const TEXTS_KEPT = 32;

/** So few files are read without asking first which of them are the same. */
const FEW = 20;

type Files = Pick<Repository, 'readTree' | 'submodules' | 'readFiles' | 'readVersions' | 'readFile' | 'filesHolding'>;

/** A file at a commit. */
interface Version {
	readonly sha: string;
	readonly path: string;
}

type Texts = readonly (string | undefined)[];

/** What is in a repository at one revision. `forget` drops texts that are kept. */
export function filesOf({ run, text, ask, prefetch }: Access): Files & { forget(): void } {
	const texts = new Map<string, string | undefined>();

	/** What is to be read when the turn is over. */
	let gathered: { readonly files: Version[]; readonly signal: AbortSignal; readonly texts: Promise<Texts> } | undefined;

	/** What is asked for in one turn, and given up together, is read together: a process costs more than some hundred files. */
	async function readVersions(files: readonly Version[], signal: AbortSignal): Promise<Texts> {
		if (files.length === 0) {
			return [];
		}
		if (gathered?.signal !== signal) {
			const all: Version[] = [];
			const turn = Promise.resolve().then(() => {
				gathered = gathered?.files === all ? undefined : gathered;
				return readAll(all, signal);
			});
			gathered = { files: all, signal, texts: turn };
		}
		const { files: all, texts } = gathered;
		const start = all.length;
		for (const file of files) {
			all.push(file);
		}
		return (await texts).slice(start, start + files.length);
	}

	async function readAll(files: readonly Version[], signal: AbortSignal): Promise<Texts> {
		// The batch protocol has a request a line; an empty one is answered as missing.
		const requests = files.map(({ sha, path }) => (path.includes('\n') ? '' : `${sha}:${path}`));
		const names = files.length > FEW ? await namesOf(requests, signal) : requests;
		const asked = [...new Set(names.filter((name) => name !== ''))];
		const input = asked.map((name) => `${name}\n`).join('');
		const blobs = asked.length === 0 ? [] : readBlobs(await run(['cat-file', '--batch'], { signal, input }));
		const found = new Map(asked.map((name, i) => [name, blobs[i]?.toString('utf8')]));
		return names.map((name) => found.get(name));
	}

	/** Object names of files; empty for those that are none. Of many, most are the same at several commits, and then read once. */
	async function namesOf(requests: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
		const input = requests.map((request) => `${request}\n`).join('');
		const output = await run(['cat-file', '--batch-check=%(objectname) %(objecttype)'], { signal, input });
		const lines = output.toString('utf8').split('\n');
		return requests.map((_, i) => /^([0-9a-f]{40,64}) blob$/.exec(lines[i] ?? '')?.[1] ?? '');
	}

	async function readFile(sha: string, path: string, signal: AbortSignal): Promise<string | undefined> {
		const key = `${sha}:${path}`;
		if (texts.has(key)) {
			return texts.get(key);
		}
		const [found] = await readVersions([{ sha, path }], signal);
		texts.set(key, found);
		for (const oldest of [...texts.keys()].slice(0, -TEXTS_KEPT)) {
			texts.delete(oldest);
		}
		return found;
	}

	return {
		readVersions,
		readFile,
		forget: () => texts.clear(),
		readTree: (sha, signal) => text(['ls-tree', '-r', '-z', '--name-only', '--full-tree', sha], { signal }),
		submodules: async (sha, signal) => {
			const paths = submodulePaths((await readFile(sha, '.gitmodules', signal)) ?? '').slice(0, NAMES_A_CALL);
			// Literally: the list is part of what is looked at, and a name that git takes for a pattern it does not know would end the reading.
			const args = ['--literal-pathspecs', 'ls-tree', '-z', '--full-tree', sha, '--', ...paths];
			return paths.length === 0 ? [] : readSubmodules(await run(args, { signal }));
		},
		readFiles: async (sha, paths, signal) => {
			if (paths.length > 0) {
				await prefetch([sha, '--no-walk'], paths, signal);
			}
			const found = await readVersions(
				paths.map((path) => ({ sha, path })),
				signal,
			);
			return new Map(
				paths.flatMap((path, i) => {
					const own = found[i];
					return own === undefined ? [] : [[path, own] as const];
				}),
			);
		},
		filesHolding: async (sha, paths, wanted, signal) => {
			const found: string[] = [];
			const options = ['-z', '-l', '-I', '--no-color', '--no-recurse-submodules', '--fixed-strings', '--full-name'];
			for (const names of pathspecs(paths)) {
				const output = await ask(['grep', ...options, '-e', wanted, sha, '--', ...names], { signal });
				found.push(...readNulList(output ?? Buffer.of()).map((name) => name.slice(sha.length + 1)));
			}
			return found;
		},
	};
}
