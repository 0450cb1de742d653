import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { FaultlineError, isAbort } from '../../base/errors';
import type { Log } from '../../core/ports/log';
import { firstThread, type Row, relationWords, type StepFrame, type TraceThread } from './traceThreads';

/** The number that stands for the text of the trace, which frames without a file are shown in. */
const TRACE_TEXT = 1;
/** VS Code looks for the frame to show among the first twenty; a page is made longer so that it is there, up to so many frames. */
const LONGEST_PAGE = 500;

/** Where a frame is shown. Lines and columns are 1-based. */
export interface Place {
	/** What the place is called in the Call Stack view. */
	readonly name: string;
	/** A path of this machine, or an address that VS Code has a document for. */
	readonly path: string;
	readonly line: number;
	readonly column: number;
	/** Where it is from if it is not of the working tree; empty otherwise. */
	readonly origin: string;
	/** How the line moved since it was deployed, as a sentence. */
	readonly note: string;
}

export interface TraceSessionNeeds {
	readonly threads: readonly TraceThread[];
	/** The text all ranges are offsets into. */
	readonly text: string;
	/** What the text of the trace is called where it is opened. */
	readonly name: string;
	/** Short name of the deployed revision. */
	readonly revision: string | undefined;
	/** Where to begin; else at the innermost frame of the person's own code. */
	readonly at?: { readonly trace: number; readonly exception: number; readonly frame?: number | undefined } | undefined;
	/** Aligned with `frames`; undefined for a frame that is in no text but the trace's. */
	readonly placesOf: (frames: readonly StepFrame[], signal: AbortSignal) => Promise<readonly (Place | undefined)[]>;
	/** Id of the frame that VS Code shows, which may be one the person clicked. */
	readonly focused: () => number | undefined;
	readonly send: (message: DebugMessage) => void;
	readonly log: Log;
}

/** A message of the Debug Adapter Protocol to VS Code. */
export type DebugMessage = { readonly seq: number } & (
	| {
			readonly type: 'response';
			readonly request_seq: number;
			readonly command: string;
			readonly success: boolean;
			readonly message?: string;
			readonly body?: unknown;
	  }
	| { readonly type: 'event'; readonly event: string; readonly body?: unknown }
);

const Request = v.object({
	seq: v.number(),
	type: v.literal('request'),
	command: v.string(),
	arguments: v.optional(v.unknown()),
});
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const OfThread = v.object({ threadId: whole });
const OfFrame = v.object({ frameId: whole });
const OfVariables = v.object({ variablesReference: whole });
const Page = v.object({ threadId: whole, startFrame: v.optional(whole, 0), levels: v.optional(whole, 0) });
const Breakpoints = v.object({ breakpoints: v.optional(v.array(v.unknown()), []) });
const OfSource = v.object({ sourceReference: whole });

/** What a request is answered with, and what is to be told after the answer. */
interface Answer {
	readonly body?: unknown;
	readonly after?: () => void;
}

type Handler = (request: unknown) => Answer | Promise<Answer>;

/** A request that is not granted, and why. */
class Refusal extends Error {}

/**
 * The debug adapter of a stack trace: the trace's exceptions are threads that stand still, and a step goes from frame to frame. Nothing runs and
 * nothing can be changed. Messages in, messages out; never throws, and answers every request once.
 *
 * @see https://microsoft.github.io/debug-adapter-protocol/specification
 */
export class TraceSession {
	private seq = 0;
	private readonly abort = new AbortController();
	/** Rows that are stopped at, by thread; those that no step left yet are at their start. */
	private readonly positions = new Map<number, number>();
	private starts: readonly number[] | undefined;
	private current: TraceThread | undefined;

	constructor(private readonly needs: TraceSessionNeeds) {
		const { at, threads } = needs;
		this.current = at && threads.find(({ trace, exception }) => trace === at.trace && exception === at.exception);
		const row = this.current?.rows.findIndex(({ frame }) => frame !== undefined && frame.frame === at?.frame) ?? -1;
		if (this.current && row >= 0) {
			this.positions.set(this.current.id, row);
		}
		this.current ??= firstThread(threads);
	}

