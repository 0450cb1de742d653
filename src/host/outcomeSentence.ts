import * as l10n from '@vscode/l10n';
import type { StatusOutcome } from '../app/incidentChanges';
import { grouped } from '../base/grouped';

/** So many keys are named for one reason. */
const KEYS_NAMED = 5;

/**
 * What became of several incidents: how many were changed, and of the others which, and why.
 *
 * @param done what became of `count` incidents that were changed
 * @param whyOf why one was left as it is, in words that several may share; where it says nothing, its error speaks for itself
 */
export function outcomeSentence(
	outcomes: readonly StatusOutcome[],
	done: (count: number) => string,
	whyOf: (outcome: StatusOutcome) => string | undefined = () => undefined,
): string {
	const refused = outcomes.filter((outcome) => outcome.refused);
	const changed = outcomes.length - refused.length;
	const reasons = [...grouped(refused, (outcome) => whyOf(outcome) ?? outcome.refused?.message)].map(([why, those]) =>
		those.some((outcome) => whyOf(outcome) !== undefined) ? l10n.t('{0}: {1}', keysOf(those), why) : why,
	);
	return [changed === 0 ? l10n.t('Nothing was changed.') : done(changed), ...reasons].join(' ');
}

function keysOf(outcomes: readonly StatusOutcome[]): string {
	const keys = outcomes.slice(0, KEYS_NAMED).map(({ key }) => key);
	const rest = outcomes.length - keys.length;
	return new Intl.ListFormat(undefined).format([...keys, ...(rest > 0 ? [l10n.t('{0} more', rest)] : [])]);
}
