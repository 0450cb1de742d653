import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Disposables } from '../base/disposables';
import type { Breather } from '../base/slices';
import type { Clock } from '../core/ports/clock';
import { Runner } from '../host/run';

/** What everything else is built on. */
export interface Ground {
	readonly context: vscode.ExtensionContext;
	readonly log: vscode.LogOutputChannel;
	readonly runner: Runner;
	/** Lives as long as the extension. */
	readonly owned: Disposables;
	/** Aborts when the extension ends. */
	readonly alive: AbortSignal;
	/** Translations as JSON; empty for English. */
	readonly strings: string;
	readonly breather: Breather;
	readonly clock: Clock;
}

export function layGround(context: vscode.ExtensionContext): Ground {
	const owned = new Disposables();
	context.subscriptions.push(owned);
	const strings = vscode.l10n.bundle ? JSON.stringify(vscode.l10n.bundle) : '';
	if (strings !== '') {
		l10n.config({ contents: strings });
	}
	const log = owned.add(vscode.window.createOutputChannel('Faultline', { log: true }));
	const alive = new AbortController();
	owned.add({ dispose: () => alive.abort() });
	return {
		...{ context, log, owned, alive: alive.signal, strings },
		runner: owned.add(new Runner(log)),
		breather: {
			now: () => performance.now(),
			pause: () => new Promise((resolve) => setImmediate(resolve)),
		},
		clock: { now: () => Date.now() },
	};
}