	/** Takes a message in; one that is no request is dropped. */
	handle(message: unknown): void {
		const request = v.safeParse(Request, message);
		if (request.success) {
			void this.answer(request.output);
		} else {
			this.needs.log.debug('a message of the debug protocol that is no request was dropped');
		}
	}

	/** Ends the session from this side. */
	end(): void {
		this.event('terminated');
		this.dispose();
	}

	dispose(): void {
		this.abort.abort();
	}

	private async answer({ seq, command, arguments: given }: v.InferOutput<typeof Request>): Promise<void> {
		const about = { type: 'response', request_seq: seq, command } as const;
		try {
			const handler = Object.hasOwn(this.handlers, command) ? this.handlers[command] : undefined;
			if (!handler) {
				throw new Refusal(l10n.t('A stack trace stands still: it can be looked at, not run or changed.'));
			}
			const { body, after } = await handler(given ?? {});
			this.send({ ...about, success: true, ...(body !== undefined && { body }) });
			after?.();
		} catch (error) {
			this.send({ ...about, success: false, ...this.refusalOf(command, error) });
		}
	}

	private refusalOf(command: string, error: unknown): { message: string; body?: unknown } {
		if (isAbort(error) || this.abort.signal.aborted) {
			return { message: 'cancelled' };
		}
		const isExpected = error instanceof Refusal || FaultlineError.is(error);
		if (!isExpected) {
			this.needs.log.warn(`debug session: ${command}: ${error instanceof Error ? error.message : String(error)}`);
		}
		const format = isExpected ? error.message : l10n.t('Faultline could not answer this; the log says more.');
		return { message: format, body: { error: { id: 1, format, showUser: false } } };
	}

	private readonly handlers: Readonly<Record<string, Handler>> = {
		initialize: () => ({
			body: {
				supportsConfigurationDoneRequest: true,
				// Without `supportsDelayedStackTraceLoading`, which makes VS Code show a frame before it knows the stack: it then leaves out the
				// exception's message where that frame is the first one. Pages are asked for all the same.
				supportsExceptionInfoRequest: true,
				supportsRestartRequest: true,
				supportsStepBack: true,
			},
			after: () => this.event('initialized'),
		}),
		launch: () => ({}),
		configurationDone: () => ({ after: () => this.stopped() }),
		// VS Code sends the breakpoints there are to every session; none of them can be hit.
		setBreakpoints: (given) => ({
			body: {
				breakpoints: valid(Breakpoints, given).breakpoints.map(() => ({
					verified: false,
					message: l10n.t('A stack trace does not run, so nothing stops here.'),
				})),
			},
		}),
		setFunctionBreakpoints: () => ({ body: { breakpoints: [] } }),
		setExceptionBreakpoints: () => ({ body: { breakpoints: [] } }),
		threads: () => ({ body: { threads: this.needs.threads.map(({ id, name }) => ({ id, name })) } }),
		stackTrace: async (given) => ({ body: await this.stackTrace(valid(Page, given)) }),
		scopes: (given) => {
			const { frameId } = valid(OfFrame, given);
			this.rowOf(frameId);
			const scope = (name: string, variablesReference: number) => ({ name, variablesReference, expensive: false });
			return {
				body: { scopes: [scope(l10n.t('Frame'), frameId * 2), scope(l10n.t('Exception'), frameId * 2 + 1)] },
			};
		},
		variables: async (given) => ({ body: { variables: await this.variables(valid(OfVariables, given)) } }),
		source: (given) => {
			if (valid(OfSource, given).sourceReference !== TRACE_TEXT) {
				throw new Refusal(l10n.t('There is no such source in this stack trace.'));
			}
			return { body: { content: this.needs.text, mimeType: 'text/plain' } };
		},
		exceptionInfo: (given) => {
			const { type, message } = this.threadOf(given).of;
			return {
				body: {
					exceptionId: type || l10n.t('Stack trace'),
					...(message !== '' && { description: message }),
					breakMode: 'unhandled',
					details: { message, typeName: type },
				},
			};
		},
		next: (given) => this.step(given, (thread, from) => nearest(thread, from, 1, isOurs(thread))),
		stepBack: (given) => this.step(given, (thread, from) => nearest(thread, from, -1, isOurs(thread))),
		stepOut: (given) => this.step(given, (thread, from) => nearest(thread, from, 1, () => true)),
		stepIn: (given) => this.step(given, (thread, from) => nearest(thread, from, -1, () => true)),
		continue: (given) => this.changeThread(given, 1),
		reverseContinue: (given) => this.changeThread(given, -1),
		pause: () => ({ after: () => this.stopped() }),
		restart: () => ({
			after: () => {
				this.positions.clear();
				this.current = firstThread(this.needs.threads);
				this.stopped();
			},
		}),
		disconnect: () => this.over(),
		terminate: () => this.over(),
	};

