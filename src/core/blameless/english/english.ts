import type { Finding, Language, People, Rewrite, Sentence } from '../model';
import { matchAt } from '../pattern';
import { behindAdverbs, english as written } from './classes';
import { ownerAt, type Subject, subjectAt } from './people';
import { PHRASE_RULES } from './phrases';
import { PREDICATE_RULES } from './predicates';
import type { Rule } from './rule';
import { baseOf, isPast } from './verbs';

type Found = Omit<Finding, 'wording'>;

/** So many words are looked at without a break. */
const WORDS = 200;
/** Words between somebody and what is said of them: `the engineer who deployed this should have`. */
const BETWEEN = 6;
const MORE_OF_SOMEBODY = new Set('who that of in at on from with responsible here'.split(' '));

const byFirst = (rules: readonly Rule[]) => {
	const first = new Map<string, Rule[]>();
	const any: Rule[] = [];
	for (const rule of rules) {
		for (const word of rule.pattern.first ?? []) {
			first.set(word, [...(first.get(word) ?? []), rule]);
		}
		if (!rule.pattern.first) {
			any.push(rule);
		}
	}
	const order = new Map(rules.map((rule, index) => [rule, index]));
	const of = (word: string): readonly Rule[] => {
		const own = first.get(word);
		return own ? [...own, ...any].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)) : any;
	};
	const known = new Map([...first.keys()].map((word) => [word, of(word)]));
	return (word: string) => known.get(word) ?? any;
};

const phrases = byFirst(PHRASE_RULES);
const predicates = byFirst(PREDICATE_RULES);

const DID = written('@participle');
const IF_ONLY = written('if only');
const NO_LONGER_OPEN = new Set(['been', 'had', 'seen']);

/** English: phrases that blame by themselves, and what is said of people. */
export const english: Language = {
	id: 'en',
	*find(sentence: Sentence, people: People) {
		const found: Found[] = [];
		for (let at = 0; at < sentence.length; at++) {
			const word = sentence[at]?.lower ?? '';
			const subject = subjectAt(sentence, at, people);
			if (subject) {
				found.push(...saidOf(sentence, subject, people));
			}
			found.push(...owedTo(sentence, at, people));
			for (const rule of phrases(word)) {
				const one = foundBy(rule, sentence, at, at);
				if (one) {
					found.push(one);
					break;
				}
			}
			if (at % WORDS === WORDS - 1) {
				yield;
			}
		}
		return found;
	},
};

/** What is said of somebody, right behind or after more about them; and what somebody could have done. */
function* saidOf(sentence: Sentence, subject: Subject, people: People): Generator<Found> {
	const { end } = subject;
	const conditional = conditionOf(sentence, subject) ?? whyOf(sentence, subject);
	if (conditional) {
		yield conditional;
		return;
	}
	const word = sentence[end];
	if (!word || (word.gap !== 'space' && word.gap !== 'comma')) {
		return;
	}
	const direct = predicateAt(sentence, subject, end);
	if (direct) {
		yield direct;
		return;
	}
	const joined = isPast(word.lower) ? joinedPredicate(sentence, subject, people) : undefined;
	if (joined) {
		yield joined;
		return;
	}
	if (word.gap === 'space' && subject.kind !== 'pronoun' && MORE_OF_SOMEBODY.has(word.lower)) {
		for (let at = end + 1; at <= end + BETWEEN && sentence[at]?.gap === 'space'; at++) {
			const later = subjectAt(sentence, at, people) ? undefined : predicateAt(sentence, subject, at);
			if (later) {
				yield later;
				return;
			}
		}
	}
}

/** Words between what somebody did and what is said to have gone wrong then. */
const JOINED = 16;
const ELSEWHERE = new Set('that which who whose because since while when where if so'.split(' '));

/** `an operator restarted the host but forgot to …`: said of somebody who is the subject of both. */
function joinedPredicate(sentence: Sentence, subject: Subject, people: People): Found | undefined {
	for (let at = subject.end + 1; at < subject.end + JOINED; at++) {
		const word = sentence[at];
		if (!word || word.gap === 'clause' || ELSEWHERE.has(word.lower)) {
			return undefined;
		}
		if ((word.lower === 'but' || word.lower === 'and') && !subjectAt(sentence, at + 1, people)) {
			const found = predicateAt(sentence, { ...subject, start: at + 1 }, at + 1);
			return found && { ...found, rewrite: undefined }; // it has no subject of its own to put in its place
		}
	}
	return undefined;
}

function predicateAt(sentence: Sentence, subject: Subject, place: number): Found | undefined {
	const at = behindAdverbs(sentence, place);
	for (const start of at === place ? [place] : [at, place]) {
		for (const rule of predicates(sentence[start]?.lower ?? '')) {
			if (rule.of?.includes(subject.kind) && (sentence[start]?.gap ?? '') === 'space') {
				const one = foundBy(rule, sentence, start, subject.start, subject);
				if (one) {
					return one;
				}
			}
		}
	}
	return undefined;
}

const FAULT = written('own? *1 @fault');
const WAS = written('it|this|that was|is');

