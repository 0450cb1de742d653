import { FaultlineError } from '../../base/errors';
import type { Diff, Repository } from '../../core/ports/repository';
import type { Access } from './access';

/** A diff as git makes it, whatever the configuration: no program of it is run, nothing is coloured, and no context stands round what changed. */
const DIFF = [
	'log',
	'--patch',
	'--unified=0',
	'--inter-hunk-context=0',
	'--no-renames',
	'--no-textconv',
	'--no-ext-diff',
	'--no-color',
	'--no-relative',
	'--submodule=short',
	'--no-show-signature',
	'--no-notes',
	'--no-merges',
	'--format=commit %H',
];

/** What is read of all of them, and kept of each. Somebody always checks in a library, or what a program made. */
const MAX_BYTES = 8 << 20;
const MAX_LENGTH = 60_000;

/** Diffs of commits. */
export function diffsOf({ run }: Access): Pick<Repository, 'diffs'> {
	return {
		diffs: async (sha, { except, limit }, signal) => {
			const chunks: Buffer[] = [];
			let size = 0;
			const enough = new AbortController();
			const onData = (chunk: Buffer) => {
				chunks.push(chunk);
				size += chunk.length;
				if (size > MAX_BYTES) {
					enough.abort();
				}
			};
			const call = { signal: AbortSignal.any([signal, enough.signal]), onData };
			try {
				await run([...DIFF, `--max-count=${limit}`, sha, `^${except}`, '--'], call);
			} catch (error) {
				signal.throwIfAborted();
				if (!enough.signal.aborted && !FaultlineError.is(error, 'git.failed')) {
					throw error;
				}
			}
			return readDiffs(Buffer.concat(chunks).toString('utf8'));
		},
	};
}

/** No line of a diff begins like the line before it: git puts a sign in front of each that is of a file, and has other words for its own. */
const COMMIT = /^commit ([0-9a-f]{40,64})$/gm;

function readDiffs(output: string): readonly Diff[] {
	const heads = [...output.matchAll(COMMIT)];
	return heads.map((head, i) => ({
		sha: head[1] ?? '',
		lines: output.slice(head.index + head[0].length, heads[i + 1]?.index).slice(0, MAX_LENGTH),
	}));
}
