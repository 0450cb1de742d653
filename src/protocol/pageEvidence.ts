// What of the incident page's protocol is about the trace and the suspects.
import * as v from 'valibot';

const Text = v.string();
const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** A frame: of which trace, exception and frame of the evidence, and how it is shown. */
export const Frame = v.object({
	trace: v.number(),
	exception: v.number(),
	frame: v.number(),
	name: Text,
	/** File and line: in the repository where it is there, else as printed; may be empty. */
	place: Text,
	isInApp: v.boolean(),
	/** The innermost one of the person's own code: where to look first. */
	isInnermost: v.boolean(),
	/** It has a file in the repository, so there are source lines. */
	isLocated: v.boolean(),
	/** Opening it opens something, or says why not and what to do. */
	canOpen: v.boolean(),
	/** What else is to be known of it, in a few words: why it has no file, that several fit, how often it was called. */
	notes: v.array(Text),
	raw: Text,
});
export type Frame = v.InferOutput<typeof Frame>;

/** Frames of one's own code, or vendor frames in a row, which are folded. */
const Run = v.object({ isVendor: v.boolean(), frames: v.array(Frame) });
export type Run = v.InferOutput<typeof Run>;

const Exception = v.object({
	id: Text,
	title: Text,
	/** The whole message, where the title is not all of it. */
	message: Text,
	/** How often its trace is in the evidence. */
	times: v.number(),
	runs: v.array(Run),
});
export type Exception = v.InferOutput<typeof Exception>;

export const TraceSection = v.object({
	exceptions: v.array(Exception),
	/** In a sentence, what is not shown; empty where all is. */
	more: Text,
	/** What of larger texts was kept. */
	excerpts: v.array(Text),
	/** Evidence in which no trace was recognized, as it is. */
	texts: v.array(Text),
	/** Deployed revision, in short; empty before an analysis. */
	revision: Text,
});
export type TraceSection = v.InferOutput<typeof TraceSection>;

/** 1-based. */
export const Line = v.pipe(v.number(), v.integer(), v.minValue(1));

const Reason = v.object({
	detail: Text,
	weight: Share,
	/** The line that it speaks of, of the deployed code. */
	at: v.optional(v.object({ path: Text, line: Line })),
});

const Commit = v.object({
	sha: Text,
	subject: Text,
	/** Epoch milliseconds; absent where it is not known. */
	at: v.optional(v.number()),
	/** Absent where the analysis did not name it. */
	score: v.optional(Share),
	/** 1-based. */
	rank: v.optional(v.number()),
	reasons: v.array(Reason),
	/** Those that it came by, as far as they are known. */
	pullRequests: v.array(v.object({ number: v.number(), title: Text, facts: Text })),
	/** Environments that it was deployed to, as far as they are known. */
	deployed: v.array(v.object({ environment: Text, facts: Text })),
	verdict: v.picklist(['confirmed', 'dismissed', 'none']),
	/** A bisection found it. */
	isBisected: v.boolean(),
});
export type Commit = v.InferOutput<typeof Commit>;

const File = v.object({ path: Text, score: Share, reasons: v.array(Reason) });
export type File = v.InferOutput<typeof File>;

const Problem = v.object({
	message: Text,
	/** The answer is there, but little speaks for it. */
	isWeak: v.boolean(),
	/** What can be done about it, as a button says it. */
	remedy: v.optional(Text),
});

export const Suspects = v.object({
	/** `noTrace`: there is nothing to look into. */
	state: v.picklist(['noTrace', 'notAnalyzed', 'analyzed']),
	isAnalyzing: v.boolean(),
	/** Git may not be started here. */
	isUntrusted: v.boolean(),
	/** Confirmed ones first, dismissed ones last. */
	commits: v.array(Commit),
	files: v.array(File),
	ruledOut: v.array(v.object({ sha: Text, subject: Text, reason: Text })),
	problems: v.array(Problem),
});
export type Suspects = v.InferOutput<typeof Suspects>;
