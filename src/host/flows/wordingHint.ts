import * as l10n from '@vscode/l10n';
import { settings } from '../settings';

/** What is said, while somebody types into a quick input, of wording that blames a person; undefined where there is none. */
export async function wordingHint(text: string): Promise<string | undefined> {
	const { isChecked, phrases } = settings.wording();
	if (!isChecked) {
		return undefined;
	}
	const { blamelessSteps, reasonFor } = await import('../editor/wordingRules');
	const { runAtOnce } = await import('../../base/slices');
	const [first] = runAtOnce(blamelessSteps(text.slice(0, LOOKED_AT), { names: [], phrases }));
	const reason = first && reasonFor(first);
	return first?.rewrite ? l10n.t('{0} Or: “{1}”.', reason ?? '', first.rewrite.text) : reason;
}

/** Nobody types more into one line. */
const LOOKED_AT = 5000;
