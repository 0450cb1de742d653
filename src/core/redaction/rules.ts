import * as l10n from '@vscode/l10n';
import type { RuleId } from './model';

/** What the mark says, in English: it is part of what is stored, which people of several languages read. */
export const LABELS: Readonly<Record<RuleId, string>> = {
	aws: 'AWS access key',
	google: 'Google Cloud key',
	azure: 'Azure secret',
	github: 'GitHub token',
	gitlab: 'GitLab token',
	slack: 'Slack token',
	stripe: 'Stripe key',
	npm: 'npm token',
	pypi: 'PyPI token',
	sendgrid: 'SendGrid key',
	twilio: 'Twilio key',
	openai: 'OpenAI key',
	anthropic: 'Anthropic key',
	telegram: 'Telegram token',
	discord: 'Discord token',
	apiToken: 'API token',
	jwt: 'JSON Web Token',
	privateKey: 'private key',
	authorization: 'authorization',
	cookie: 'cookie',
	address: 'password in an address',
	password: 'password',
	secret: 'secret',
	configured: 'configured key',
	email: 'e-mail address',
};

/** How a rule is called, in the person's language. */
export function ruleName(rule: RuleId): string {
	switch (rule) {
		case 'privateKey':
			return l10n.t('private key');
		case 'authorization':
			return l10n.t('authorization');
		case 'cookie':
			return l10n.t('cookie');
		case 'address':
			return l10n.t('password in an address');
		case 'password':
			return l10n.t('password');
		case 'secret':
			return l10n.t('secret');
		case 'configured':
			return l10n.t('configured key');
		case 'email':
			return l10n.t('e-mail address');
		case 'apiToken':
			return l10n.t('API token');
		default:
			return LABELS[rule];
	}
}

/** Whether `text` is what a mark says between its brackets. */
const marks = new Set(Object.values(LABELS));
export const isLabel = (text: string): boolean => marks.has(text);
