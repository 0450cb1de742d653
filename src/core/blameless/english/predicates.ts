import { english } from './classes';
import type { Kind } from './people';
import { type Rewriting, type Rule, withVerb, words } from './rule';

/** Of whom it is said that something could be expected; a program fails, and is expected to do things, as well. */
const SOMEBODY: readonly Kind[] = ['named', 'role', 'team', 'pronoun', 'somebody', 'anybody'];
const SURE: readonly Kind[] = [...SOMEBODY, 'nobody'];
const ALL: readonly Kind[] = [...SURE, 'either'];

const noPrompt = withVerb('there was no prompt to');
const nothingInPlace = withVerb('there was nothing in place to');
const wasPossible = withVerb('it was possible to');

const rules = (
	rule: Rule['rule'],
	of: readonly Kind[],
	written: string,
	rewrite?: Rewriting,
	unless?: Rule['unless'],
): Rule[] =>
	written
		.trim()
		.split(/\s*\n\s*/)
		.map((one) => ({ rule, of, rewrite, unless, pattern: english(one) }));

/** Words that make no sentence with a certain word behind them. */
const unlessBefore =
	(word: string, text: string): Rewriting =>
	({ sentence, match }) =>
		sentence[match.at(-1)?.[1] ?? 0]?.lower === word ? undefined : text;

/** A word close behind that makes something else of it: `broke the change into steps`, `rushed to help`. */
const withNear =
	(limit: number, ...some: readonly string[]): NonNullable<Rule['unless']> =>
	({ sentence }, end) =>
		sentence.slice(end, end + limit).some(({ lower }) => some.includes(lower));

