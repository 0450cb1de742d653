import type { People, Sentence } from '../model';
import { GIVEN_NAMES } from './givenNames';
import { isPast } from './verbs';

/**
 * Who may be the subject of a sentence: somebody who is named or has a role, a group, nobody or anybody, and what may be a program as well
 * (an operator, an agent).
 */
export type Kind = 'named' | 'role' | 'team' | 'pronoun' | 'somebody' | 'anybody' | 'nobody' | 'either';

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

const PRONOUNS = set("i you he she we they he/she she/he y'all");
const SOMEBODY = set('someone somebody whoever');
const ANYBODY = set('anyone anybody everyone everybody people');
const NOBODY = set('nobody no-one noone');
const ROLES = set(
	`engineer developer dev programmer coder dba sre sysadmin administrator reviewer author committer deployer approver maintainer tester analyst
	architect contractor consultant intern trainee apprentice junior senior colleague coworker co-worker employee staffer technician responder on-call
	oncall supervisor boss director cto ceo cio vp commander coordinator teammate person guy man woman individual newcomer hire freelancer
	specialist expert owner lead designer scientist student human member`,
);
const TEAMS = set(
	`team ops qa sres devops it management leadership support staff folks guys crew department infra developers engineers devs reviewers admins
	administrators operators dbas programmers responders colleagues employees managers maintainers contractors testers authors analysts interns
	leads owners committers teams experts technicians individuals consultants`,
);
/** Programs are called so, too. */
const EITHER = set('operator admin manager agent squad group');
/** With one of these before it, it is a person for sure. */
const OF_PEOPLE = set(
	`release engineering product project delivery line account change incident operations shift duty problem it network database db system systems
	human senior junior night support machine`,
);
/** What a word is that only looks like a person: `the auto scaling group`, `package manager`, `data owner reference`. */
const OF_PROGRAMS = set(
	`kubernetes k8s postgres prometheus scaling consumer security resource package process session memory window secret secrets secrets-manager
	certificate cert node instance thread log placement target build ci user key default monitoring file queue task job connection transaction state
	config code lock replica partition shard topic cloud user-agent version`,
);

const DETERMINERS = set(
	'the a an our their this that these those your my his her its another some any each every one no two three several both all',
);
const MODIFIERS = set(
	'senior junior lead new on-call oncall tech chief principal staff network database platform security release first second',
);
/** What ends the walk back to where the name of somebody begins. */
const NO_MODIFIERS = set(
	`and or but because since as so that which who when while if where why how than then not is was were are be been by of from for with to at in on
	into after before until under over through during had has have did does do should could would will can may might must about`,
);
const PREPOSITIONS = set('by of from for with to at in on about than into onto under over through via per');
const QUANTIFIERS = set('one some none all most many any both each several few neither either nobody two three');

export interface Subject {
	/** Index of its first word. */
	readonly start: number;
	/** Index of the word behind the noun. */
	readonly end: number;
	readonly kind: Kind;
}

/** Who is named by the word at a place, as its noun; with the words before it. */
export function subjectAt(sentence: Sentence, head: number, people: People): Subject | undefined {
	const word = sentence[head];
	if (!word || word.isThing) {
		return undefined;
	}
	const kind = kindOf(sentence, head, people);
	if (!kind) {
		return undefined;
	}
	if (kind === 'pronoun' || kind === 'somebody' || kind === 'anybody' || kind === 'nobody') {
		const isNoOne = word.lower === 'one';
		return { start: isNoOne ? head - 1 : head, end: head + 1, kind };
	}
	const start = kind === 'named' ? nameStart(sentence, head, people) : nounStart(sentence, head);
	const before = sentence[start - 1];
	if (before && sentence[start]?.gap === 'space' && PREPOSITIONS.has(before.lower)) {
		const quantified = before.lower === 'of' ? sentence[start - 2] : undefined;
		return quantified && QUANTIFIERS.has(quantified.lower)
			? { start: start - 2, end: head + 1, kind: quantified.lower === 'none' ? 'nobody' : kind }
			: undefined;
	}
	return { start, end: head + 1, kind: /^(?:no|none)$/.test(sentence[start]?.lower ?? '') ? 'nobody' : kind };
}

function kindOf(sentence: Sentence, head: number, people: People): Kind | undefined {
	const { text = '', lower = '' } = sentence[head] ?? {};
	const before = sentence[head - 1];
	if (PRONOUNS.has(lower)) {
		return 'pronoun';
	}
	if (SOMEBODY.has(lower)) {
		return 'somebody';
	}
	if (ANYBODY.has(lower)) {
		return 'anybody';
	}
	if (NOBODY.has(lower) || (lower === 'one' && before?.lower === 'no')) {
		return 'nobody';
	}
	if (people.has(text) || GIVEN_NAMES.has(text) || (text.startsWith('@') && text.length > 2)) {
		return 'named';
	}
	const isModified = before !== undefined && sentence[head]?.gap === 'space';
	if (isModified && OF_PROGRAMS.has(before.lower)) {
		return undefined;
	}
	if (ROLES.has(lower)) {
		return 'role';
	}
	if (TEAMS.has(lower)) {
		return lower === 'it' && text !== 'IT' ? undefined : 'team';
	}
	if (EITHER.has(lower)) {
		const isProduct = isModified && head > 1 && /^\p{Lu}/u.test(before.text) && !DETERMINERS.has(before.lower);
		const isPlain = lower === 'manager' && (!before || DETERMINERS.has(before.lower));
		return isPlain || (isModified && OF_PEOPLE.has(before.lower)) ? 'role' : isProduct ? undefined : 'either';
	}
	return undefined;
}

/** Where somebody's name or role begins that ends in `'s` at a place: `the engineer's`, `Sara's`. */
export function ownerAt(sentence: Sentence, head: number, people: People): number | undefined {
	const word = sentence[head];
	const [, text] = /^(.+?)(?:['’]s|(?<=s)['’])$/.exec(word?.text.slice(0, 60) ?? '') ?? [];
	if (!word || text === undefined) {
		return undefined;
	}
	const owner = sentence.slice(Math.max(0, head - MODIFIER_LIMIT), head);
	const subject = subjectAt([...owner, { ...word, text, lower: text.toLowerCase(), gap: 'space' }], owner.length, {
		has: (name) => people.has(name),
	});
	return subject && OWNERS.has(subject.kind) ? head - owner.length + subject.start : undefined;
}

const OWNERS: ReadonlySet<Kind> = new Set(['named', 'role', 'team', 'somebody']);

function nameStart(sentence: Sentence, head: number, people: People): number {
	const before = sentence[head - 1];
	const isFullName =
		before && sentence[head]?.gap === 'space' && (people.has(before.text) || GIVEN_NAMES.has(before.text));
	return isFullName ? head - 1 : head;
}

const MODIFIER_LIMIT = 5;

function nounStart(sentence: Sentence, head: number): number {
	let known = head;
	for (let at = head - 1; at >= Math.max(0, head - MODIFIER_LIMIT); at--) {
		const word = sentence[at];
		if (!word || sentence[at + 1]?.gap !== 'space' || NO_MODIFIERS.has(word.lower) || isPast(word.lower)) {
			return known;
		}
		if (DETERMINERS.has(word.lower)) {
			return at;
		}
		if (known === at + 1 && (MODIFIERS.has(word.lower) || OF_PEOPLE.has(word.lower) || /^\p{Lu}/u.test(word.text))) {
			known = at;
		}
	}
	return known;
}
