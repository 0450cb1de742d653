import * as l10n from '@vscode/l10n';
import type { RedactionOptions, RuleId } from './model';
import { LABELS, ruleName } from './rules';

const VENDORS: readonly RuleId[] = [
	...(['aws', 'google', 'azure', 'github', 'gitlab', 'slack', 'stripe', 'npm', 'pypi', 'sendgrid', 'twilio'] as const),
	...(['openai', 'anthropic', 'telegram', 'discord'] as const),
];

/** The rules in words, as Markdown, with what the person has set. */
export function rulesText({ emailAddresses, keys }: RedactionOptions): string {
	const rules: readonly (readonly [RuleId, string])[] = [
		[
			'privateKey',
			l10n.t(
				'Private keys in PEM, OpenSSH’s and PGP’s form, from their first line to the last, also with escaped line breaks.',
			),
		],
		['jwt', l10n.t('JSON Web Tokens (`eyJ….eyJ….…`).')],
		[
			'apiToken',
			l10n.t(
				'Tokens of Hugging Face, DigitalOcean, Shopify, Databricks, Vault, Atlassian, Docker, Sentry, Grafana, Linear, Mailgun, Square, Doppler, Postman and RubyGems.',
			),
		],
		[
			'authorization',
			l10n.t(
				'What follows the scheme in `Authorization:` and `Proxy-Authorization:`, as a header, in JSON, or in a dictionary of a program; long tokens behind `Bearer`.',
			),
		],
		['cookie', l10n.t('All of `Cookie:` and `Set-Cookie:`, up to the end of the header.')],
		[
			'address',
			l10n.t('Passwords in addresses and connection strings (`postgres://user:…@host`). The user and the host stay.'),
		],
		[
			'password',
			l10n.t(
				'Values of keys that end in password, passwd, pwd, passphrase or the like, also on the lines below, but for words in a sentence (`Password: required`), calls and names in a program, and stand-ins (`***`); passwords among the arguments of curl, mysql, sshpass, redis-cli, ldapsearch and logins of docker.',
			),
		],
		[
			'secret',
			l10n.t(
				'Values of keys that end in secret, API key, access key, private key or client secret; and those of token, session, signature or credential where they look random.',
			),
		],
	];
	const lines = [
		`# ${l10n.t('What Faultline removes before it stores a text')}`,
		'',
		l10n.t(
			'Stack traces, log excerpts, titles and notes are looked through before they are written down, and again before they are exported. A mark such as `[redacted: GitHub token]` says what stood there. The same secret has the same mark within a text; another one of its kind has a number.',
		),
		'',
		`## ${l10n.t('By what they look like')}`,
		'',
		`- ${l10n.t('Keys and tokens of these vendors')}: ${VENDORS.map((rule) => LABELS[rule]).join(', ')}.`,
		...rules.map(([rule, words]) => `- **${ruleName(rule)}**: ${words}`),
		'',
		`## ${l10n.t('By your settings')}`,
		'',
		`- **${ruleName('email')}** (\`faultline.redact.emailAddresses\`): ${emailAddresses ? l10n.t('removed.') : l10n.t('kept.')}`,
		`- **${ruleName('configured')}** (\`faultline.redact.keys\`): ${keys.length === 0 ? l10n.t('none.') : keys.map((key) => `\`${key.replaceAll(/[`\r\n]/g, ' ')}\``).join(', ')}`,
		'',
		l10n.t(
			'What no rule knows stays: read a trace before you share it. What was removed cannot be brought back, because it was never stored.',
		),
		'',
	];
	return lines.join('\n');
}
