// Composition root of the command line.
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';
import { version } from '../package.json';
import { openRepository } from './adapters/git/openRepository';
import { worktreesIn } from './adapters/git/worktrees';
import { mapsInFolders } from './adapters/maps/inFolders';
import { runCommand } from './adapters/process/runCommand';
import { readRepositoryHome } from './adapters/store/repository/readHome';
import { main } from './cli/main';
import type { Log } from './core/ports/log';

const isVerbose = process.env.FAULTLINE_LOG !== undefined;
const say = (message: string | Error) => {
	if (isVerbose) {
		process.stderr.write(`${message instanceof Error ? message.stack : message}\n`);
	}
};
const log: Log = { trace: say, debug: say, info: say, warn: say, error: say };

/** How long ending may take: a bisection ends its command and removes its worktree. */
const GRACE_MS = process.argv[2] === 'bisect' ? 20_000 : 500;

const abort = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.once(signal, () => {
		abort.abort();
		process.stdin.destroy(); // a reading that waits for more would not hear of it
		setTimeout(() => process.exit(1), GRACE_MS).unref();
	});
}
// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
	if (error.code === 'EPIPE') {
		process.exit(0);
	}
	process.stderr.write(`faultline: The output could not be written (${error.code}).\n`);
	process.exit(1);
});

const streamOf = (file: string) => (file === '-' ? process.stdin : createReadStream(file));

void main(
	process.argv.slice(2),
	{
		version,
		cwd: process.cwd(),
		maps: mapsInFolders,
		openRepository: (folder, signal) => openRepository(folder, log, signal),
		openWorktree: worktreesIn(log),
		run: runCommand,
		readHome: (workTree, signal) => readRepositoryHome(workTree, log, signal),
		breather: { now: () => performance.now(), pause: () => setImmediate() },
		io: {
			read: async (file) => {
				if (file !== '-') {
					return readFile(file, 'utf8');
				}
				const chunks: Buffer[] = [];
				for await (const chunk of process.stdin) {
					chunks.push(chunk);
				}
				return Buffer.concat(chunks).toString('utf8');
			},
			readLines: (file) => createInterface({ input: streamOf(file), crlfDelay: Number.POSITIVE_INFINITY }),
			write: (text) =>
				new Promise((resolve) => {
					process.stdout.write(text, () => resolve());
				}),
			writeError: (text) => process.stderr.write(text),
		},
	},
	abort.signal,
).then((code) => {
	process.exitCode = code;
});
