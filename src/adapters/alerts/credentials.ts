import type { SourceKind } from '../../core/alerts/kinds';

/** The headers that let us in. @param token as the person gave it; empty where there is none */
export function credentialsFor(kind: SourceKind, token: string): Readonly<Record<string, string>> {
	if (token === '') {
		return {};
	}
	switch (kind) {
		case 'pagerduty':
			return { authorization: `Token token=${token}` };
		case 'opsgenie':
			return { authorization: `GenieKey ${token}` };
		case 'datadog': {
			const [api = '', application = ''] = token.split(':');
			return { 'dd-api-key': api, 'dd-application-key': application };
		}
		default:
			// `user:password`, as proxies before monitors ask for, and Atlassian with an address and a token.
			return {
				authorization: token.includes(':') ? `Basic ${Buffer.from(token).toString('base64')}` : `Bearer ${token}`,
			};
	}
}
