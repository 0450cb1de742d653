// The JSON that the command line writes. The published JSON Schemas in media/schema are made from these; a test keeps them current.
import * as v from 'valibot';
import { NOTE_KINDS } from '../core/notes/note';

const Range = v.pipe(
	v.tuple([v.pipe(v.number(), v.integer(), v.minValue(0)), v.pipe(v.number(), v.integer(), v.minValue(0))]),
	v.description('UTF-16 offsets [start, end) into the original text'),
);
const Line = v.pipe(v.number(), v.integer(), v.minValue(1));
const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const Sha = v.pipe(v.string(), v.regex(/^[0-9a-f]{40,64}$/));

const FrameSchema = v.object({
	function: v.optional(v.string()),
	file: v.optional(v.pipe(v.string(), v.description('As printed in the trace; absent for native and unlocated calls'))),
	line: v.optional(Line),
	column: v.optional(Line),
	inApp: v.boolean(),
	raw: v.string(),
	range: Range,
	isAsync: v.optional(v.boolean()),
	repeated: v.optional(v.number()),
	original: v.optional(
		v.pipe(
			v.object({
				source: v.string(),
				line: Line,
				column: Line,
				function: v.optional(v.string()),
				map: v.pipe(v.string(), v.description('Where the source map is')),
			}),
			v.description('What a frame of a built file was in its source, by a source map'),
		),
	),
	resolved: v.optional(
		v.object({
			path: v.pipe(v.string(), v.description('Repository-relative, at the deployed revision')),
			line: v.optional(Line),
			confidence: Share,
			alternatives: v.array(v.string()),
			by: v.optional(v.pipe(v.picklist(['mapping', 'choice']), v.description('Said by a person'))),
			repository: v.optional(
				v.pipe(
					v.string(),
					v.description('Root of the repository it is in, where it is not the one asked about: a submodule'),
				),
			),
			revision: v.optional(v.pipe(v.string(), v.description('The revision of that repository'))),
		}),
	),
	unresolved: v.optional(
		v.pipe(
			v.object({ code: v.string(), package: v.optional(v.string()), path: v.optional(v.string()) }),
			v.description(
				'Why the frame has no file in the repository: noFile, vendor or runtime (of package), notAtRevision, onlyDouble (path), outside',
			),
		),
	),
});

const ExceptionSchema = v.object({
	type: v.string(),
	message: v.string(),
	relation: v.picklist(['thrown', 'cause', 'context', 'suppressed', 'member', 'thread']),
	thread: v.optional(v.string()),
	frames: v.pipe(v.array(FrameSchema), v.description('Innermost call first')),
	range: Range,
});

const TraceSchema = v.object({
	format: v.string(),
	exceptions: v.pipe(v.array(ExceptionSchema), v.description('Outermost exception first')),
	range: Range,
	fingerprint: v.pipe(
		v.string(),
		v.regex(/^[0-9a-f]{16}$/),
		v.description(
			'The same for reports of the same failure: lines, addresses, generated names and variable parts of messages do not count',
		),
	),
});

const ReasonsSchema = v.pipe(
	v.array(v.object({ kind: v.string(), detail: v.string(), weight: Share })),
	v.description('The score is the sum of their weights'),
);

/** What `faultline parse --json` writes. */
export const ParseOutput = v.object({ traces: v.array(TraceSchema) });

/** What `faultline parse --jsonl` writes for each line. */
export const ParseLine = v.object({ id: v.unknown(), traces: v.array(TraceSchema) });

const CommitSchema = v.object({
	sha: Sha,
	subject: v.string(),
	author: v.string(),
	date: v.pipe(v.string(), v.isoTimestamp()),
});