/** What is said of somebody, from the word behind the noun on. */
export const PREDICATE_RULES: readonly Rule[] = [
	// What should have been
	...rules(
		'counterfactual',
		ALL,
		`should|must|ought not|never to? have @participle
		shouldn't|oughtn't have @participle`,
		wasPossible,
	),
	...rules(
		'counterfactual',
		ALL,
		`should @adverb? have @adverb? @participle
		should've|could've @adverb? @participle
		should|could of @participle
		ought to have @adverb? @participle`,
		noPrompt,
	),
	// Of nobody, it takes the blame away.
	...rules('counterfactual', SOMEBODY, 'could @adverb? have @adverb? @participle', noPrompt),
	...rules(
		'counterfactual',
		ALL,
		`should have
		shouldn't have
		should've
		should not|never have
		ought to have`,
		undefined,
		withNear(1, 'to', 'a', 'an', 'the', 'access'),
	),
	...rules('counterfactual', ALL, `was|were supposed|meant to`, words('the plan was to')),
	...rules('counterfactual', ['anybody'], 'would have @participle'),
	...rules(
		'judgement',
		ALL,
		`should|must|needs|need|has|have to? be *1 more|better careful|attentive|diligent|disciplined|thorough|vigilant|focused|responsible
		should|must|needs|need|has|have to? pay more|better|closer attention
		should|must|needs|need|has|have to? try|think|work harder
		should|must know better
		needs|need more|better|some training|supervision|discipline`,
		words('the step needs a safeguard'),
	),
	// What was left undone
	...rules('personFailed', SURE, '@had? failed to @adverb? @infinitive', nothingInPlace),
	...rules('personFailed', SURE, '@had? failed to', words('there was nothing in place to')),
	...rules(
		'personFailed',
		SURE,
		'@had? failed in|at *3 duty|duties|job|role|responsibility',
		words('the support was missing'),
	),
	...rules(
		'personFailed',
		ALL,
		`@had? @adverb? forgot|forgotten|neglected|omitted to @infinitive
		did not|never bother|care|think|remember to @infinitive
		didn't|doesn't|don't bother|care|think|remember to @infinitive
		@had? not bothered|thought|remembered|cared to @infinitive`,
		noPrompt,
	),
	...rules('personFailed', ['nobody'], '@had? bothered|thought|cared|remembered|dared to @infinitive', noPrompt),
	...rules(
		'personFailed',
		ALL,
		`@had? @adverb? forgot|forgotten|neglected|omitted|forgets|neglects
		did not|never bother
		didn't|doesn't|don't bother`,
		unlessBefore('to', 'nothing drew attention to'),
	),
	...rules('personFailed', ['nobody'], '@had? bothered|cared', unlessBefore('to', 'there was no prompt')),
	...rules(
		'personFailed',
		SURE,
		`did not @adverb? @duty
		didn't @adverb? @duty
		hadn't @adverb? @dutyDone
		had not|never @adverb? @dutyDone
		never @adverb? @dutyDone`,
		noPrompt,
	),
	...rules(
		'personFailed',
		['role', 'team', 'anybody'],
		`do|does not @adverb? read|check|follow|test|verify|review|look|care|listen|escalate
		don't|doesn't @adverb? read|check|follow|test|verify|review|look|care|listen|escalate`,
		noPrompt,
	),
	...rules(
		'personFailed',
		['nobody'],
		`@had? @adverb? checked|tested|verified|reviewed|noticed|realized|realised|considered|thought|questioned|asked|reacted|responded|looked|read
		@had? @adverb? cared|updated|documented|monitored|watched|followed|escalated|communicated|told|informed|warned|remembered|spotted`,
		noPrompt,
	),
	...rules(
		'personFailed',
		['nobody'],
		`@had? took|taken|takes *1 responsibility|ownership|charge
		did anything
		wanted|wants to take *1 responsibility|ownership`,
		words('it was not clear who acts'),
	),
	// What went wrong in somebody's hands
	...rules(
		'personFailed',
		SOMEBODY,
		'@had? @adverb? overlooked|missed|misses|overlooks',
		words('nothing drew attention to'),
	),
	...rules(
		'personFailed',
		SOMEBODY,
		'@had? @adverb? ignored|ignores|disregarded|neglects',
		words('no action followed'),
	),
	...rules(
		'personFailed',
		SOMEBODY,
		`@had? @adverb? skipped|bypassed|violated|circumvented|breached|sidestepped|flouted
		@had? @adverb? mistyped|misread|misconfigured|misjudged|mishandled|mistook|misspelled|misdiagnosed|misused|miscounted|misplaced|misinterpreted
		@had? @adverb? bungled|botched|fumbled|fat-fingered|misunderstood|miscalculated|misremembered`,
		({ sentence, match }) => {
			const base = BASES[sentence[match.at(-1)?.[0] ?? 0]?.lower ?? ''];
			return base === undefined ? undefined : `it was easy to ${base}`;
		},
	),
	...rules('personFailed', SOMEBODY, '@had? @adverb? refused|declined to', words('the decision was not to')),
	...rules('personFailed', SOMEBODY, '@had? @adverb? rushed', words('there was little time for'), withNear(1, 'to')),
	...rules('personFailed', ALL, '@had? @adverb? panicked', words('the situation was hard to handle')),
	...rules('personFailed', ALL, 'lost control|track|sight of', words('it was hard to keep track of')),
	...rules('personFailed', ALL, 'fell|was|were asleep', words('the alert reached nobody'), withNear(3, 'wheel')),
	...rules(
		'personFailed',
		SOMEBODY,
		'@had? @adverb? broke|broken|breaks|sabotaged|wrecked|ruined',
		words('a change broke'),
		withNear(6, 'into', 'down', 'up', 'out'),
	),
	...rules('personFailed', SOMEBODY, '@had? @adverb? caused', words('a change caused')),
	...rules(
		'personFailed',
		SOMEBODY,
		`@had? took|taken|brought production|prod|everything|us down
		@had? took|taken|brought down production|prod|everything|the`,
	),
	...rules(
		'personFailed',
		ALL,
		`@had? @adverb? messed|screwed|fucked|stuffed|cocked up
		@had? @adverb? blundered|goofed up?
		@had? @adverb? slipped up`,
		words('a step went wrong in'),
	),
	...rules(
		'personFailed',
		ALL,
		`@had? dropped the ball
		was|were asleep at the wheel
		let|lets *3 slip
		let this|it|that|them through
		let the *1 bug|defect|regression|change|error through
		@had? got|gotten *2 wrong
		@had? made|makes|make a|an|the|another|this|that|some|many|several *1 mistake|mistakes|error|errors|blunder|misjudgement|typo
		@had? made mistakes|errors
		knew better`,
		words('a step went wrong'),
	),
	...rules('personFailed', SOMEBODY, `rubber-stamped|rubberstamped`, words('the process let pass')),
	...rules('personFailed', ALL, '@had? @adverb? @badly @past', wasPossible),
	...rules('personFailed', SOMEBODY, '@had? @adverb? @wrongly @past', wasPossible),
	...rules(
		'personFailed',
		SOMEBODY,
		`@had? @adverb? @badly @word
		@had? @adverb? @wrongly @word
		@had? @past *6 by accident|mistake|oversight
		@had? @past *4 without thinking|checking|looking|asking|testing|reading`,
	),
	...rules(
		'personFailed',
		ALL,
		`ran|hit|pressed|clicked|typed|chose|picked|used|entered|copied|selected|rebooted|restarted|deleted|dropped|removed the|a|an wrong
		pasted|pushed|deployed|merged|changed|edited|opened|set|applied|stopped|killed|pulled|scaled|configured the|a|an wrong`,
	),
	...rules(
		'personFailed',
		['somebody'],
		'@had? @adverb? left|deleted|dropped|removed|killed|wiped|disabled|unplugged|pushed|merged|broke|changed|turned',
		wasPossible,
	),
	// How somebody is
	...rules(
		'judgement',
		ALL,
		`was|were|is|are|been|be|seems|seemed|being @very? @very? @bad
		was|were|is|are not @very? careful|qualified|attentive|competent|experienced|thorough|diligent
		wasn't|weren't|isn't|aren't @very? careful|qualified|attentive|competent|experienced|thorough|diligent
		was|were|is|are too slow|busy|junior|confident|proud|lazy
		was|were wrong|slow|careless`,
		unlessBefore('to', 'the process left room for error'),
	),
	...rules(
		'judgement',
		ALL,
		`was|were|is not paying *1 attention
		wasn't|weren't|isn't|aren't paying *1 attention
		paid no|little|too attention
		did not pay *1 attention
		didn't pay *1 attention`,
		words('nothing drew attention to it'),
	),
	...rules(
		'judgement',
		ALL,
		`lacks|lacked *1 experience|skill|skills|discipline|diligence|competence|judgement|judgment|care`,
	),
	...rules(
		'fault',
		ALL,
		`is|are|was|were @adverb? to blame
		is|are|was|were @adverb? at fault
		is|are|was|were the culprit|culprits
		is|are|was|were responsible|accountable for *2 outage|incident|failure|bug|error|mess|breakage|mistake|downtime|loss|leak
		has|have|had to take|accept *1 blame|responsibility`,
		unlessBefore('for', 'the process made it possible'),
	),
];

const BASES: Readonly<Record<string, string>> = {
	...{ skipped: 'skip', bypassed: 'bypass', violated: 'depart from', circumvented: 'bypass', breached: 'depart from' },
	...{
		sidestepped: 'bypass',
		flouted: 'depart from',
		mistyped: 'mistype',
		misread: 'misread',
		misconfigured: 'misconfigure',
	},
	...{
		misjudged: 'misjudge',
		mistook: 'mistake',
		misspelled: 'misspell',
		misdiagnosed: 'misdiagnose',
		misused: 'misuse',
	},
	...{
		misplaced: 'misplace',
		misinterpreted: 'misinterpret',
		misunderstood: 'misunderstand',
		miscalculated: 'miscalculate',
	},
	...{ misremembered: 'misremember', miscounted: 'miscount', 'fat-fingered': 'mistype' },
};
