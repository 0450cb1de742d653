/** How surely the value of a key is secret: whatever it is; unless it reads as a word; only when it looks random. */
export type Strength = 'certain' | 'strong' | 'weak';

/** What names of secrets end in, without what joins their words. */
const STRONG =
	/(?:password|passwd|passwrd|passphrase|passcode|kennwort|secret|(?:secret|api|access|private|account|shared|signing|encryption|master|auth|service|storage|license|ssh|crypto|hmac)key)$/;
const WEAK = /(?:token|session|sessionid|sessid|jwt|credentials?|signature|bearer|auth|otp|accesskeyid)$/;
/** Short words that are secret only when they stand by themselves: `DB_PASS`, `user-pwd`, `connect.sid`. */
const WORDS: Readonly<Record<string, Strength>> = { pwd: 'strong', pass: 'weak', sid: 'weak' };
/** `passwordConfirmation`, `secret_key_base`, `tokenValue`: still the secret itself. */
const ENDINGS =
	/(?:confirmation|confirm|verification|again|repeat|value|plain|plaintext|hash|hashed|digest|salt|raw|base64|b64|base|env|old|new)$/;
/** Ends like a secret and is none. */
const HARMLESS =
	/(?:publickeytoken|cancellationtoken|syntaxtoken|stoppingtoken|canceltoken|currenttoken|lasttoken|lookaheadtoken)$/;

/** Without case and what joins words: `X-Api-Key`, `x_api_key` and `xApiKey` are one name. */
export function flatName(name: string): string {
	return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** How surely the value behind a key of this name is secret; undefined when it does not sound so. */
export function strengthOf(name: string): Strength | undefined {
	const flat = flatName(name).replace(/\d{1,3}$/, '');
	const short = flat.replace(ENDINGS, '');
	if (HARMLESS.test(flat)) {
		return undefined;
	}
	for (const one of short === '' ? [flat] : [flat, short]) {
		if (STRONG.test(one)) {
			return 'strong';
		}
		if (WEAK.test(one)) {
			return 'weak';
		}
	}
	const words = name.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/).filter((word) => word !== '');
	const last = WORDS[words.at(-1)?.toLowerCase() ?? ''];
	return last === 'weak' && words.length > 1 && words.at(-1)?.toLowerCase() === 'pass' ? 'strong' : last;
}

/** Whether the name says that it is a password, which is what the mark then says. */
export const isPassword = (name: string): boolean => /pass|pwd|kennwort/i.test(name);
