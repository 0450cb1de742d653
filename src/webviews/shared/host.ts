import * as l10n from '@vscode/l10n';
import * as v from 'valibot';

interface VsCodeApi {
	postMessage(message: unknown): void;
	getState(): unknown;
	setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** The other side of a webview's protocol. */
export interface Host<Out> {
	send(message: Out): void;
	/** What was kept last; unknown until checked. */
	kept(): unknown;
	/** Keeps a small JSON value for when the webview is made again: when its tab is shown once more, or after a reload. */
	keep(state: unknown): void;
}

/**
 * Connects a webview with its host. Messages that do not fit the protocol are dropped.
 *
 * @param incoming schema of what the host may say
 * @param onDropped told of each message that was dropped, so that the host can log it
 */
export function connect<In, Out>(
	incoming: v.GenericSchema<unknown, In>,
	listen: (message: In) => void,
	onDropped: () => void = () => {},
): Host<Out> {
	const api = acquireVsCodeApi();
	window.addEventListener('message', (event: MessageEvent<unknown>) => {
		const message = v.safeParse(incoming, event.data);
		if (message.success) {
			listen(message.output);
		} else {
			onDropped();
		}
	});
	return {
		send: (message) => api.postMessage(message),
		kept: () => api.getState(),
		keep: (state) => api.setState(state),
	};
}

/** Tells once, when what was drawn by the first call is on the screen. */
export function oncePainted(tell: () => void): () => void {
	let isAsked = false;
	return () => {
		if (!isAsked) {
			isAsked = true;
			requestAnimationFrame(() => setTimeout(tell));
		}
	};
}

/** Tells how many milliseconds ago the document's first text was on the screen, as soon as one was. For documents that begin with what is meant. */
export function whenFirstSeen(tell: (agoMs: number) => void): void {
	new PerformanceObserver((entries, observer) => {
		for (const { startTime } of entries.getEntriesByName('first-contentful-paint')) {
			observer.disconnect();
			tell(performance.now() - startTime);
		}
	}).observe({ type: 'paint', buffered: true });
}

/** Begins when the document's elements are there: a script that it imports may come before the last of them. */
export function whenParsed(begin: () => void): void {
	if (document.readyState === 'loading') {
		document.addEventListener('DOMContentLoaded', begin);
	} else {
		begin();
	}
}

/** Takes the translations that the host put on the page's root element. */
export function configureStrings(root: HTMLElement): void {
	const contents = root.dataset.strings;
	if (contents) {
		l10n.config({ contents });
	}
}
