import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { defineEvent } from './define';

export const linkRemoved = defineEvent('link.removed', v.object({ url: v.string() }), {
	apply: (state, { payload }) => ({ ...state, links: (state.links ?? []).filter(({ url }) => url !== payload.url) }),
	describe: ({ payload: { url } }) => l10n.t('Link removed: {0}', url),
	provenance: 'reported',
});
