import type { Sentence } from '../model';
import { type Pattern, pattern, type WordClass } from '../pattern';
import { baseOf, isParticiple, isPast } from './verbs';

const set = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));
const oneOf =
	(words: ReadonlySet<string>): WordClass =>
	(sentence, at) =>
		words.has(sentence[at]?.lower ?? '') ? at + 1 : undefined;
const by =
	(is: (word: string) => boolean): WordClass =>
	(sentence, at) =>
		is(sentence[at]?.lower ?? '') ? at + 1 : undefined;

/** What somebody is called who is blamed. */
export const JUDGEMENTS = set(
	`careless negligent incompetent irresponsible reckless sloppy stupid foolish idiotic thoughtless clueless unprofessional amateurish ignorant
	inattentive inexcusable unforgivable dumb lousy shoddy half-hearted haphazard slapdash moronic brainless mindless boneheaded dim-witted
	incompetence-driven complacent undisciplined unqualified overconfident arrogant`,
);
const QUALITIES = set(
	`carelessness negligence incompetence irresponsibility recklessness sloppiness laziness stupidity foolishness thoughtlessness ignorance
	complacency ineptitude inattention inattentiveness unprofessionalism idiocy arrogance indifference`,
);
const BADLY = set(
	`carelessly negligently recklessly sloppily stupidly foolishly thoughtlessly mindlessly blindly irresponsibly incompetently
	unprofessionally ignorantly haphazardly`,
);
/** With a person before it; of a program it says nothing. */
const WRONGLY = set(
	'accidentally mistakenly wrongly erroneously inadvertently incorrectly unwittingly unintentionally hastily prematurely',
);
const FAULTS = set(
	`fault mistake mistakes error errors negligence carelessness incompetence oversight blunder blunders inexperience laziness ignorance failure
	inattention recklessness stupidity sloppiness slip-up screw-up screwup misjudgement misjudgment misunderstanding forgetfulness inability`,
);
const LESSENING = set(
	'too so very simply clearly just obviously really rather quite way far completely totally extremely apparently',
);
const PREDICATES = set(
	`careless negligent incompetent irresponsible reckless sloppy lazy stupid foolish thoughtless clueless unprofessional ignorant inattentive
	complacent unqualified inexperienced overconfident arrogant forgetful distracted asleep guilty unprepared untrained undisciplined hasty
	reprimanded disciplined inept dumb absent-minded impatient uncooperative`,
);
const ADVERBS = set(
	`simply just also then again apparently probably actually really even still later initially already completely entirely totally clearly
	obviously repeatedly once first consistently somehow unfortunately sadly evidently only all both at`,
);
const HAD = set('has have had');
/** What is not read into: `could have been`, `had an alert`. */
const NO_DEED = set('been had lost affected needed wanted liked cached used');

/** Verbs of which it is said that somebody did not do them; others say nothing of a duty: `did not lose`, `did not see`. */
const DUTIES = set(
	`check test read verify review follow notice realize realise consider think understand escalate communicate update tell bother look ask
	wait double-check announce catch roll respond raise remember handle document monitor watch call react act investigate inform notify validate
	share configure renew rotate care pay prepare coordinate consult question audit rehearse practise practice involve warn answer mention
	discuss correct inspect examine ensure`,
);

const classes: Readonly<Record<string, WordClass>> = {
	participle: by((word) => isParticiple(word) && !NO_DEED.has(word)),
	deed: by((word) => isParticiple(word) || isPast(word)),
	past: by(isPast),
	/** Behind a `to` any word is one, but for what begins a noun. */
	infinitive: by(
		(word) => /^[a-z][a-z-]+$/.test(word) && !/^(?:the|an|this|that|our|their|his|her|its|my|your)$/.test(word),
	),
	duty: oneOf(DUTIES),
	judgement: oneOf(JUDGEMENTS),
	quality: oneOf(QUALITIES),
	dutyDone: by((word) => isParticiple(word) && DUTIES.has(baseOf(word) ?? '')),
	badly: oneOf(BADLY),
	wrongly: oneOf(WRONGLY),
	fault: oneOf(FAULTS),
	bad: oneOf(PREDICATES),
	very: oneOf(LESSENING),
	adverb: oneOf(ADVERBS),
	had: oneOf(HAD),
	word: (sentence, at) => (sentence[at] ? at + 1 : undefined),
};

/** A pattern of English words; see `pattern.ts`, and the classes above. */
export const english = (written: string): Pattern => pattern(written, classes);

/** Where the adverbs end that begin at a place. */
export function behindAdverbs(sentence: Sentence, at: number): number {
	let end = at;
	while (end < at + 3 && ADVERBS.has(sentence[end]?.lower ?? '') && sentence[end]?.gap === 'space') {
		end++;
	}
	return end;
}
