import { teamsMessage } from '../../../core/chat/teams';
import type { ChatChannel } from '../../../core/ports/chat';
import { type HttpNeeds, httpClient, type Library } from '../../http/client';
import { refusedBy } from '../../http/errors';
import { chatErrors } from '../errors';

const GONE: ReadonlySet<number> = new Set([401, 403, 404, 410]);

/**
 * A workflow of Microsoft Teams that begins by a webhook and posts a card: it knows no threads, and says only that it took the card.
 *
 * @param address all of which is secret
 */
export function teamsWorkflow(
	library: Library,
	{ address, name }: { readonly address: string; readonly name: string },
	needs: HttpNeeds,
): ChatChannel {
	// What lets us in is in the address, so all of it is the base, which nobody logs.
	const http = httpClient(library, { name: 'Microsoft Teams', base: address, isSecretAddress: true }, needs);
	return {
		post: async (message, _thread, signal) => {
			try {
				const { payload } = teamsMessage(message);
				const { text } = await http.send({ method: 'POST', path: '', body: payload }, signal);
				if (/delivery failed/i.test(text)) {
					throw chatErrors.refused(name, text.slice(0, 200), new Error('Microsoft Teams: 200')); // said behind a success
				}
				if (/^\s*</.test(text)) {
					// A page is of a proxy or a sign-in: workflows say nothing, or what their makers had them say.
					throw chatErrors.unclear(name, new Error('Microsoft Teams: 200 with a page'));
				}
				return {};
			} catch (error) {
				const refused = refusedBy(error);
				if (refused && GONE.has(refused.status)) {
					throw chatErrors.revoked(name, error);
				}
				throw refused?.status === 400 ? chatErrors.refused(name, refused.said || '400', error) : error;
			}
		},
	};
}
