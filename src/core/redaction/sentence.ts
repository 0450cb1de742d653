import * as l10n from '@vscode/l10n';
import type { RuleId } from './model';
import { ruleName } from './rules';

/** `3 secrets were removed: GitHub token ×2, cookie.`; empty where there were none. */
export function removedSentence(removed: readonly { readonly rule: RuleId }[]): string {
	const counts = new Map<RuleId, number>();
	for (const { rule } of removed) {
		counts.set(rule, (counts.get(rule) ?? 0) + 1);
	}
	const kinds = [...counts]
		.sort(([, a], [, b]) => b - a)
		.map(([rule, count]) => (count === 1 ? ruleName(rule) : `${ruleName(rule)} ×${count}`))
		.join(', ');
	switch (removed.length) {
		case 0:
			return '';
		case 1:
			return l10n.t('1 secret was removed: {0}.', kinds);
		default:
			return l10n.t('{0} secrets were removed: {1}.', removed.length, kinds);
	}
}
