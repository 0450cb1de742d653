import { StringDecoder } from 'node:string_decoder';
import { FaultlineError } from '../../base/errors';
import type { Diff, Repository } from '../../core/ports/repository';
import type { Access } from './access';
import { gitTime, ofKinds } from './log';
import { GitLate } from './run';

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
	'--diff-algorithm=myers',
	'--src-prefix=a/',
	'--dst-prefix=b/',
	'--ignore-all-space',
	'--ignore-blank-lines',
	'--submodule=short',
	'--no-show-signature',
	'--no-notes',
	'--no-merges',
	'--format=commit %H',
];

/** What is read of all of them, and kept of each. Somebody always checks in a library, or what a program made. */
const MAX_BYTES = 32 << 20;
const MAX_LENGTH = 60_000;

/** After so long the rest is left: what was read is a help, and the answer waits for it. */
const MAX_MS = 3000;

/** For all of it, with what each git waits for its turn. */
const MAX_ALL_MS = 10_000;

/** Commits with files that `.gitattributes` or a NUL make no text to git, which are read as text all the same; and how much of each, since some are none. */
const MAX_HIDDEN = 20;
const HIDDEN = { bytes: 1 << 20, ms: 1000 };

/** Diffs of commits. */
export function diffsOf({ run }: Access): Pick<Repository, 'diffs'> {
	return {
		diffs: async (sha, { except, until, extensions, limit }, signal) => {
			const kinds = ['--', ...ofKinds(extensions)];
			const bounds = [`--max-count=${limit}`, ...(until === undefined ? [] : [`--before=${gitTime(until)}`])];
			const most = { bytes: MAX_BYTES, ms: MAX_MS };
			const late = AbortSignal.timeout(MAX_ALL_MS);
			const found = await read(run, [...DIFF, ...bounds, sha, `^${except}`, ...kinds], most, { signal, late });
			const hidden = found.filter(({ lines }) => NO_TEXT.test(lines)).slice(0, MAX_HIDDEN);
			if (hidden.length === 0) {
				return found;
			}
			// Each by a git of its own, so that a film of the newest does not take what there is for the others.
			const texts = await Promise.all(
				hidden.map((one) => read(run, [...DIFF, '--text', '--no-walk', one.sha, ...kinds], HIDDEN, { signal, late })),
			);
			const bySha = new Map(texts.flat().map((one) => [one.sha, one]));
			return found.map((one) => bySha.get(one.sha) ?? one);
		},
	};
}

/** What git says instead of the lines of a file that is no text to it. Lines of files have a sign in front. */
const NO_TEXT = /^Binary files .* differ$/m;

/** Reads diffs until they end, are enough, or their time or that of all is over (`late`). */
async function read(
	run: Access['run'],
	args: readonly string[],
	most: { readonly bytes: number; readonly ms: number },
	{ signal, late }: { readonly signal: AbortSignal; readonly late: AbortSignal },
): Promise<readonly Diff[]> {
	const reader = new DiffReader();
	let size = 0;
	const enough = new AbortController();
	const onData = (chunk: Buffer) => {
		reader.add(chunk);
		size += chunk.length;
		if (size > most.bytes) {
			enough.abort();
		}
	};
	let isCut = false;
	const ends = AbortSignal.any([signal, late, enough.signal]);
	try {
		await run(args, { signal: ends, withinMs: most.ms, mayFetch: false, onData });
	} catch (error) {
		signal.throwIfAborted();
		const isPartial = FaultlineError.is(error, 'git.failed') || FaultlineError.is(error, 'git.partialClone');
		if (!ends.aborted && !isPartial && !(error instanceof GitLate)) {
			throw error;
		}
		isCut = true;
	}
	return reader.end(isCut);
}

/** No line of a diff begins like the line before it: git puts a sign in front of each that is of a file, and has other words for its own. */
const HEAD = '\ncommit ';
const NAME = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const MAX_HEAD = HEAD.length + 64;

/** Parts the output into diffs while it comes, so that no part of it is worked on for long. */
export class DiffReader {
	private readonly diffs: Diff[] = [];
	private readonly decoder = new StringDecoder('utf8');
	private sha: string | undefined;
	private lines = '';
	/** The end of what came, where a head may begin. */
	private tail = '\n';

	/** @param chunk of git's output, cut anywhere */
	add(chunk: Buffer): void {
		const text = this.tail + this.decoder.write(chunk);
		let start = 0;
		let from = 0;
		for (;;) {
			const head = text.indexOf(HEAD, from);
			const end = head < 0 ? -1 : text.indexOf('\n', head + 1);
			if (end < 0) {
				break;
			}
			const name = text.slice(head + HEAD.length, end);
			from = end;
			if (NAME.test(name)) {
				this.keep(text.slice(start, head));
				this.begin(name);
				start = end;
			}
		}
		const last = Math.max(start, text.lastIndexOf('\n'));
		const safe = text.length - last > MAX_HEAD ? text.length : last;
		this.keep(text.slice(start, safe));
		this.tail = text.slice(safe);
	}

	/** All of them; of output that was cut off without the last one where nothing of it has come yet: that it is empty would be untrue. */
	end(isCut = false): readonly Diff[] {
		this.keep(this.tail);
		if (isCut && !this.lines.includes('\n@@')) {
			this.sha = undefined;
		}
		this.begin(undefined);
		return this.diffs;
	}

	private keep(piece: string): void {
		this.lines += piece.slice(0, MAX_LENGTH - this.lines.length);
	}

	private begin(sha: string | undefined): void {
		if (this.sha !== undefined) {
			this.diffs.push({ sha: this.sha, lines: this.lines });
		}
		this.sha = sha;
		this.lines = '';
	}
}
