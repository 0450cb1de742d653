import { type ChildProcess, spawn } from 'node:child_process';
import type { CommandEnd, ReproducingCommand, RunCommand } from '../../core/ports/reproduction';

/** How long a command may take to end when it is told to, before it is killed. */
const GRACE_MS = 2000;

/** What a command prints after it has ended (by others that it started) is waited for so long. */
const DRAIN_MS = 300;

const isWindows = process.platform === 'win32';

/** Runs a command as a child process that leads a group of its own, so that all that it starts can be ended with it. */
export const runCommand: RunCommand = async (command, { folder, timeLimitMs, onOutput }, signal) => {
	signal.throwIfAborted();
	const child = start(command, folder);
	let isTimeout = false;
	let killing: NodeJS.Timeout | undefined;
	const end = () => {
		endGroup(child, 'SIGTERM');
		killing ??= setTimeout(() => endGroup(child, 'SIGKILL'), GRACE_MS);
	};
	const timer = setTimeout(() => {
		isTimeout = true;
		end();
	}, timeLimitMs);
	signal.addEventListener('abort', end, { once: true });
	for (const stream of [child.stdout, child.stderr]) {
		stream?.setEncoding('utf8').on('data', onOutput);
	}
	try {
		const ended = await ending(child);
		signal.throwIfAborted();
		return isTimeout ? { kind: 'timeout' } : ended;
	} finally {
		clearTimeout(timer);
		clearTimeout(killing);
		signal.removeEventListener('abort', end);
		endGroup(child, 'SIGKILL'); // servers and watchers that it left behind
	}
};

function start(command: ReproducingCommand, folder: string): ChildProcess {
	const options = {
		cwd: folder,
		env: environment(),
		detached: !isWindows,
		windowsHide: true,
		stdio: ['ignore', 'pipe', 'pipe'] satisfies ['ignore', 'pipe', 'pipe'],
	};
	return 'shellLine' in command
		? spawn(command.shellLine, { ...options, shell: true })
		: spawn(command.program, [...command.args], options);
}

/** Ours without what would send git to another repository, or make of Node something else: the command is a person's own. */
function environment(): NodeJS.ProcessEnv {
	return Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !/^(GIT_(?!(ASKPASS|SSH))|VSCODE_|ELECTRON_)/.test(name)),
	);
}

/** Resolves when the process is gone; not when all that it started has closed its output, which may be never. */
function ending(child: ChildProcess): Promise<CommandEnd> {
	return new Promise((resolve) => {
		child.once('error', (error) => resolve({ kind: 'notStarted', message: error.message }));
		child.once('exit', (code, killedBy) => {
			const end: CommandEnd = code === null ? { kind: 'signal', signal: killedBy ?? '' } : { kind: 'exit', code };
			const drained = setTimeout(() => {
				child.stdout?.destroy();
				child.stderr?.destroy();
			}, DRAIN_MS);
			child.once('close', () => {
				clearTimeout(drained);
				resolve(end);
			});
		});
	});
}

function endGroup({ pid }: ChildProcess, how: 'SIGTERM' | 'SIGKILL'): void {
	if (pid === undefined) {
		return;
	}
	try {
		if (isWindows) {
			spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' }).on('error', () => undefined);
		} else {
			process.kill(-pid, how);
		}
	} catch {
		// It is gone.
	}
}
