import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Disposable } from '../base/disposables';
import { FaultlineError, isAbort } from '../base/errors';

/** Work faster than this shows no progress: a flash would only distract. */
const PROGRESS_AFTER_MS = 300;

/** A button under a message: its title, and the command it runs or what it does. */
export type Button = { readonly title: string } & (
	| { readonly command: string; readonly args?: readonly unknown[] }
	| { readonly act: (run: Run) => Promise<void> }
);

/** What a command may use while it runs. */
export interface Run {
	/** Aborted when the person cancels the progress, and when the extension is deactivated. */
	readonly signal: AbortSignal;
	/** The controller behind `signal`, for work that another run may replace. */
	readonly abort: AbortController;
	/**
	 * Does the part of a command that may take long: progress with a Cancel button is shown when it takes over 300 ms. Questions to the
	 * person belong before or after it, never inside.
	 */
	work<T>(title: string, work: (report: (message: string) => void, signal: AbortSignal) => Promise<T>): Promise<T>;
	/** Tells how it went without waiting for the message to be closed. */
	tell(severity: 'info' | 'warning' | 'error', sentence: string, ...buttons: readonly Button[]): void;
}

/** Runs commands: gives them a signal, shows progress, and reports what they throw, once and in a sentence. */
export class Runner implements Disposable {
	private readonly running = new Set<AbortController>();

	constructor(private readonly log: vscode.LogOutputChannel) {}

	/** Never rejects: what goes wrong is told to the person and written to the log. */
	async run(name: string, command: (run: Run) => Promise<void>): Promise<void> {
		await this.attempt(name, command);
	}

	/** The same. @returns whether it was done: not where it was cancelled, or went wrong */
	async attempt(name: string, command: (run: Run) => Promise<void>): Promise<boolean> {
		const abort = new AbortController();
		this.running.add(abort);
		this.log.info(name);
		try {
			await command({
				signal: abort.signal,
				abort,
				work: (title, work) => withProgress(title, work, abort),
				tell: (...message) => this.tell(...message),
			});
			return true;
		} catch (error) {
			if (!isAbort(error) && !abort.signal.aborted) {
				this.report(name, error);
			}
			return false;
		} finally {
			this.running.delete(abort);
		}
	}

	dispose(): void {
		for (const abort of this.running) {
			abort.abort();
		}
	}

	private report(name: string, error: unknown): void {
		if (FaultlineError.is(error)) {
			this.log.warn(`${name}: ${error.code}: ${error.message}`, ...(error.cause === undefined ? [] : [error.cause]));
			this.tell('error', error.message, ...(remedies[error.code] ?? []), showLog());
			return;
		}
		this.log.error(error instanceof Error ? error : String(error), name);
		this.tell('error', l10n.t('Something went wrong inside Faultline. Nothing you recorded was lost.'), showLog());
	}

	/** Says a sentence, with buttons, without waiting for an answer. */
	tell(severity: 'info' | 'warning' | 'error', sentence: string, ...buttons: readonly Button[]): void {
		void this.show(severity, sentence, buttons);
	}

	private async show(
		severity: 'info' | 'warning' | 'error',
		sentence: string,
		buttons: readonly Button[],
	): Promise<void> {
		const show = {
			info: vscode.window.showInformationMessage,
			warning: vscode.window.showWarningMessage,
			error: vscode.window.showErrorMessage,
		}[severity];
		const title = await show<string>(withoutLinks(sentence), ...buttons.map((button) => button.title));
		const pressed = buttons.find((button) => button.title === title);
		if (pressed && 'act' in pressed) {
			await this.run(pressed.title, pressed.act);
		} else if (pressed) {
			await vscode.commands.executeCommand(pressed.command, ...(pressed.args ?? []));
		}
	}
}

/** The button that leads to the details. */
export function showLog(): Button {
	return { title: l10n.t('Open Log'), command: 'faultline.showLog' };
}

