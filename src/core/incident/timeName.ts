import * as l10n from '@vscode/l10n';
import type { IncidentTime } from './times';

/** A time of an incident inside a sentence, in the person's language. */
export function timeName(time: IncidentTime): string {
	return {
		startedAt: l10n.t('start'),
		detectedAt: l10n.t('detection'),
		acknowledgedAt: l10n.t('acknowledgement'),
		mitigatedAt: l10n.t('mitigation'),
		resolvedAt: l10n.t('resolution'),
		closedAt: l10n.t('closing'),
	}[time];
}
