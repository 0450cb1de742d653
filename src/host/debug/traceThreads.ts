import * as l10n from '@vscode/l10n';
import type { FrameLocation } from '../../core/suspects/model';
import type { Original } from '../../core/suspects/originals';
import type { Exception, Frame, Relation, Trace } from '../../core/trace/model';
import { titleOf } from '../views/nodes';

/** Call Stack rows are one line; a message may be a page. */
const MAX_NAME = 200;

/** A frame with all that is known of it but where it is now. */
export interface StepFrame {
	readonly trace: number;
	readonly exception: number;
	readonly frame: number;
	/** As its source has it, where a source map says so. */
	readonly of: Frame;
	readonly isInApp: boolean;
	readonly location: FrameLocation | null | undefined;
	readonly original: Original | null | undefined;
}

/** One row of a call stack: a frame, or words between frames. */
export type Row =
	| { readonly frame: StepFrame; readonly label?: undefined }
	| { readonly frame?: undefined; readonly label: string };

/** An exception of a trace, or another thread of the same crash, as a thread of a debug session. */
export interface TraceThread {
	/** 1-based. */
	readonly id: number;
	readonly name: string;
	readonly of: Exception;
	readonly trace: number;
	readonly exception: number;
	/** Innermost call first. */
	readonly rows: readonly Row[];
	/** Id of the first row's frame; those of the others follow. Unique in the session. */
	readonly firstId: number;
	/** The row where looking begins: the innermost frame of the person's own code that has a file, else the innermost one. */
	readonly start: number;
}

/** What an analysis says of the frames; aligned with traces → exceptions → frames. */
export interface KnownOfFrames {
	readonly locations?: readonly (readonly (readonly (FrameLocation | null)[])[])[] | undefined;
	readonly originals?: readonly (readonly (readonly (Original | null)[])[])[] | undefined;
	readonly isInApp: (frame: Frame, location: FrameLocation | null | undefined) => boolean;
}

/** The threads of a session, in steps for `runInSlices`: a trace may have many thousand frames. */
export function* traceThreads(traces: readonly Trace[], known: KnownOfFrames): Generator<void, readonly TraceThread[]> {
	const threads: TraceThread[] = [];
	let firstId = 1;
	for (const [t, trace] of traces.entries()) {
		for (const [e, exception] of trace.exceptions.entries()) {
			const rows: Row[] = [];
			let wasAwaited = false;
			for (const [f, frame] of exception.frames.entries()) {
				const isAwaited = frame.isAsync === true;
				if (isAwaited && !wasAwaited && f > 0) {
					rows.push({ label: l10n.t('awaited by') });
				}
				wasAwaited = isAwaited;
				const location = known.locations?.[t]?.[e]?.[f];
				const original = known.originals?.[t]?.[e]?.[f];
				const isInApp = known.isInApp(frame, location);
				rows.push({ frame: { trace: t, exception: e, frame: f, of: frame, isInApp, location, original } });
				if (frame.repeated !== undefined) {
					rows.push({ label: l10n.t('{0} more calls of it', frame.repeated) });
				}
				yield;
			}
			const id = threads.length + 1;
			threads.push({
				id,
				name: nameOf(exception),
				of: exception,
				trace: t,
				exception: e,
				rows,
				firstId,
				start: startOf(rows),
			});
			firstId += rows.length;
		}
	}
	return threads;
}

/**
 * Where a session begins: at the failure that the others of the first trace hang on (the last of a chain of causes), else at the first thread
 * that has a frame of the person's own code.
 */
export function firstThread(threads: readonly TraceThread[]): TraceThread | undefined {
	const isOurs = ({ rows, start }: TraceThread) => Boolean(rows[start]?.frame?.isInApp);
	let root: TraceThread | undefined;
	for (const thread of threads) {
		if (thread.trace !== 0 || (thread.exception > 0 && thread.of.relation !== 'cause')) {
			break;
		}
		root = isOurs(thread) ? thread : root;
	}
	return root ?? threads.find(isOurs) ?? threads.find(({ rows }) => rows.length > 0) ?? threads[0];
}

/** How an exception stands to the one before, in a word or two; empty for the first one and for threads. */
export function relationWords(relation: Relation): string {
	switch (relation) {
		case 'cause':
			return l10n.t('cause');
		case 'context':
			return l10n.t('was being handled');
		case 'suppressed':
			return l10n.t('suppressed');
		case 'member':
			return l10n.t('in the group');
		default:
			return '';
	}
}

function nameOf(exception: Exception): string {
	const { relation, thread, type, message } = exception;
	if (thread !== undefined && (relation === 'thread' || (type === '' && message === ''))) {
		return clip(thread);
	}
	const title = clip(titleOf(exception));
	const words = relationWords(relation);
	const named = words === '' ? title : l10n.t('{0} ({1})', title, words);
	return thread === undefined ? named : `${named} · ${clip(thread)}`;
}

function startOf(rows: readonly Row[]): number {
	const where = (fits: (frame: StepFrame) => boolean) => rows.findIndex(({ frame }) => frame && fits(frame));
	const located = where(({ isInApp, location }) => isInApp && Boolean(location));
	const start = located >= 0 ? located : where(({ isInApp }) => isInApp);
	return Math.max(start, 0);
}

function clip(text: string): string {
	const line = text.replaceAll(/\s+/g, ' ').trim();
	return line.length <= MAX_NAME ? line : `${line.slice(0, MAX_NAME)}…`;
}
