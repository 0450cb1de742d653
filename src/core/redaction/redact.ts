import { addressPasswords, emailAddresses } from './addresses';
import { commandPasswords } from './commands';
import { authorizationHeaders, bearerTokens, cookieHeaders } from './headers';
import { keyBlocks } from './keyBlocks';
import { configuredKeys, keyedSecrets } from './keyed';
import type { Finder, Redacted, RedactionOptions, Removed, RuleId } from './model';
import { reachIn } from './reach';
import { isLabel, LABELS } from './rules';
import { vendorTokens, webTokens } from './tokens';

/** Where two find the same, the first says what it is. */
const FINDERS: readonly Finder[] = [
	keyBlocks,
	vendorTokens,
	webTokens,
	authorizationHeaders,
	cookieHeaders,
	bearerTokens,
	addressPasswords,
	commandPasswords,
	keyedSecrets,
];

/** So much is looked through without a break, when there is nothing in it; in UTF-16 units. */
const WINDOW = 32_768;
/** Places looked at more closely without a break. */
const PLACES = 40;
const PARTS = 1000;
/** A mark in place of one secret may make another one stand out, which is then taken as well. Nobody has seen three in a row. */
const ROUNDS = 4;
/** More than any trigger reads. */
const OVERLAP = 256;

/**
 * Puts a mark, such as `[redacted: GitHub token]`, in place of each secret of a text. The same secret gets the same mark, another one of its
 * kind a number. Marks that are there stay, so that what was redacted once does not change. In small steps.
 *
 * @returns the text, and where in the text that was given secrets stood
 */
export function* redactSteps(text: string, options: RedactionOptions): Generator<undefined, Redacted> {
	let removed: readonly Removed[] = [];
	let now: Marked = { text, marks: [] };
	for (let round = 0; round < ROUNDS; round++) {
		const more = yield* secretsIn(now.text, options);
		if (more.length === 0) {
			break;
		}
		removed = round === 0 ? more : joined(removed, now.marks, more);
		now = yield* marked(text, removed);
	}
	return { text: now.text, removed };
}

/** Where the secrets are; in order, none overlaps another. */
function* secretsIn(text: string, options: RedactionOptions): Generator<undefined, Removed[]> {
	const reach = reachIn(text);
	const configured = configuredKeys(options.keys);
	const finders = [
		...FINDERS,
		...(configured ? [configured] : []),
		...(options.emailAddresses ? [emailAddresses] : []),
	];
	const kept: Removed[] = [];
	const nexts = finders.map(() => 0);
	for (let start = 0; start < text.length; start += WINDOW) {
		const end = Math.min(text.length, start + WINDOW);
		const window = text.slice(start, end + OVERLAP);
		const found: Removed[] = [];
		const hasMarks = window.includes(BEGIN);
		for (const [index, { trigger, find }] of finders.entries()) {
			let places = 0;
			let next = Math.max(start, nexts[index] ?? 0);
			for (let match = after(trigger, window, next - start); match; match = after(trigger, window, next - start)) {
				const at = start + match.index;
				if (at >= end) {
					break;
				}
				const one = hasMarks && isInMark(text, at) ? { next: at + 1 } : find(reach, at, at + match[0].length);
				found.push(...(one.removed ?? []));
				next = Math.max(at + 1, one.next);
				places++;
				if (places % PLACES === 0) {
					yield;
				}
			}
			nexts[index] = next;
			yield;
		}
		combined(found, kept);
	}
	return kept;
}

/** In order and without overlaps, behind those that are there. */
function combined(found: Removed[], kept: Removed[] = []): Removed[] {
	found.sort((a, b) => a.start - b.start || b.end - a.end); // stable, so of two equal ones the first finder's stays
	for (const one of found) {
		keep(kept, one);
	}
	return kept;
}

function after(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
	pattern.lastIndex = from;
	return pattern.exec(text);
}

const BEGIN = '[redacted: ';
const MARK_LIMIT = 64;

/** Whether a place is inside a mark: its words are no keys. */
function isInMark(text: string, at: number): boolean {
	const start = text.lastIndexOf(BEGIN, at);
	if (start < 0 || at - start > MARK_LIMIT) {
		return false;
	}
	WHOLE_MARK.lastIndex = start;
	return isLabel(WHOLE_MARK.exec(text)?.[1] ?? '') && at < WHOLE_MARK.lastIndex;
}

/** Adds one to those that are there; what overlaps becomes one, of the rule of the longer part. */
function keep(kept: Removed[], one: Removed): void {
	let whole = one;
	for (let last = kept.at(-1); last && whole.start < last.end; last = kept.at(-1)) {
		const { rule } = whole.end - whole.start > last.end - last.start ? whole : last;
		whole = { rule, start: Math.min(whole.start, last.start), end: Math.max(whole.end, last.end) };
		kept.pop();
	}
	if (whole.end > whole.start) {
		kept.push(whole);
	}
}

const WHOLE_MARK = /\[redacted: ([A-Za-z -]{1,40}?)(?: #\d{1,6})?\]/y;
const MARK = /\[redacted: ([A-Za-z -]{1,40}?)(?: #(\d{1,6}))?\]/g;

interface Marked {
	readonly text: string;
	/** Where in `text` the marks are, one for each secret. */
	readonly marks: readonly Span[];
}

type Span = Pick<Removed, 'start' | 'end'>;

function* marked(text: string, removed: readonly Removed[]): Generator<undefined, Marked> {
	const numbers = numbersIn(text);
	const known = new Map<string, string>();
	const parts: string[] = [];
	const marks: Span[] = [];
	let end = 0;
	let shift = 0;
	for (const one of removed) {
		const secret = text.slice(one.start, one.end);
		const mark = known.get(secret) ?? nextMark(one.rule, numbers);
		known.set(secret, mark);
		parts.push(text.slice(end, one.start), mark);
		marks.push({ start: one.start + shift, end: one.start + shift + mark.length });
		shift += mark.length - (one.end - one.start);
		end = one.end;
		if (marks.length % PARTS === 0) {
			yield;
		}
	}
	parts.push(text.slice(end));
	return { text: parts.join(''), marks };
}

/** What was removed, and what was found in the text with marks, where it stood in the text without. */
function joined(removed: readonly Removed[], marks: readonly Span[], more: readonly Removed[]): Removed[] {
	let passed = 0;
	const original = (place: number, side: 'start' | 'end') => {
		while (passed < marks.length && (marks[passed]?.end ?? 0) <= place) {
			passed++;
		}
		const mark = marks[passed];
		const before = marks[passed - 1];
		return mark && mark.start < place
			? (removed[passed]?.[side] ?? 0)
			: place - (before?.end ?? 0) + (removed[passed - 1]?.end ?? 0);
	};
	const others = more.map(({ rule, start, end }) => ({
		rule,
		start: original(start, 'start'),
		end: original(end, 'end'),
	}));
	return combined([...removed, ...others]);
}

/** The highest number of each kind of mark that is in the text already: two secrets never share one. */
function numbersIn(text: string): Map<string, number> {
	const numbers = new Map<string, number>();
	for (const [, label = '', number] of text.matchAll(MARK)) {
		if (isLabel(label)) {
			numbers.set(label, Math.max(numbers.get(label) ?? 0, Number(number ?? 1)));
		}
	}
	return numbers;
}

function nextMark(rule: RuleId, numbers: Map<string, number>): string {
	const label = LABELS[rule];
	const number = (numbers.get(label) ?? 0) + 1;
	numbers.set(label, number);
	return number === 1 ? `[redacted: ${label}]` : `[redacted: ${label} #${number}]`;
}
