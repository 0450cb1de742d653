import * as l10n from '@vscode/l10n';
import { assertNever } from '../../base/assertNever';
import type { Finding, RuleId } from './model';

/** Why wording was found, in one sentence and in the person's language. */
export function reasonFor({ rule, wording }: Pick<Finding, 'rule' | 'wording'>): string {
	const quoted = wording.replaceAll(/\s+/g, ' ').slice(0, 100);
	return l10n.t('“{0}”: {1}', quoted, explanation(rule));
}

function explanation(rule: RuleId): string {
	switch (rule) {
		case 'counterfactual':
			return l10n.t('what somebody should have done explains nothing; say what would have led to it.');
		case 'humanError':
			return l10n.t('this ends the search where it begins; say what made the step easy to get wrong.');
		case 'judgement':
			return l10n.t('this judges how people are; say what the situation was, and what was missing.');
		case 'personFailed':
			return l10n.t('here a person is what failed; say what the process, the tool or the alert allowed or left out.');
		case 'fault':
			return l10n.t('this looks for who is at fault; say what made it possible.');
		case 'askingWho':
			return l10n.t('this asks for a person; ask what made it possible, and how it can be prevented.');
		case 'hindsight':
			return l10n.t('this is known now and was not known then; say what could be seen at the time.');
		case 'ownPhrase':
			return l10n.t('your team does not want to read this in a review.');
		default:
			return assertNever(rule);
	}
}
