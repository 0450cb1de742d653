import * as l10n from '@vscode/l10n';
import type { Status } from './status';

/** A status inside a sentence, in the person's language. */
export function statusWord(status: Status): string {
	return {
		new: l10n.t('new'),
		acknowledged: l10n.t('acknowledged'),
		investigating: l10n.t('investigating'),
		mitigated: l10n.t('mitigated'),
		resolved: l10n.t('resolved'),
		closed: l10n.t('closed'),
	}[status];
}