/** What `faultline suspects --json` writes. */
export const SuspectsOutput = v.object({
	revision: Sha,
	files: v.pipe(
		v.array(v.object({ path: v.string(), score: Share, reasons: ReasonsSchema })),
		v.description('Best first'),
	),
	commits: v.pipe(
		v.array(
			v.object({
				sha: Sha,
				score: Share,
				author: v.string(),
				date: v.pipe(v.string(), v.isoTimestamp()),
				subject: v.string(),
				reasons: ReasonsSchema,
			}),
		),
		v.description('Best first'),
	),
	excluded: v.pipe(
		v.array(
			v.object({
				sha: Sha,
				reason: v.string(),
				subject: v.optional(v.string()),
				date: v.optional(v.pipe(v.string(), v.isoTimestamp())),
			}),
		),
		v.description('Commits that were looked at and cannot be it'),
	),
	problems: v.pipe(
		v.array(v.object({ code: v.string(), message: v.string() })),
		v.description('Why an answer is empty or thin, and what to do about it'),
	),
	secondOpinion: v.optional(
		v.pipe(
			v.array(
				v.object({
					rule: v.picklist(['sentry', 'datadog']),
					about: v.pipe(v.string(), v.description('The published rule, in a sentence')),
					detail: v.pipe(v.string(), v.description('Why this commit, or why none')),
					commit: v.optional(CommitSchema),
				}),
			),
			v.description('With --second-opinion: what the rules of other products would name'),
		),
	),
	whyNot: v.optional(
		v.pipe(
			v.object({
				commit: CommitSchema,
				answer: v.picklist(['suspect', 'ruledOut', 'noEvidence']),
				sentence: v.string(),
				rank: v.optional(Line),
				score: v.optional(Share),
				reasons: v.optional(ReasonsSchema),
			}),
			v.description('With --why-not: why that commit is not named, or its place among all suspects'),
		),
	),
	traces: v.array(TraceSchema),
});

/** What `faultline bisect --json` writes. */
export const BisectOutput = v.object({
	good: v.pipe(Sha, v.description('The good end: the common ancestor where the good revision is not in the bad one')),
	bad: Sha,
	commits: v.pipe(v.number(), v.integer(), v.description('Commits in the range')),
	isPlain: v.pipe(v.boolean(), v.description('In the order of git bisect')),
	culprit: v.optional(v.pipe(CommitSchema, v.description('The first bad commit'))),
	undecided: v.pipe(v.array(Sha), v.description('Commits that cannot be told apart, where there is no culprit')),
	tests: v.pipe(
		v.array(
			v.object({
				sha: Sha,
				answer: v.picklist(['good', 'bad', 'skip']),
				exitCode: v.optional(v.pipe(v.number(), v.integer())),
			}),
		),
		v.description('In their order, without the two ends'),
	),
});

/** What `faultline blameless --json` writes. */
export const BlamelessOutput = v.object({
	files: v.array(
		v.object({
			file: v.string(),
			findings: v.pipe(
				v.array(
					v.object({
						rule: v.pipe(v.string(), v.description('Kind of wording, such as counterfactual or humanError')),
						line: Line,
						column: v.pipe(Line, v.description('In UTF-16 units')),
						range: Range,
						wording: v.string(),
						reason: v.pipe(v.string(), v.description('Why it was found, in a sentence')),
						rewrite: v.optional(
							v.pipe(
								v.object({ range: Range, text: v.string() }),
								v.description('What may stand in place of a part of the text, which is around the wording'),
							),
						),
					}),
				),
				v.description('In the order of the text; none overlap'),
			),
		}),
	),
});

/** What `faultline notes --json` writes. */
export const NotesOutput = v.object({
	base: v.pipe(Sha, v.description('Where the branch starts')),
	head: Sha,
	notes: v.pipe(
		v.array(
			v.object({
				id: v.string(),
				kind: v.picklist(NOTE_KINDS),
				text: v.pipe(v.string(), v.description('Markdown')),
				actor: v.string(),
				at: v.pipe(v.string(), v.isoTimestamp()),
				incident: v.object({
					id: v.string(),
					key: v.string(),
					title: v.string(),
					status: v.string(),
					priority: v.string(),
				}),
				path: v.pipe(v.string(), v.description('At head; where the file was deleted, at base')),
				what: v.pipe(v.picklist(['lines', 'function']), v.description('What of the note the diff touches')),
				first: Line,
				last: Line,
				isDeleted: v.boolean(),
				movedFrom: v.optional(
					v.pipe(v.string(), v.description('The file at base that the diff moves the lines out of, where it does')),
				),
				anchor: v.pipe(
					v.object({ commit: Sha, path: v.string(), first: Line, last: Line }),
					v.description('Where it was written'),
				),
			}),
		),
		v.description('By path and line'),
	),
});

/** File name in media/schema → schema. */
export const outputs = {
	parse: ParseOutput,
	'parse-line': ParseLine,
	suspects: SuspectsOutput,
	bisect: BisectOutput,
	blameless: BlamelessOutput,
	notes: NotesOutput,
};