	private over(): Answer {
		return { after: () => this.end() };
	}

	private step(given: unknown, to: (thread: TraceThread, from: number) => number): Answer {
		const thread = this.threadOf(given);
		const focused = (this.needs.focused() ?? 0) - thread.firstId;
		const from = thread.rows[focused] ? focused : this.positionIn(thread);
		this.positions.set(thread.id, to(thread, from));
		this.current = thread;
		return { after: () => this.stopped() };
	}

	/** To the neighbouring exception or thread that has frames, round and round. */
	private changeThread(given: unknown, way: 1 | -1): Answer {
		const { threads } = this.needs;
		const from = this.threadOf(given);
		const others = [...threads.slice(from.id), ...threads.slice(0, from.id - 1)];
		this.current = (way === 1 ? others : others.reverse()).find(({ rows }) => rows.length > 0) ?? from;
		return { body: { allThreadsContinued: true }, after: () => this.stopped() };
	}

	/** Says where it stands; only then does VS Code ask for the frames and show one. */
	private stopped(): void {
		const thread = this.current;
		if (!thread) {
			this.end();
			return;
		}
		const { rows } = thread;
		const upTo = rows.slice(0, this.positionIn(thread) + 1).filter(({ frame }) => frame).length;
		this.event('stopped', {
			reason: 'exception',
			description: l10n.t('frame {0} of {1}', upTo, rows.filter(({ frame }) => frame).length),
			text: thread.name,
			threadId: thread.id,
			allThreadsStopped: true,
		});
	}

	private async stackTrace({ threadId, startFrame, levels }: v.InferOutput<typeof Page>): Promise<unknown> {
		const thread = this.threadOf({ threadId });
		const at = this.positionIn(thread);
		const asked = levels === 0 ? thread.rows.length : startFrame + levels;
		const end = levels > 1 && startFrame <= 1 ? Math.max(asked, Math.min(at + 1, LONGEST_PAGE)) : asked;
		const page = thread.rows.slice(startFrame, end);
		const places = await this.needs.placesOf(
			page.flatMap(({ frame }) => frame ?? []),
			this.abort.signal,
		);
		let place = 0;
		return {
			stackFrames: page.map((row, index) => {
				const i = startFrame + index;
				const id = thread.firstId + i;
				return row.frame
					? this.shown(row.frame, id, places[place++], Math.sign(i - at))
					: { id, name: row.label, line: 0, column: 0, presentationHint: 'label' };
			}),
			totalFrames: thread.rows.length,
		};
	}

	/** @param beside negative for a frame inside the one that is stopped at, 0 for that one itself */
	private shown(frame: StepFrame, id: number, place: Place | undefined, beside: number): unknown {
		const name = frame.of.function ?? l10n.t('(anonymous)');
		const isSubdued = !frame.isInApp && beside !== 0;
		// VS Code shows the first frame that is not subdued: those that were stepped out of are.
		const presentationHint = isSubdued || beside < 0 ? 'subtle' : 'normal';
		const hint = isSubdued ? { presentationHint: 'deemphasize' } : {};
		if (place) {
			const { path, line, column, origin } = place;
			const source = { name: place.name, path, ...(origin !== '' && { origin }), ...hint };
			return { id, name, line, column, presentationHint, source };
		}
		// VS Code folds frames in a row that are from the same origin: “Show 3 More: vendor frames”.
		const origin = isSubdued ? l10n.t('vendor frames') : l10n.t('the text of the trace');
		const source = { name: this.needs.name, sourceReference: TRACE_TEXT, origin, ...hint };
		return { id, name, line: this.lineInText(frame.of.range[0]), column: 1, presentationHint, source };
	}

