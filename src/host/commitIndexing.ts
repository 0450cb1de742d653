import { basename } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Disposable } from '../base/disposables';
import { isAbort } from '../base/errors';
import type { CommitIndex } from '../core/ports/commitIndex';
import type { Log } from '../core/ports/log';
import type { Repository } from '../core/ports/repository';
import { settings } from './settings';

/** Reading fewer new commits takes no longer, so nothing is said. */
const SHOWN_AFTER_MS = 1500;

/**
 * Keeps what all commits of a repository changed, once something of it was analysed: the reading goes on behind, a status bar entry tells how far it is, and
 * later analyses know more.
 */
export class CommitIndexing implements Disposable {
	/** By root. */
	private readonly running = new Map<string, Promise<void>>();
	private readonly abort = new AbortController();

	/** @param indexOf the index of the repository at a root */
	constructor(
		private readonly indexOf: (root: string) => Promise<CommitIndex>,
		private readonly log: Log,
	) {}

	/** What is known by now; undefined where the person does not want it. */
	async of(repository: Repository): Promise<CommitIndex | undefined> {
		return settings.indexesHistory() ? this.indexOf(repository.root) : undefined;
	}

	/** Brings the index up to a revision, in the background. Never throws, and nobody is told when it fails: it is only a help. */
	bringUp(repository: Repository, sha: string): Promise<void> {
		const { root } = repository;
		const going = this.running.get(root);
		if (going || !settings.indexesHistory()) {
			return going ?? Promise.resolve();
		}
		const work = this.read(repository, sha)
			.catch((error: unknown) => {
				if (!isAbort(error)) {
					this.log.warn(`The history of ${root} could not be indexed; suspects are found without.`, error);
				}
			})
			.finally(() => this.running.delete(root));
		this.running.set(root, work);
		return work;
	}

	dispose(): void {
		this.abort.abort();
	}

	private async read(repository: Repository, sha: string): Promise<void> {
		const { signal } = this.abort;
		if (await repository.isShallow(signal)) {
			return; // what is fetched later would be missing in between
		}
		let tell: ((commits: number) => void) | undefined;
		const begun = performance.now();
		const index = await this.indexOf(repository.root);
		const work = index.update(sha, ({ commits }) => tell?.(commits), signal);
		const shown = setTimeout(() => {
			void vscode.window.withProgress({ location: vscode.ProgressLocation.Window }, async (progress) => {
				const name = basename(repository.root);
				const say = (rest: string) => progress.report({ message: rest });
				say(l10n.t('Faultline: reading the history of {0}', name));
				tell = (commits) =>
					say(
						l10n.t(
							'Faultline: reading the history of {0}, {1} commits',
							name,
							commits.toLocaleString(vscode.env.language),
						),
					);
				await work.catch(() => undefined);
			});
		}, SHOWN_AFTER_MS);
		try {
			const { commits, files } = await work;
			const ms = Math.round(performance.now() - begun);
			this.log.debug(`the history of ${repository.root} is indexed: ${commits} commits, ${files} files (${ms} ms)`);
		} finally {
			clearTimeout(shown);
		}
	}
}
