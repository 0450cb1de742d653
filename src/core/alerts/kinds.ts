import * as v from 'valibot';
import { isWebAddress } from '../incident/links';

export const SOURCE_KINDS = ['alertmanager', 'prometheus'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** What is known of a kind of monitor before one is asked. */
export interface KindFacts {
	/** Its name, which is nobody's to translate. */
	readonly name: string;
	/** Where it is; absent where each team has its own. */
	readonly addresses?: readonly string[];
	/** Whether it lets anybody in without a token. */
	readonly token: 'optional' | 'required';
	/** How what lets us in looks, for an empty field. */
	readonly tokenLooks: string;
	/** The least that it has to allow. */
	readonly permissions?: string;
}

export const KINDS: Readonly<Record<SourceKind, KindFacts>> = {
	alertmanager: { name: 'Alertmanager', token: 'optional', tokenLooks: 'token, user:password' },
	prometheus: { name: 'Prometheus', token: 'optional', tokenLooks: 'token, user:password' },
};

/** A monitor that a person named. */
const Source = v.object({
	/** Given when it is added; the token is kept under it. */
	id: v.pipe(v.string(), v.regex(/^[\w-]{1,40}$/)),
	kind: v.picklist(SOURCE_KINDS),
	name: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(60)),
	url: v.pipe(
		v.string(),
		v.check((url) => sourceAddress(url) !== undefined, 'no http or https address'),
	),
});
export type SourceSetting = v.InferOutput<typeof Source>;

export const SourcesSchema = v.pipe(v.array(Source), v.maxLength(30));

/** The address of a service, without a slash at its end; undefined for what is none, or holds a password. */
export function sourceAddress(typed: string): string | undefined {
	const text = typed.trim();
	if (!isWebAddress(text)) {
		return undefined;
	}
	const url = new URL(text);
	if (url.username !== '' || url.password !== '') {
		return undefined;
	}
	return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** Whether a token may go there: encrypted, or without leaving this machine. */
export function isSafeForToken(address: string): boolean {
	const { protocol, hostname } = new URL(address);
	return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
