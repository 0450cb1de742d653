import * as l10n from '@vscode/l10n';
import { LinkSchema, linkKindName } from '../links';
import { defineEvent } from './define';

/** A link; the last word on an address counts, in the place it had. */
export const linkAdded = defineEvent('link.added', LinkSchema, {
	apply: (state, { payload }) => {
		const before = state.links ?? [];
		const isKnown = before.some(({ url }) => url === payload.url);
		return {
			...state,
			links: isKnown ? before.map((link) => (link.url === payload.url ? payload : link)) : [...before, payload],
		};
	},
	describe: ({ payload: { kind, url, title } }) =>
		title.trim() === ''
			? l10n.t('Linked: {0} {1}', linkKindName(kind), url)
			: l10n.t('Linked: {0} “{1}” {2}', linkKindName(kind), title, url),
	provenance: 'reported',
	words: ({ url, title }) => [title, url],
});
