import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openRepository } from '../../src/adapters/git/openRepository';
import type { Log } from '../../src/core/ports/log';
import type { Repository } from '../../src/core/ports/repository';

export interface CommitOptions {
	/** Path → text; `null` deletes. */
	readonly files?: Readonly<Record<string, string | null>>;
	/** Old path → new path, done before `files`. */
	readonly renames?: Readonly<Record<string, string>>;
	readonly author?: string;
	/** ISO date; default: a day after the commit before. */
	readonly date?: string;
	readonly tag?: string;
}

const DAY_MS = 86_400_000;

/** A real git repository in a temporary folder, made step by step: `aRepository().commit('first', { files: … }).tag('v1')`. */
export class RepositoryBuilder {
	readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'faultline-repo-')));
	private now = Date.parse('2026-01-01T12:00:00Z');

	constructor() {
		this.git('init', '--quiet', '--initial-branch=main');
		this.git('config', 'core.autocrlf', 'false');
	}

	/** Runs git in the repository and gives what it printed, trimmed. */
	git(...args: string[]): string {
		return this.gitAt(this.now, 'Ada', ...args);
	}

	commit(subject: string, { files = {}, renames = {}, author = 'Ada', date, tag }: CommitOptions = {}): this {
		this.now = date ? Date.parse(date) : this.now + DAY_MS;
		for (const [from, to] of Object.entries(renames)) {
			mkdirSync(dirname(join(this.folder, to)), { recursive: true });
			renameSync(join(this.folder, from), join(this.folder, to));
		}
		for (const [path, text] of Object.entries(files)) {
			this.write(path, text);
		}
		this.git('add', '--all');
		this.gitAt(this.now, author, 'commit', '--quiet', '--allow-empty', '--message', subject);
		return tag ? this.tag(tag) : this;
	}

	/** Changes the work tree without a commit; `null` deletes. */
	write(path: string, text: string | null): this {
		const file = join(this.folder, path);
		if (text === null) {
			rmSync(file);
		} else {
			mkdirSync(dirname(file), { recursive: true });
			writeFileSync(file, text);
		}
		return this;
	}

	tag(name: string): this {
		this.git('tag', name);
		return this;
	}

	sha(revision = 'HEAD'): string {
		return this.git('rev-parse', revision);
	}

	/** The product's own view of it. */
	open(): Promise<Repository> {
		return openRepository(this.folder, silentLog, never());
	}

	remove(): void {
		rmSync(this.folder, { recursive: true, force: true });
	}

	private gitAt(time: number, author: string, ...args: string[]): string {
		const date = new Date(time).toISOString();
		const email = `${author.toLowerCase().replaceAll(' ', '.')}@example.com`;
		const env = {
			...process.env,
			GIT_CONFIG_GLOBAL: '/dev/null',
			GIT_CONFIG_NOSYSTEM: '1',
			GIT_AUTHOR_NAME: author,
			GIT_AUTHOR_EMAIL: email,
			GIT_AUTHOR_DATE: date,
			GIT_COMMITTER_NAME: author,
			GIT_COMMITTER_EMAIL: email,
			GIT_COMMITTER_DATE: date,
		};
		return execFileSync('git', args, {
			cwd: this.folder,
			encoding: 'utf8',
			env,
			stdio: ['ignore', 'pipe', 'pipe'],
		}).trim();
	}
}

export const aRepository = (): RepositoryBuilder => new RepositoryBuilder();

/** A log that nobody reads. */
export const silentLog: Log = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/** A signal that is never aborted. */
export const never = (): AbortSignal => new AbortController().signal;
