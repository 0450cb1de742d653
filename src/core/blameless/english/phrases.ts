import { english } from './classes';
import { type Found, type Rewriting, type Rule, withVerb, words } from './rule';

type Unless = Rule['unless'];

const rules = (rule: Rule['rule'], written: string, rewrite?: Rewriting, unless?: Unless): Rule[] =>
	written
		.trim()
		.split(/\s*\n\s*/)
		.map((one) => ({ rule, rewrite, unless, pattern: english(one) }));

const followedBy =
	(...some: readonly string[]): NonNullable<Unless> =>
	({ sentence }, end) =>
		sentence[end]?.gap === 'space' && some.includes(sentence[end]?.lower ?? '');

/** Of a figure, a message or a field it says nothing of anybody. */
const isMeasured = followedBy(
	...[
		'rate',
		'rates',
		'count',
		'counts',
		'counter',
		'code',
		'codes',
		'message',
		'messages',
		'page',
		'pages',
		'metric',
		'metrics',
		'budget',
	],
	...[
		'classes',
		'reporting',
		'tracking',
		'object',
		'objects',
		'handlers',
		'handling',
		'log',
		'logs',
		'handler',
		'boundary',
		'response',
		'responses',
		'report',
		'reports',
		'type',
		'class',
		'event',
		'events',
	],
);

/** Programs are called so as well: `lazy loading`, `sloppy quorum`, `dumb terminal`. */
const isTechnical = followedBy(
	...[
		'loading',
		'load',
		'evaluation',
		'initialization',
		'initialisation',
		'init',
		'import',
		'imports',
		'loader',
		'migration',
		'writer',
		'free',
	],
	...[
		'quorum',
		'quorums',
		'mode',
		'proxy',
		'terminal',
		'pipe',
		'http',
		'client',
		'match',
		'matching',
		'phrase',
		'reference',
		'regex',
	],
	...[
		'relationship',
		'relationships',
		'fetch',
		'fetching',
		'connection',
		'connections',
		'eviction',
		'delete',
		'deletion',
		'counter',
		'parsing',
	],
);

/** Leaves the word out: `a careless change` becomes `a change`. */
const leftOut: Rewriting = ({ sentence, match }) => {
	const [start, end] = match[0] ?? [0, 0];
	const next = sentence[end];
	return next?.gap === 'space' && !next.isThing && sentence[start] ? '' : undefined;
};