	private async variables({ variablesReference }: v.InferOutput<typeof OfVariables>): Promise<readonly unknown[]> {
		const { row, thread } = this.rowOf(Math.floor(variablesReference / 2));
		const { type, message, relation } = thread.of;
		const variables =
			variablesReference % 2 === 1
				? [
						[l10n.t('Type'), type],
						[l10n.t('Message'), message],
						[l10n.t('Relation'), relationWords(relation)],
						[l10n.t('Thread'), thread.of.thread],
					]
				: row.frame
					? await this.factsOf(row.frame)
					: [];
		return variables
			.filter(([, value]) => value !== undefined && value !== '')
			.map(([name, value]) => ({
				name,
				value,
				variablesReference: 0,
				presentationHint: { kind: 'data', attributes: ['readOnly'] },
			}));
	}

	private async factsOf(frame: StepFrame): Promise<readonly (readonly [string, string | undefined])[]> {
		const [place] = await this.needs.placesOf([frame], this.abort.signal);
		const { file, line, column } = frame.of;
		const printed = [file, line, column].filter((part) => part !== undefined).join(':');
		return [
			[l10n.t('Function'), frame.of.function],
			[l10n.t('Printed place'), printed],
			[l10n.t('In the repository'), frame.location?.path],
			[l10n.t('Deployed revision'), this.needs.revision],
			[l10n.t('Line now'), place ? place.note : l10n.t('This frame has no file; the trace itself is shown.')],
			[l10n.t('Code'), frame.isInApp ? l10n.t('in-app') : l10n.t('vendor')],
			[l10n.t('Text'), frame.of.raw.trim()],
		];
	}

	private threadOf(given: unknown): TraceThread {
		const { threadId } = valid(OfThread, given);
		const thread = this.needs.threads[threadId - 1];
		if (!thread) {
			throw new Refusal(l10n.t('There is no such thread in this stack trace.'));
		}
		return thread;
	}

	private rowOf(frameId: number): { readonly thread: TraceThread; readonly row: Row } {
		const thread = this.needs.threads.find(
			({ firstId, rows }) => frameId >= firstId && frameId < firstId + rows.length,
		);
		const row = thread?.rows[frameId - thread.firstId];
		if (!thread || !row) {
			throw new Refusal(l10n.t('There is no such frame in this stack trace.'));
		}
		return { thread, row };
	}

	private positionIn(thread: TraceThread): number {
		return this.positions.get(thread.id) ?? thread.start;
	}

	/** The 1-based line an offset is on. */
	private lineInText(offset: number): number {
		this.starts ??= lineStarts(this.needs.text);
		let low = 0;
		let high = this.starts.length;
		while (high - low > 1) {
			const middle = (low + high) >> 1;
			if ((this.starts[middle] ?? 0) <= offset) {
				low = middle;
			} else {
				high = middle;
			}
		}
		return low + 1;
	}

	private event(event: string, body?: unknown): void {
		this.send({ type: 'event', event, ...(body !== undefined && { body }) });
	}

	private send(message: DistributiveOmit<DebugMessage, 'seq'>): void {
		if (!this.abort.signal.aborted) {
			this.needs.send({ seq: ++this.seq, ...message } as DebugMessage);
		}
	}
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** The nearest fitting row in one direction; the row itself where there is none. */
function nearest(thread: TraceThread, from: number, way: 1 | -1, fits: (frame: StepFrame) => boolean): number {
	for (let row = from + way; row >= 0 && row < thread.rows.length; row += way) {
		const frame = thread.rows[row]?.frame;
		if (frame && fits(frame)) {
			return row;
		}
	}
	return from;
}

/** Steps go over vendor frames, unless there is nothing else. */
function isOurs({ rows }: TraceThread): (frame: StepFrame) => boolean {
	const hasOwn = rows.some(({ frame }) => frame?.isInApp);
	return ({ isInApp }) => isInApp || !hasOwn;
}

function valid<T>(schema: v.GenericSchema<unknown, T>, value: unknown): T {
	const result = v.safeParse(schema, value);
	if (!result.success) {
		throw new Refusal(l10n.t('This request does not say what it is about.'));
	}
	return result.output;
}

function lineStarts(text: string): readonly number[] {
	const starts = [0];
	for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
		starts.push(at + 1);
	}
	return starts;
}
