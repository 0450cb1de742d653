/** What a person may add to the rules. */
export interface RedactionOptions {
	/** Whether e-mail addresses are removed, too. */
	readonly emailAddresses: boolean;
	/** Names of keys whose values are removed, besides those that sound secret; case, dashes and underscores do not matter. */
	readonly keys: readonly string[];
}

export const DEFAULT_REDACTION: RedactionOptions = { emailAddresses: false, keys: [] };

/** A secret in a text; offsets are UTF-16 units of the text it was found in. */
export interface Removed {
	/** Id of the rule that found it. */
	readonly rule: RuleId;
	readonly start: number;
	readonly end: number;
}

export interface Redacted {
	/** The text with a mark in place of each secret. */
	readonly text: string;
	/** In the order of the text; none overlap. */
	readonly removed: readonly Removed[];
}

/** What a secret was recognized by. */
export type RuleId =
	| 'aws'
	| 'google'
	| 'azure'
	| 'github'
	| 'gitlab'
	| 'slack'
	| 'stripe'
	| 'npm'
	| 'pypi'
	| 'sendgrid'
	| 'twilio'
	| 'openai'
	| 'anthropic'
	| 'telegram'
	| 'discord'
	| 'apiToken'
	| 'jwt'
	| 'privateKey'
	| 'authorization'
	| 'cookie'
	| 'address'
	| 'password'
	| 'secret'
	| 'configured'
	| 'email';

/** One way to find secrets. Both parts take time that is linear in the text, whatever it holds. */
export interface Finder {
	/** Where one may stand: global, without repetition of unbounded length, looking back at one character at most. */
	readonly trigger: RegExp;
	/**
	 * @param at where the trigger matched, and `end` where that match ends
	 * @returns what it found, and from where to look on, which is behind `at`
	 */
	find(reach: Reach, at: number, end: number): Found;
}

export interface Found {
	readonly removed?: readonly Removed[];
	readonly next: number;
}

/** Looks further in a text. Answers are kept, so that asking again from a place that was passed costs nothing. */
export interface Reach {
	readonly text: string;
	/** The first place from `from` on that `run`, sticky and matching a run of characters, does not reach. */
	runEnd(from: number, run: RegExp): number;
	/** Where `literal` stands from `from` on; infinity where it does not. */
	next(from: number, literal: string): number;
	/** The end of the line, which an escaped line break (`\n` in JSON) ends as well. */
	lineEnd(from: number): number;
	/**
	 * Where the string that was opened before `from` by `quote` behind so many backslashes is closed: the first of its closing
	 * characters. `undefined` where its line ends before.
	 */
	closing(from: number, quote: string, backslashes: number): number | undefined;
}