/** What blames, wherever it stands in a sentence. */
export const PHRASE_RULES: readonly Rule[] = [
	...rules(
		'humanError',
		`human|operator|pilot|engineer|developer|admin|administrator|personal error|errors|mistake|mistakes|failure|failures|negligence
		user|manual error|mistake
		error|errors by the? operator|operators|user|users|engineer|engineers|developer|developers|human|humans|admin
		human factor|factors
		pebkac|pebcak|layer-8|id10t`,
		words('a step that was easy to get wrong'),
		isMeasured,
	),
	...rules('judgement', '@judgement', leftOut, isTechnical),
	...rules('judgement', '@quality', words('a missing safeguard'), followedBy('ratio')),
	...rules('judgement', '@badly', words('without a safeguard')),
	...rules(
		'judgement',
		`lack|absence of *1 attention|care|diligence|discipline|professionalism|competence|vigilance|responsibility|experience|thought|judgement|judgment
		lack of common sense
		insufficient|inadequate attention|care|diligence|vigilance
		poor|bad|questionable|terrible|weak judgement|judgment|discipline|attitude|workmanship|decision-making
		common sense
		asleep at the wheel
		knew better`,
		words('a missing safeguard'),
	),
	...rules(
		'judgement',
		`rookie|beginner's|beginner|amateur|silly|embarrassing|avoidable|inexcusable|elementary|schoolboy|junior|unforced mistake|mistakes|error|errors`,
		words('gap in the process'),
	),
	...rules('judgement', 'rubber-stamped|rubberstamped', words('let pass')),
	...rules('judgement', 'fat-fingered|fat-finger|fat-fingering|fatfingered', words('mistyped')),
	// Whose fault
	...rules(
		'fault',
		`it|this|that was|is my|your|his|her|their|our|nobody's|somebody's|someone's fault`,
		words('conditions made it possible'),
	),
	...rules(
		'fault',
		`my|your|our own? *1 fault|mistake|mistakes|negligence|carelessness|oversight|blunder|incompetence|inexperience|ignorance
		his|her|their own? *1 @fault`,
		words('a gap in the process'),
		isMeasured,
	),
	...rules(
		'fault',
		`blame lies|rests|falls|belongs with|on
		blame the|our|him|her|them|you|@word for
		put|puts|pin|pins|pinned|lay|lays the blame on
		hold|held|holding|hold *3 accountable|responsible
		held *2 accountable
		guilty party|parties
		the guilty
		the culprit|culprits is|was|are|were the|a|an *2 engineer|developer|person|team|reviewer|admin|intern|operator
		point|points|pointed the finger|fingers
		take|takes|took|accept|accepts the blame
		disciplinary action|actions|measures`,
	),
	...rules('judgement', `reprimanded|disciplined`),
	// Asking for a person
	...rules(
		'askingWho',
		`who @adverb? @deed
		who is|was accountable|guilty
		who is|was responsible for *2 outage|incident|failure|bug|error|mess|breakage|mistake|downtime|loss|leak|this
		who is|was to blame`,
		withVerb('what made it possible to'),
		(found) => !isAsking(found),
	),
	...rules(
		'askingWho',
		`whose fault|mistake|idea|job|responsibility|change|commit|code was|is it|this|that
		whose fault|idea|mistake`,
		words('what led to this'),
	),
	...rules('askingWho', 'whoever @adverb? @deed', words('what led to')),
	// What could not be known then
	...rules(
		'hindsight',
		`in|with hindsight
		with the benefit of hindsight
		in retrospect it|this|we|the
		looking back ,it|we|they|this`,
		words('as we know now'),
	),
	...rules('hindsight', 'obvious|evident|foreseeable|predictable that', words('clear later that'), isDenied),
	...rules(
		'hindsight',
		`should have been @adverb? obvious|clear|evident|known|foreseen|expected
		was|were @adverb? obvious|foreseeable|predictable|avoidable
		were|was clear|obvious from the start|beginning|outset`,
		words('is known now'),
		isDenied,
	),
	...rules(
		'hindsight',
		`signs|warnings|evidence were|was clear|obvious
		signs were there`,
		words('signs are known now'),
	),
	...rules('hindsight', 'obviously', leftOut),
	...rules(
		'hindsight',
		`could|would|should have @adverb? easily|simply been avoided|prevented|caught|spotted
		could|would|should easily|simply have been avoided|prevented|caught|spotted`,
		words('had no safeguard'),
		followedBy('if', 'had'),
	),
	...rules(
		'hindsight',
		`everyone|everybody|anyone|anybody knows|knew|sees|saw|understands that?`,
		words('it is known that'),
	),
];

/** `not obvious that` says what helps. */
const DENYING = new Set(['not', 'never', 'hardly', 'less', 'nothing', "wasn't", "isn't", "weren't", "aren't"]);

function isDenied({ sentence, match }: Found): boolean {
	return DENYING.has(sentence[(match[0]?.[0] ?? 0) - 1]?.lower ?? '');
}

/** Words before a `who` that asks, and does not say more of somebody. */
const ASKING = new Set(
	'out know ask asked asking see wonder wondering determine identify establish clarify tell clear question understand and or remember'.split(
		' ',
	),
);

function isAsking({ sentence, match }: Found): boolean {
	const at = match[0]?.[0] ?? 0;
	const before = sentence[at - 1];
	return !before || sentence[at]?.gap === 'clause' || ASKING.has(before.lower);
}
