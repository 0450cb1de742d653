import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Refuses what is pushed to a branch that is listed, in GitHub's words. */
const UPDATE_HOOK = `#!/bin/sh
if grep -qxF "$1" "$GIT_DIR/protected" 2>/dev/null; then
	echo "error: GH006: Protected branch update failed for $1." >&2
	exit 1
fi
`;

/** The bare repository behind a repository of the double. */
export interface HostedGit {
	readonly folder: string;
	/** Runs git in it and gives what it printed, trimmed. */
	run(...args: string[]): string;
	/** Full object name; undefined where there is none. */
	sha(revision: string): string | undefined;
	protect(branch: string): void;
	isProtected(branch: string): boolean;
	/** Answers a request of git over HTTP; `path` begins behind the repository's own (`/info/refs`). */
	serve(request: IncomingMessage, response: ServerResponse, path: string, query: string): void;
	remove(): void;
}

/** @param from a repository whose branches and tags it begins with; empty without */
export function hosted(from?: string): HostedGit {
	const folder = realpathSync(mkdtempSync(join(tmpdir(), 'faultline-github-')));
	const kind = from === undefined ? ['init', '--initial-branch=main'] : ['clone', from];
	execFileSync('git', [kind[0] ?? '', '--quiet', '--bare', ...kind.slice(1), folder]);
	const env = {
		...process.env,
		...{ GIT_AUTHOR_NAME: 'GitHub', GIT_AUTHOR_EMAIL: 'noreply@github.com' },
		...{ GIT_COMMITTER_NAME: 'GitHub', GIT_COMMITTER_EMAIL: 'noreply@github.com' },
	};
	const run = (...args: string[]) =>
		execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] }).trim();
	run('config', 'http.receivepack', 'true');
	writeFileSync(join(folder, 'hooks/update'), UPDATE_HOOK);
	chmodSync(join(folder, 'hooks/update'), 0o755);
	const kept = new Set<string>();
	return {
		folder,
		run,
		sha: (revision) => {
			try {
				return run('rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`);
			} catch {
				return undefined;
			}
		},
		protect: (branch) => {
			kept.add(branch);
			writeFileSync(join(folder, 'protected'), [...kept].map((name) => `refs/heads/${name}\n`).join(''));
		},
		isProtected: (branch) => kept.has(branch),
		serve: (request, response, path, query) => serve(folder, request, response, path, query),
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}

/** git's own server for smart HTTP, a CGI program: its headers come first in what it prints. */
function serve(folder: string, request: IncomingMessage, response: ServerResponse, path: string, query: string): void {
	const { 'content-type': type, 'content-encoding': encoding, 'git-protocol': protocol } = request.headers;
	const child = spawn('git', ['http-backend'], {
		env: {
			...process.env,
			...{ GIT_PROJECT_ROOT: folder, GIT_HTTP_EXPORT_ALL: '1', PATH_INFO: path, QUERY_STRING: query },
			...{ REQUEST_METHOD: request.method, CONTENT_TYPE: type ?? '', REMOTE_USER: 'git' },
			...(encoding && { HTTP_CONTENT_ENCODING: encoding }),
			...(protocol && { GIT_PROTOCOL: String(protocol) }),
		},
		stdio: ['pipe', 'pipe', 'ignore'],
	});
	request.pipe(child.stdin);
	child.stdin.on('error', () => {}); // it may have read enough
	let head = Buffer.alloc(0);
	let isBody = false;
	child.stdout.on('data', (chunk: Buffer) => {
		if (isBody) {
			response.write(chunk);
			return;
		}
		head = Buffer.concat([head, chunk]);
		const end = head.indexOf('\r\n\r\n');
		if (end < 0) {
			return;
		}
		isBody = true;
		const lines = head.toString('latin1', 0, end).split('\r\n');
		const headers = lines.map((line) => line.split(': ', 2) as [string, string]);
		const status = Number(headers.find(([name]) => name === 'Status')?.[1].slice(0, 3) ?? 200);
		response.writeHead(status, Object.fromEntries(headers.filter(([name]) => name !== 'Status')));
		response.write(head.subarray(end + 4));
	});
	child.stdout.on('end', () => response.end());
	response.on('close', () => child.kill());
}
