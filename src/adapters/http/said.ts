import { isNestedDeeper } from '../../base/nesting';
import type { Endpoint } from './client';

/** Shorter words are in anybody's sentences. */
const SECRET_LENGTH = 8;

/** The words that let us in: servers, and what is in front of them, repeat in refusals what they were asked. */
export function secretsIn({ base, credentials = {}, isSecretAddress = false }: Endpoint): readonly string[] {
	const { pathname, search, searchParams } = new URL(base);
	const address = isSecretAddress ? [...`${pathname}${search}`.split(/[/?&=]/), ...searchParams.values()] : [];
	const words = Object.values(credentials).flatMap((value) => [value, ...value.split(/[\s=]+/), ...basicIn(value)]);
	return [...address, ...words]
		.filter(({ length }) => length >= SECRET_LENGTH)
		.sort((one, other) => other.length - one.length);
}

/** User and password, and the password, as whoever decodes them may repeat them. */
function basicIn(value: string): readonly string[] {
	const [, encoded] = /^Basic (\S+)$/.exec(value) ?? [];
	const plain = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString();
	return [plain, plain.slice(plain.indexOf(':') + 1)];
}

/** What an error's body says, in one line and without secrets: most APIs say it in one of these. */
export function saidIn(text: string, secrets: readonly string[]): string {
	let said: unknown = text.startsWith('<') ? '' : text;
	try {
		const json: unknown = JSON.parse(text);
		said = json;
		if (typeof json === 'object' && json !== null) {
			const { message, error, errors, detail } = json as Readonly<Record<string, unknown>>;
			said = message ?? detail ?? (typeof error === 'object' && error !== null ? messageIn(error) : error) ?? errors;
			said = Array.isArray(said) ? said.map(wordsOf).join(' ') : said;
		}
	} catch {
		// then it is words
	}
	const words = typeof said === 'string' ? said : said === undefined ? '' : asJson(said);
	return secrets
		.reduce((plain, secret) => plain.replaceAll(secret, '…'), words)
		.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
		.trim()
		.slice(0, 300);
}

/** One of several errors: words, or what JSON:API has (`title`, `detail`). */
function wordsOf(one: unknown): string {
	const { message, detail, title } = (typeof one === 'object' && one !== null ? one : {}) as Readonly<
		Record<string, unknown>
	>;
	const said = typeof one === 'string' ? one : (message ?? detail ?? title ?? one);
	return typeof said === 'string' ? said : asJson(said);
}

const asJson = (said: unknown): string => (isNestedDeeper(said, 20) ? '' : JSON.stringify(said));

const messageIn = (error: object): unknown => ('message' in error ? error.message : undefined);
