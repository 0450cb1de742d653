import * as v from 'valibot';
import { CHECKS } from '../core/incident/closure';

const IncidentRef = v.object({ incidentId: v.string() });
const FrameRef = v.object({
	incidentId: v.string(),
	trace: v.pipe(v.number(), v.integer(), v.minValue(0)),
	exception: v.pipe(v.number(), v.integer(), v.minValue(0)),
	frame: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
const TracePlace = v.object({
	...v.omit(FrameRef, ['incidentId', 'frame']).entries,
	frame: v.optional(FrameRef.entries.frame),
});
const CommitRef = v.object({ incidentId: v.string(), sha: v.pipe(v.string(), v.regex(/^[0-9a-f]{40,64}$/)) });
const PullRequestRef = v.object({ ...CommitRef.entries, number: v.pipe(v.number(), v.integer(), v.minValue(1)) });
const Line = v.pipe(v.number(), v.integer(), v.minValue(1));
const FileRef = v.object({ incidentId: v.string(), path: v.string(), line: v.optional(Line) });
const FileOfIncident = v.object({ incidentId: v.string(), path: v.string(), repository: v.optional(v.string()) });
const LinkOfIncident = v.object({ incidentId: v.string(), url: v.string() });
const AlertRef = v.object({ incidentId: v.string(), alert: v.string() });
const NoteRef = v.object({ incidentId: v.string(), noteId: v.string() });
const CheckRef = v.object({ incidentId: v.string(), check: v.picklist(CHECKS), isDone: v.boolean() });
const ActionRef = v.object({ incidentId: v.string(), actionId: v.string() });
const RevertRef = v.object({ revertId: v.string() });
const GroupRef = v.object({ group: v.string() });
const LinkRef = v.object({ uri: v.pipe(v.string(), v.maxLength(4096)), at: FrameRef.entries.frame });
const Preview = v.object({ isPreview: v.literal(true) });
const PartialCloneRef = v.object({ repository: v.string() });
const AnalyzeOptions = v.object({ revision: v.optional(v.string()) });

/** Which frame of an incident's evidence: trace → exception → frame, as the parser lists them. */
export type FrameRef = v.InferOutput<typeof FrameRef>;
/** An exception of an incident's evidence, or a frame of it. */
export type TracePlace = v.InferOutput<typeof TracePlace>;
/** A frame in a document's text: the document's address, and an offset inside the frame. */
export type LinkRef = v.InferOutput<typeof LinkRef>;
export type CommitRef = v.InferOutput<typeof CommitRef>;
export type FileRef = v.InferOutput<typeof FileRef>;

/** What a command is about, read from an argument nobody vouches for: a tree node, an object, or for incidents the id or key itself. */
export const args = {
	incident: (value: unknown): string | undefined =>
		typeof value === 'string' && value !== '' ? value : as(IncidentRef, value)?.incidentId,
	/** The incidents of a multiple selection, which VS Code gives as a second argument; else the first argument's. */
	incidents: (value: unknown, selected: unknown): readonly string[] => {
		const all = Array.isArray(selected) && selected.length > 0 ? selected : Array.isArray(value) ? value : [value];
		return [...new Set(all.flatMap((one) => args.incident(one) ?? []))];
	},
	frame: (value: unknown): FrameRef | undefined => as(FrameRef, value),
	link: (value: unknown): LinkRef | undefined => as(LinkRef, value),
	tracePlace: (value: unknown): TracePlace | undefined => as(TracePlace, value),
	pullRequest: (value: unknown): v.InferOutput<typeof PullRequestRef> | undefined => as(PullRequestRef, value),
	commit: (value: unknown): CommitRef | undefined => as(CommitRef, value),
	/** The commits of a multiple selection, which VS Code gives as a second argument; else the first argument's. */
	commits: (value: unknown, selected: unknown): readonly CommitRef[] => {
		const all = Array.isArray(selected) && selected.length > 0 ? selected : [value];
		const refs = all.flatMap((one) => as(CommitRef, one) ?? []);
		return refs.filter(({ incidentId }) => incidentId === refs[0]?.incidentId);
	},
	revert: (value: unknown): string | undefined => as(RevertRef, value)?.revertId,
	file: (value: unknown): FileRef | undefined => as(FileRef, value),
	attachedFile: (value: unknown): v.InferOutput<typeof FileOfIncident> | undefined => as(FileOfIncident, value),
	incidentLink: (value: unknown): v.InferOutput<typeof LinkOfIncident> | undefined => as(LinkOfIncident, value),
	/** The address of an incident's link, where there is one. */
	linkAddress: (value: unknown): string | undefined => as(v.object({ url: v.string() }), value)?.url,
	/** An alert of an incident, by `alertId`. */
	alert: (value: unknown): v.InferOutput<typeof AlertRef> | undefined => as(AlertRef, value),
	note: (value: unknown): v.InferOutput<typeof NoteRef> | undefined => as(NoteRef, value),
	/** Id of a message of an incident. */
	message: (value: unknown): string | undefined => as(v.object({ message: v.string() }), value)?.message,
	group: (value: unknown): string | undefined => as(GroupRef, value)?.group,
	check: (value: unknown): v.InferOutput<typeof CheckRef> | undefined => as(CheckRef, value),
	action: (value: unknown): v.InferOutput<typeof ActionRef> | undefined => as(ActionRef, value),
	isPreview: (value: unknown): boolean => v.is(Preview, value),
	partialClone: (value: unknown): string | undefined => as(PartialCloneRef, value)?.repository,
	revision: (value: unknown): string | undefined => as(AnalyzeOptions, value)?.revision,
};

function as<T>(schema: v.GenericSchema<unknown, T>, value: unknown): T | undefined {
	const result = v.safeParse(schema, value);
	return result.success ? result.output : undefined;
}