/** What else can be done about an error than read the log, by its code. */
const remedies: Readonly<Record<string, readonly Button[]>> = {
	get 'workspace.noFolder'(): readonly Button[] {
		return [{ title: l10n.t('Open Folder…'), command: 'workbench.action.files.openFolder' }];
	},
	get 'home.noRepository'(): readonly Button[] {
		return [changeHome()];
	},
	get 'home.noConnection'(): readonly Button[] {
		return [connect(), changeHome()];
	},
	get 'home.notConnected'(): readonly Button[] {
		return [connect()];
	},
	get 'store.signIn'(): readonly Button[] {
		return [connect()];
	},
	get 'store.address'(): readonly Button[] {
		return [connect()];
	},
	get 'store.stopped'(): readonly Button[] {
		return [{ title: l10n.t('Reload Window'), command: 'workbench.action.reloadWindow' }];
	},
	get 'git.partialClone'(): readonly Button[] {
		return [{ title: l10n.t('Fetch Files'), command: 'faultline.fetchFiles' }];
	},
	get 'github.notSignedIn'(): readonly Button[] {
		return [signIn(), setToken()];
	},
	get 'github.unauthorized'(): readonly Button[] {
		return [signIn(), setToken()];
	},
	get 'github.missingScope'(): readonly Button[] {
		return [signIn(), setToken()];
	},
	get 'github.unknownHost'(): readonly Button[] {
		return [gitHubSettings()];
	},
	get 'github.noRepository'(): readonly Button[] {
		return [gitHubSettings()];
	},
	get 'chat.notConnected'(): readonly Button[] {
		return connectChat();
	},
	get 'chat.unauthorized'(): readonly Button[] {
		return connectChat();
	},
	get 'chat.revoked'(): readonly Button[] {
		return connectChat();
	},
	get 'workspace.untrusted'(): readonly Button[] {
		return [{ title: l10n.t('Manage Trust'), command: 'workbench.trust.manage' }];
	},
};

const changeHome = (): Button => ({ title: l10n.t('Change Incident Home…'), command: 'faultline.changeHome' });
const connect = (): Button => ({ title: l10n.t('Connect…'), command: 'faultline.connectPostgres' });

const connectChat = (): readonly Button[] => [
	{ title: l10n.t('Connect Slack…'), command: 'faultline.connectSlack' },
	{ title: l10n.t('Connect Microsoft Teams…'), command: 'faultline.connectTeams' },
];
const signIn = (): Button => ({ title: l10n.t('Sign In'), command: 'faultline.signInToGitHub' });
const setToken = (): Button => ({ title: l10n.t('Set Token…'), command: 'faultline.setGitHubToken' });
const gitHubSettings = (): Button => ({
	title: l10n.t('Open Settings'),
	command: 'workbench.action.openSettings',
	args: ['faultline.github'],
});

/** VS Code makes links, to commands too, of `[x](y)` in a message; a commit's subject or a title must not become one. */
export function withoutLinks(sentence: string): string {
	return sentence.replaceAll('](', '] (');
}

async function withProgress<T>(
	title: string,
	work: (report: (message: string) => void, signal: AbortSignal) => Promise<T>,
	abort: AbortController,
): Promise<T> {
	abort.signal.throwIfAborted();
	let last: string | undefined;
	let report = (message: string) => {
		last = message;
	};
	const result = work((message) => report(message), abort.signal);
	const timer = setTimeout(() => {
		void vscode.window.withProgress(
			{ location: vscode.ProgressLocation.Notification, title: withoutLinks(title), cancellable: true },
			async (progress, token) => {
				report = (message) => progress.report({ message: withoutLinks(message) });
				if (last !== undefined) {
					report(last);
				}
				const cancelling = token.onCancellationRequested(() => abort.abort());
				try {
					await result;
				} catch {
					// Reported once, by whoever awaits the work itself.
				} finally {
					cancelling.dispose();
				}
			},
		);
	}, PROGRESS_AFTER_MS);
	try {
		return await result;
	} finally {
		clearTimeout(timer);
	}
}
