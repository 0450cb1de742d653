import * as l10n from '@vscode/l10n';
import type { DeployedTo } from '../app/deployedTo';
import { ago } from './words';

/** Whether a commit is in an environment, and since when: `deployed 3 days ago`. @param now epoch milliseconds */
export function deployedFacts({ at, isFirst, now: state }: DeployedTo, now: number, locale: string): string {
	switch (state) {
		case 'there':
			return isFirst
				? l10n.t('deployed {0}', ago(at, now, locale))
				: l10n.t('deployed {0} or before', ago(at, now, locale));
		case 'gone':
			return l10n.t('deployed {0}, not there any more', ago(at, now, locale));
		default:
			return l10n.t('deployed {0}; what is there now is not in this clone', ago(at, now, locale));
	}
}

/** The same with the environment's name. */
export const deployedSentence = (one: DeployedTo, now: number, locale: string): string =>
	l10n.t('{0}: {1}', one.environment, deployedFacts(one, now, locale));
