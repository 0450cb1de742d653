import type { SourceKind } from '../../core/alerts/kinds';

/** The headers that let us in. @param token as the person gave it; empty where there is none */
export function credentialsFor(_kind: SourceKind, token: string): Readonly<Record<string, string>> {
	if (token === '') {
		return {};
	}
	// `user:password`, as proxies before monitors ask for.
	return { authorization: token.includes(':') ? `Basic ${Buffer.from(token).toString('base64')}` : `Bearer ${token}` };
}
