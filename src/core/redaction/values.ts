import type { Value } from './afterKey';
import type { Strength } from './keyNames';

/** What programs and people write where a secret would be. */
const STAND_IN =
	/^(?:[*•x.#_?|>\\-]+|\[?(?:redacted|filtered|hidden|masked|removed)\b.*|<.*>|\$\{.*\}?|\{\{.*|\$[A-Z][A-Z0-9_]*|%?\$\d+|%[a-z]|%\(\w+\)s|#\{.*|[@:]p?\d{0,3}|:\w+_?\w*\?)$/i;
/** Words, not secrets: what programs say of passwords and tokens, and what stands for nothing. */
const WORDS = new Set(
	`true false null nil none undefined void nan empty string text password passwd token secret hidden object array function number int
	bool boolean bytes str char any unknown required optional invalid missing expired wrong incorrect mismatch mismatched denied failed
	failure error ok valid present absent changed unchanged set unset reset blank short long weak strong default disabled enabled revoked
	rejected accepted not must is was has cannot should may the a an no yes to too for in of with at eof identifier keyword new old username
	user email login name field value type bearer basic example changeme eol ident literal symbol comma colon brace bracket punctuation
	operator whitespace newline end begin`.split(/\s+/),
);
const PROSE =
	/\b(?:is|are|be|must|may|cannot|can't|can’t|should|has|have|was|required|invalid|missing|match|doesn't|not|too|least|expired)\b/i;
const WORD_LIKE = /^[\p{L}]+(?:['’-][\p{L}]+)*[.!?:…]?$/u;
/** `settings.DB_PASSWORD`, `process.env.KEY`, `this.token`, `Foo::BAR`: a program that names it. */
const NAMED = /^[A-Za-z_$][A-Za-z_$]*(?:(?:\??\.|::|->)[A-Za-z_$#]\w{0,40})+$/;
const CALL = /^(?:new)?[A-Za-z_$][\w$.:]{0,80}[([]/;
const PATH = /^(?:\.{0,2}|~|[A-Za-z]:)[/\\](?:[\w.@ -]{1,40}[/\\])+[\w.@ -]{0,40}$|^\/[\w.-]{0,16}$/;
const PLACE = /\.[A-Za-z]{1,6}:\d+/;
const VERSION = /^v?\d+(?:\.\d+)+(?:[-+][a-z]+[\d.]*)?$/;
const DATE = /^\d{4}-\d\d-\d\d/;
/** What a value is judged by, from its beginning; a longer one is no word. In UTF-16 units. */
const JUDGED = 160;
const SHORTEST_RANDOM = 8;
/** More bits a character than this have only texts that nobody spells: of 20 characters, random ones have 4. */
const RANDOM_BITS = 3.3;

/**
 * Whether the value of a key that sounds secret is a secret, and not what a program or a person says about it: `Password: required`,
 * `token = next()`, `"password": ["This field may not be blank."]`.
 *
 * @param rest what follows it on its line, a little of it is enough
 */
export function isSecret(value: string, strength: Strength, how: Value, rest: string): boolean {
	const said = value.slice(0, JUDGED).trim();
	if (said === '' || said.startsWith('[redacted: ')) {
		return false;
	}
	if (strength === 'certain') {
		return true;
	}
	const bare = said.replace(/[.,;:!?)\]}]+$/, '');
	if (STAND_IN.test(said) || WORDS.has(bare.toLowerCase()) || PLACE.test(said) || (how.quote === '' && isCode(said))) {
		return false;
	}
	if (PATH.test(said) && !isRandom(said)) {
		return false;
	}
	return strength === 'strong' ? isPasswordLike(said, how, rest) : isRandom(said);
}

function isCode(said: string): boolean {
	return CALL.test(said) || NAMED.test(said) || /^[({[<]/.test(said);
}

/** A password may be any word; one in a sentence is no password. */
function isPasswordLike(said: string, how: Value, rest: string): boolean {
	if (/\s/.test(said)) {
		return !PROSE.test(said);
	}
	if (/^\d{1,3}$/.test(said)) {
		return false;
	}
	if (how.quote !== '' || !WORD_LIKE.test(said)) {
		return true;
	}
	// A word alone behind `=` or at the end of its line: a setting. With blanks and more words: a sentence, or a line of a program.
	return how.hasBlanks
		? /^[ \t]*(?:$|[\r\n])/.test(rest) && /^[a-z]/.test(said)
		: !/^[ \t]+\p{L}/u.test(rest) || how.separator === '=';
}

/** Letters and digits of no word: what keys, ids of sessions and hashes are made of. */
function isRandom(said: string): boolean {
	if (said.length < SHORTEST_RANDOM || /\s/.test(said) || VERSION.test(said) || DATE.test(said)) {
		return false;
	}
	const hasBoth = /\d/.test(said) && /\p{L}/u.test(said);
	return (
		hasBoth ||
		/^\d{12,}$/.test(said) ||
		(said.length >= 16 && !WORD_LIKE.test(said) && bitsOf(said) > RANDOM_BITS) ||
		(said.length >= 20 && /[a-z]/.test(said) && /[A-Z]/.test(said) && bitsOf(said) > RANDOM_BITS + 0.5)
	);
}

/** Shannon's entropy, in bits a character. */
function bitsOf(text: string): number {
	const counts = new Map<string, number>();
	for (const character of text) {
		counts.set(character, (counts.get(character) ?? 0) + 1);
	}
	let bits = 0;
	for (const count of counts.values()) {
		bits -= (count / text.length) * Math.log2(count / text.length);
	}
	return bits;
}
