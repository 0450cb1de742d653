import * as l10n from '@vscode/l10n';
import * as v from 'valibot';

interface VsCodeApi {
	postMessage(message: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** The other side of a webview's protocol. */
export interface Host<Out> {
	send(message: Out): void;
}

/**
 * Connects a webview with its host. Messages that do not fit the protocol are dropped.
 *
 * @param incoming schema of what the host may say
 */
export function connect<In, Out>(incoming: v.GenericSchema<unknown, In>, listen: (message: In) => void): Host<Out> {
	const api = acquireVsCodeApi();
	window.addEventListener('message', (event: MessageEvent<unknown>) => {
		const message = v.safeParse(incoming, event.data);
		if (message.success) {
			listen(message.output);
		}
	});
	return { send: (message) => api.postMessage(message) };
}

/** Takes the translations that the host put on the page's root element. */
export function configureStrings(root: HTMLElement): void {
	const contents = root.dataset.strings;
	if (contents) {
		l10n.config({ contents });
	}
}
