import type { Finder } from './model';
import { isBehindEscape } from './wordStart';

/** Passwords of stores and brokers are often not escaped, and hold a slash. */
const SERVER =
	/(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|mssql|sqlserver|clickhouse|ldaps?|smtps?|nats|mqtts?)$/i;
const UNESCAPED = /[^\s?"'`<>\\]+/y;
const AUTHORITY = /[^\s/?#"'`<>\\]+/y;
const ORACLE = /[\w$#.-]{1,128}\/([^\s/@"'`<>\\]{1,256})@/y;

/**
 * Passwords in addresses: `postgres://user:password@host`, `jdbc:oracle:thin:user/password@host`; and tokens in place of the user. Slashes may be
 * escaped, as PHP's JSON has them.
 */
export const addressPasswords: Finder = {
	trigger: /:(?:\\{0,15}\/){2}|:thin:|:oci8?:/g,
	find({ text, runEnd }, at, end) {
		if (text[at + 1] === 't' || text[at + 1] === 'o') {
			ORACLE.lastIndex = end;
			const password = ORACLE.exec(text)?.[1];
			const close = ORACLE.lastIndex - 1;
			return password === undefined
				? { next: end }
				: { removed: [{ rule: 'address', start: close - password.length, end: close }], next: close };
		}
		const run = SERVER.test(text.slice(Math.max(0, at - 16), at)) ? UNESCAPED : AUTHORITY;
		const authority = text.slice(end, Math.min(runEnd(end, run), end + 4096));
		const host = authority.lastIndexOf('@');
		const colon = authority.slice(0, Math.max(0, host)).indexOf(':');
		const start = colon < 0 ? 0 : colon + 1;
		const said = authority.slice(start, Math.max(start, host));
		const isSecret = colon >= 0 ? !STAND_IN.test(said) : said.length >= 20 && /\d/.test(said) && !said.includes('.');
		return host > start && isSecret
			? { removed: [{ rule: 'address', start: end + start, end: end + host }], next: end + host }
			: { next: end };
	},
};

const STAND_IN = /^(?:\*+|x{3,}|\$\{?\w+\}?|<.*|%s|password|\[redacted: .*)$/i;

const LOCAL = /[\w.+%-]/;
const LOCAL_LIMIT = 64;
/** The last part is letters, so that `lodash@4.17.21` is none. */
const DOMAIN = /(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\.){1,8}(?:[A-Za-z]{2,24})(?![\w-])/y;
/** Endings of files: Firefox writes `function@file.js:1:2`. */
const FILES = /\.(?:[cm]?[jt]sx?|vue|svelte|html?|rb|py|java|kt|go|rs|php|cs|swift|dart|lua|ex|exs|so|dll|jar|wasm)$/i;

/** E-mail addresses, but for those that are of a program: `git@github.com:owner/name`, `pkg@1.2.3`, users in addresses. */
export const emailAddresses: Finder = {
	trigger: /@/g,
	find({ text }, at, end) {
		let start = at;
		while (start > 0 && at - start < LOCAL_LIMIT && LOCAL.test(text[start - 1] ?? '') && !isBehindEscape(text, start)) {
			start--;
		}
		DOMAIN.lastIndex = end;
		if (start === at || !DOMAIN.test(text)) {
			return { next: end };
		}
		const close = DOMAIN.lastIndex;
		const isOther = text[start - 1] === '/' || /[/:(]/.test(text[close] ?? '') || FILES.test(text.slice(end, close));
		return isOther ? { next: end } : { removed: [{ rule: 'email', start, end: close }], next: close };
	},
};
