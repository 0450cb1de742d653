import * as l10n from '@vscode/l10n';
import type { FormDraft, FormField } from '../../protocol/form';

/**
 * What is wrong with a field, as far as the form itself can tell; the host looks again.
 *
 * @param now epoch milliseconds
 */
export function faultIn(field: FormField, draft: FormDraft, now: number): string | undefined {
	switch (field) {
		case 'title':
			return draft.title.trim() === '' ? l10n.t('Say what is broken, in a few words.') : undefined;
		case 'overrideReason':
			return draft.override !== '' && draft.overrideReason.trim() === ''
				? l10n.t('Say why it is another priority than impact and urgency give.')
				: undefined;
		case 'startedAt':
			return isAhead(draft.startedAt, now) ? l10n.t('This is in the future.') : undefined;
		case 'detectedAt':
			return isAhead(draft.detectedAt, now)
				? l10n.t('This is in the future.')
				: draft.startedAt !== '' && draft.detectedAt !== '' && draft.detectedAt < draft.startedAt
					? l10n.t('It cannot be detected before it began.')
					: undefined;
		default:
			return undefined;
	}
}

/** Fields that are looked at before the form is sent, in their order on it. */
export const CHECKED: readonly FormField[] = ['title', 'overrideReason', 'startedAt', 'detectedAt'];

function isAhead(text: string, now: number): boolean {
	return text !== '' && Date.parse(text) > now;
}