/** `Sara's mistake`, `it was the engineer's fault`. */
function owedTo(sentence: Sentence, at: number, people: People): readonly Found[] {
	const start = sentence[at]?.text.match(/['’]/) ? ownerAt(sentence, at, people) : undefined;
	const match = start === undefined ? undefined : matchAt(FAULT, sentence, at + 1);
	const end = match?.at(-1)?.[1];
	if (start === undefined || end === undefined || sentence[at + 1]?.gap !== 'space') {
		return [];
	}
	const isFault = sentence[end - 1]?.lower === 'fault';
	const from = isFault && matchAt(WAS, sentence, start - 2) ? start - 2 : start;
	const found = spanned(
		'fault',
		sentence,
		from,
		end,
		from < start ? 'conditions made it possible' : 'a gap in the process',
	);
	return found ? [found] : [];
}

/** `if she had checked`, `had she checked`, `if only she`. */
function conditionOf(sentence: Sentence, { start, end, kind }: Subject): Found | undefined {
	const before = sentence[start - 1]?.lower;
	const isOnly = before === 'only' && matchAt(IF_ONLY, sentence, start - 2) !== undefined;
	if (before === 'if' || isOnly) {
		const had = sentence[end]?.lower ?? '';
		const isNot = /^(?:not|never|only|just)$/.test(sentence[end + 1]?.lower ?? '');
		const did = sentence[end + (isNot ? 2 : 1)]?.lower ?? '';
		const isDone = /^(?:had|hadn't)$/.test(had) && isDeed(sentence, end + (isNot ? 2 : 1)) && !NO_LONGER_OPEN.has(did);
		return (isDone && kind !== 'either') || isOnly
			? spanned(
					'counterfactual',
					sentence,
					isOnly ? start - 2 : start - 1,
					isDone ? end + 1 : end,
					'if the process had',
				)
			: undefined;
	}
	if (
		before === 'had' &&
		isDeed(sentence, end) &&
		kind !== 'either' &&
		!NO_LONGER_OPEN.has(sentence[end]?.lower ?? '')
	) {
		return spanned('counterfactual', sentence, start - 1, end, 'had the process');
	}
	return undefined;
}

const isDeed = (sentence: Sentence, at: number) => matchAt(DID, sentence, at) !== undefined;

const WHY = written("why|how did|didn't|could|couldn't|hadn't");

/** `why did nobody`, `how could she`. */
function whyOf(sentence: Sentence, { start, end }: Subject): Found | undefined {
	if (/^(?:we|i)$/.test(sentence[start]?.lower ?? '')) {
		return undefined; // what a team asks of itself
	}
	const match = matchAt(WHY, sentence, start - 2);
	if (!match || start < 2) {
		return undefined;
	}
	const isNot = sentence[end]?.lower === 'not';
	const base = baseOf(sentence[end + (isNot ? 1 : 0)]?.lower ?? '');
	return sentence[start - 2]?.lower === 'why' || sentence[start - 1]?.lower === 'could'
		? spanned(
				'askingWho',
				sentence,
				start - 2,
				base ? end + (isNot ? 2 : 1) : end,
				base && `what made it hard to ${base}`,
			)
		: undefined;
}

function foundBy(rule: Rule, sentence: Sentence, at: number, start: number, subject?: Subject): Found | undefined {
	const match = matchAt(rule.pattern, sentence, at);
	const end = match?.at(-1)?.[1] ?? at;
	if (!match || end <= at) {
		return undefined;
	}
	const found = { sentence, match, subject };
	if (rule.unless?.(found, end)) {
		return undefined;
	}
	return spanned(rule.rule, sentence, start, end, rule.rewrite?.(found));
}

/** @param text put in place of these words; empty to leave them out */
function spanned(
	rule: Found['rule'],
	sentence: Sentence,
	from: number,
	until: number,
	text?: string,
): Found | undefined {
	const [first, last] = [sentence[from], sentence[until - 1]];
	if (!first || !last) {
		return undefined;
	}
	const place = { start: first.start, end: last.end };
	return { rule, ...place, ...(text !== undefined && { rewrite: rewriteOf(sentence, from, until, text, place) }) };
}

/** In place of the words, with the letter case and the article that fit. */
function rewriteOf(
	sentence: Sentence,
	from: number,
	until: number,
	text: string,
	place: Pick<Rewrite, 'start' | 'end'>,
): Rewrite {
	const first = sentence[from];
	const before = sentence[from - 1];
	const article = first?.gap === 'space' && /^an?$/.test(before?.lower ?? '') ? before : undefined;
	const start = article?.start ?? place.start;
	const isCapital = (article ? from - 1 : from) === 0 && /^\p{Lu}/u.test((article ?? first)?.text ?? '');
	if (text === '') {
		const next = sentence[until];
		const words = article
			? `${/^[aeiou]/i.test(next?.text ?? '') ? 'an' : 'a'} ${next?.text ?? ''}`
			: (next?.text ?? '');
		return { start, end: next?.end ?? place.end, text: isCapital ? capital(words) : words };
	}
	const words =
		article && !/^(?:an?|the|no|what|as) /.test(text) ? `${/^[aeiou]/.test(text) ? 'an' : 'a'} ${text}` : text;
	return { start, end: place.end, text: isCapital ? capital(words) : words };
}

function capital(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
