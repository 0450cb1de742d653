import pLimit from 'p-limit';
import type { SimpleGit } from 'simple-git';
import { GitPluginError, simpleGit } from 'simple-git';
import type { Log } from '../../core/ports/log';

/** git ended with an exit code other than 0. `message` is what it said on standard error; callers turn it into a sentence. */
export class GitExit extends Error {
	override readonly name = 'GitExit';

	constructor(
		readonly exitCode: number,
		message: string,
	) {
		super(message);
	}
}

/** git was ended, since it took longer than it was given. */
export class GitLate extends Error {
	override readonly name = 'GitLate';
}

export interface GitCall {
	readonly signal: AbortSignal;
	/** Ends git so many milliseconds after its process began; what it waits for its turn does not count. */
	readonly withinMs?: number;
	/** Written to git's standard input. */
	readonly input?: string;
	/** Lets git use the network, which it may not otherwise: in a partial clone any reading could. */
	readonly mayFetch?: boolean;
	/** Takes the output piece by piece as it comes, instead of having it returned at the end. */
	readonly onData?: (chunk: Buffer) => void;
	/** Variables for this call alone. */
	readonly environment?: Readonly<Record<string, string>>;
	/** Lets the repository's hooks run, as they would for the person who commits: with their environment, but for what redirects git. */
	readonly runsHooks?: boolean;
}

/** Runs git with a list of arguments (never through a shell) and gives its standard output. */
export type Git = (args: readonly string[], call: GitCall) => Promise<Buffer>;

/** Only what git needs to find itself and its configuration; GIT_* of the surrounding process must not redirect us. */
const ENVIRONMENT = [
	'PATH',
	'Path',
	'HOME',
	'USERPROFILE',
	'HOMEDRIVE',
	'HOMEPATH',
	'APPDATA',
	'LOCALAPPDATA',
	'PROGRAMDATA',
	'SYSTEMROOT',
	'SystemRoot',
	'TMPDIR',
	'TEMP',
	'TMP',
	'XDG_CONFIG_HOME',
	// For signing:
	'GNUPGHOME',
	'GPG_TTY',
	'DISPLAY',
	'WAYLAND_DISPLAY',
	'XDG_RUNTIME_DIR',
	'DBUS_SESSION_BUS_ADDRESS',
	// For fetching:
	'SSH_AUTH_SOCK',
	'HTTPS_PROXY',
	'https_proxy',
	'NO_PROXY',
	'no_proxy',
];

/**
 * What a person's or a repository's configuration may not change. quotePath: names as they are. fsmonitor: what a repository's
 * configuration names is not run, nor are its hooks but where a call says so. The others: beginnings of history are told, files of a change come in one order.
 */
const SETTINGS = [
	'core.quotePath=false',
	'core.fsmonitor=false',
	'log.showRoot=true',
	'blame.showRoot=false',
	'diff.orderFile=/dev/null',
];

const OWN_VARIABLES = ['GIT_OPTIONAL_LOCKS', 'GIT_TERMINAL_PROMPT', 'GIT_NO_LAZY_FETCH', 'GIT_ALLOW_PROTOCOL'];

const NO_HOOKS = 'core.hooksPath=/dev/null';

/** What would redirect git, or open an editor, if a hook's environment had it. */
const REDIRECTING = /^(GIT_.*|EDITOR|VISUAL|PAGER|PREFIX|SSH_ASKPASS)$/i;

/** More at once gain nothing on a laptop's disk and starve the editor. */
const MAX_PROCESSES = 4;

/** Where git said nothing at all, simple-git waits 50 ms for more after its end, unless it was told something. */
const NOTHING = Buffer.alloc(0);

/**
 * git in one folder, over simple-git: at most four processes at once, each ended when its signal aborts.
 *
 * The output is taken from the process's stream. simple-git would keep a second copy of it all in memory, so its own listeners are taken
 * off; completion is told by the process's `close` event and does not need them.
 *
 * @throws GitExit when git fails; GitLate when its time is over; `signal.reason` when cancelled
 */
export function gitIn(folder: string, log: Log): Git {
	const limit = pLimit(MAX_PROCESSES);
	const inherited = ENVIRONMENT.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
	const forHooks = () => Object.entries(process.env).filter(([name]) => !REDIRECTING.test(name));
	// Locks are for those who write; messages are parsed, so they must not be translated; nobody is there to type a password.
	const environment = {
		...Object.fromEntries(inherited),
		GIT_OPTIONAL_LOCKS: '0',
		LC_ALL: 'C',
		GIT_TERMINAL_PROMPT: '0',
	};
	// The first is known to git since 2.45 and to the older versions that were mended; the second to all.
	const offline = { GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: 'none' };

	return (args, call) =>
		limit(async () => {
			call.signal.throwIfAborted();
			const started = performance.now();
			const { signal, stop } = bounded(call);
			const chunks: Buffer[] = [];
			let exit: GitExit | undefined; // simple-git turns every error into one of its own, so ours goes round it
			const client = clientFor(folder, { ...call, signal }, (failed) => {
				exit = failed;
			});
			try {
				await client
					.env({
						...(call.runsHooks && Object.fromEntries(forHooks())),
						...environment,
						...(!call.mayFetch && offline),
						...call.environment,
					})
					.outputHandler((_command, stdout, stderr) => {
						stdout.removeAllListeners('data');
						stdout.on('data', call.onData ?? ((chunk: Buffer) => chunks.push(chunk)));
						stderr.once('end', () => stderr.emit('data', NOTHING));
					})
					.raw([...args]);
				return Buffer.concat(chunks);
			} catch (error) {
				signal.throwIfAborted();
				throw exit ?? error;
			} finally {
				stop();
				log.trace(`git ${args.join(' ')} (${Math.round(performance.now() - started)} ms)`);
			}
		});
}

/** The call's signal, which from now on aborts when the call's time is over as well, until `stop`. */
function bounded({ signal, withinMs }: GitCall): { readonly signal: AbortSignal; readonly stop: () => void } {
	if (withinMs === undefined) {
		return { signal, stop: () => undefined };
	}
	const late = new AbortController();
	const timer = setTimeout(() => late.abort(new GitLate(`git took longer than ${withinMs} ms`)), withinMs);
	return { signal: AbortSignal.any([signal, late.signal]), stop: () => clearTimeout(timer) };
}

function clientFor(
	folder: string,
	{ signal, input, environment = {}, runsHooks }: GitCall,
	onExit: (failed: GitExit) => void,
): SimpleGit {
	return simpleGit({
		baseDir: folder,
		abort: signal,
		allowEnvironment: [...OWN_VARIABLES, ...Object.keys(environment)],
		completion: { onClose: true, onExit: false },
		config: runsHooks ? SETTINGS : [...SETTINGS, NO_HOOKS],
		unsafe: { allowUnsafeFsMonitor: true, allowUnsafeHooksPath: true },
		...(input !== undefined && { input: () => input }),
		errors: (error, { exitCode, stdErr }) => {
			if (error instanceof GitPluginError || exitCode === 0) {
				return error;
			}
			const failed = new GitExit(exitCode, Buffer.concat(stdErr).toString('utf8').trim() || String(error ?? ''));
			onExit(failed);
			return failed;
		},
	});
}
