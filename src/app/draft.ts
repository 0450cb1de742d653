import * as l10n from '@vscode/l10n';
import { type Breather, runInSlices } from '../base/slices';
import type { Evidence } from '../core/incident/record';
import type { Clock } from '../core/ports/clock';
import type { Removed } from '../core/redaction/model';
import { causalChain } from '../core/trace/chain';
import { fingerprintOf } from '../core/trace/fingerprint';
import { type InAppRules, ruled } from '../core/trace/inAppRules';
import type { Frame, Trace } from '../core/trace/model';
import { parseSteps } from '../core/trace/parse';
import type { NewIncident } from './incidentChanges';
import type { RedactText } from './redactText';

/** Text up to here is kept whole; of longer text, what holds the traces, and no more than this. In UTF-16 units, nearly bytes. */
const EVIDENCE_LIMIT = 256 * 1024;
const TITLE_LIMIT = 120;
/** Traces of a text that get a fingerprint: a log repeats a few failures many times. */
const FINGERPRINTED = 200;
/** Lines kept around a trace of a long text, and how far they may reach where lines are endless. */
const LINES_AROUND = 3;
const AROUND_LIMIT = 2000;

export interface TextDraft {
	readonly incident: NewIncident;
	readonly hasTrace: boolean;
	/** The secrets that were in the text; the incident has marks instead, its title as well. */
	readonly removed: readonly Removed[];
}

/**
 * A new incident as far as a text tells: a log, a stack trace, or a few words.
 *
 * @param said what the person says of frames, which fingerprints do without, so that they are everybody's; and the category of what is of unknown kind
 * @throws `signal.reason` when cancelled
 */
export async function draftFromText(
	original: string,
	redact: RedactText,
	said: { readonly rules: InAppRules; readonly category: string },
	breather: Breather,
	clock: Clock,
	signal: AbortSignal,
): Promise<TextDraft> {
	const { text, removed } = await redact(original, signal);
	const { traces } = await runInSlices(parseSteps(text), breather, signal);
	const first = traces[0] && ruled(traces[0], said.rules);
	return {
		hasTrace: first !== undefined,
		removed,
		incident: {
			title: (first && traceTitle(first)) || firstLine(text) || l10n.t('Untitled Incident'),
			description: '',
			category: said.category,
			impact: 2,
			urgency: 2,
			startedAt: first && timeBefore(text, first, clock.now()),
			evidence: text.trim() === '' ? [] : [evidenceOf(text, traces)],
		},
	};
}

/** `TypeError: x is undefined in add (pricing.js:6)`: the root cause, as far as the trace says one, and where it was thrown. */
function traceTitle(trace: Trace): string {
	const chain = causalChain(trace);
	const exception = chain.findLast(({ type, message }) => type !== '' || message !== '') ?? chain[0];
	if (!exception) {
		return '';
	}
	const what = oneLine([exception.type, exception.message].filter((part) => part !== '').join(': '));
	const frame = exception.frames.find(({ inApp, file }) => inApp && file !== undefined) ?? exception.frames[0];
	const where = frame && placeOf(frame);
	if (what === '' || !where) {
		return shortened(what === '' ? (where ?? '') : what, TITLE_LIMIT);
	}
	const whole = l10n.t('{0} in {1}', what, where);
	const excess = whole.length - TITLE_LIMIT;
	return excess <= 0
		? whole
		: shortened(l10n.t('{0} in {1}', shortened(what, what.length - excess), where), TITLE_LIMIT);
}

function placeOf(frame: Frame): string {
	const name = frame.file?.split(/[\\/]/).at(-1)?.split('?')[0] ?? '';
	const place = oneLine(frame.line === undefined ? name : `${name}:${frame.line}`);
	const caller = oneLine(frame.function ?? '');
	const where = name === '' ? caller : caller === '' ? place : `${caller} (${place})`;
	return shortened(where, TITLE_LIMIT / 2);
}

function firstLine(text: string): string {
	return shortened(oneLine(/\S.{0,1000}/.exec(text)?.[0] ?? ''), TITLE_LIMIT);
}

/** Colours and the like, as a terminal writes them: ESC, a bracket, numbers, a letter. */
const TERMINAL_CODE = new RegExp(`${String.fromCharCode(27)}\\[[\\d;?]*[A-Za-z]`, 'g');

/** The first line, without what terminals and bidirectional text hide in it. */
function oneLine(text: string): string {
	const [line = ''] = text
		.trimStart()
		.slice(0, 1000)
		.split(/[\n\r\u2028\u2029]/, 1);
	return line
		.replaceAll(TERMINAL_CODE, '')
		.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, ' ')
		.replaceAll(/\s+/g, ' ')
		.trim();
}

function shortened(text: string, limit: number): string {
	return text.length <= limit
		? text
		: `${text
				.slice(0, Math.max(0, limit - 1))
				.replace(/[\uD800-\uDBFF]$/, '')
				.trimEnd()}…`;
}

function evidenceOf(text: string, traces: readonly Trace[]): Evidence {
	if (text.length <= EVIDENCE_LIMIT) {
		return { text, ...fingerprints(traces) };
	}
	if (traces.length === 0) {
		const kept = text.slice(0, EVIDENCE_LIMIT);
		return { text: kept, excerptOf: l10n.t('The first {0} of {1} of text', sizeOf(kept), sizeOf(text)) };
	}
	const { pieces, count } = piecesOf(text, traces);
	return {
		text: pieces.join('\n\n'),
		...fingerprints(traces.slice(0, count)),
		excerptOf:
			count < traces.length
				? l10n.t('{0} of {1} stack traces out of {2} of text', count, traces.length, sizeOf(text))
				: count === 1
					? l10n.t('1 stack trace out of {0} of text', sizeOf(text))
					: l10n.t('{0} stack traces out of {1} of text', count, sizeOf(text)),
	};
}

/** What the traces are known again by; nothing where there are none. */
function fingerprints(traces: readonly Trace[]): Pick<Evidence, 'fingerprints'> {
	const distinct = [...new Set(traces.slice(0, FINGERPRINTED).map(fingerprintOf))];
	return distinct.length > 0 ? { fingerprints: distinct } : {};
}

/** Traces with the lines around them, in order, as many as fit; the first one is there in any case, cut where it is too long. */
function piecesOf(text: string, traces: readonly Trace[]) {
	const ranges: { start: number; end: number }[] = [];
	let length = 0;
	let count = 0;
	for (const trace of traces) {
		const around = { start: startAround(text, trace.range[0]), end: endAround(text, trace.range[1]) };
		const last = ranges.at(-1);
		const joins = last !== undefined && around.start <= last.end;
		const added = joins ? Math.max(0, around.end - last.end) : around.end - around.start + 2;
		if (length + added > EVIDENCE_LIMIT && count > 0) {
			break;
		}
		if (joins) {
			last.end = Math.max(last.end, around.end);
		} else {
			ranges.push(around);
		}
		length += added;
		count++;
	}
	return { count, pieces: ranges.map(({ start, end }) => text.slice(start, Math.min(end, start + EVIDENCE_LIMIT))) };
}

function startAround(text: string, from: number): number {
	const near = text.slice(Math.max(0, from - AROUND_LIMIT), from);
	let start = near.length;
	for (let lines = 0; lines <= LINES_AROUND; lines++) {
		const before = start === 0 ? -1 : near.lastIndexOf('\n', start - 1);
		if (before < 0) {
			return from - near.length;
		}
		start = before;
	}
	return from - near.length + start + 1;
}

function endAround(text: string, from: number): number {
	const near = text.slice(from, from + AROUND_LIMIT);
	let end = -1;
	for (let lines = 0; lines <= LINES_AROUND; lines++) {
		const next = near.indexOf('\n', end + 1);
		if (next < 0) {
			return from + near.length;
		}
		end = next;
	}
	return from + end;
}

function sizeOf(text: string): string {
	return text.length < 1_000_000
		? l10n.t('{0} KB', Math.round(text.length / 1024))
		: l10n.t('{0} MB', (text.length / 1_000_000).toFixed(1));
}

const ZONED_TIME = /\b(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,9}))?\s?(?:(Z)|([+-]\d\d):?(\d\d))(?!\d)/g;

/** No log is older than this; a time before it is a mistake, and commits after the start are ruled out. */
const EARLIEST = Date.UTC(2000, 0);

/**
 * The last time before a trace, on its first line or the few before, when it has a zone and is not to come. Epoch milliseconds.
 * What the exception itself says does not count: a time in its message is what it complains about.
 */
function timeBefore(text: string, { range: [start], exceptions }: Trace, now: number): number | undefined {
	const line = text.slice(start, start + AROUND_LIMIT).split('\n', 1)[0] ?? '';
	const said = exceptions[0]?.type || exceptions[0]?.message.split('\n', 1)[0] || line;
	const near = text.slice(startAround(text, start), start) + line.slice(0, Math.max(0, line.indexOf(said)));
	const times = [...near.matchAll(ZONED_TIME)].map(([, day, time, fraction = '0', z, hours, minutes]) =>
		Date.parse(`${day}T${time?.length === 5 ? `${time}:00` : time}.${fraction}${z ?? `${hours}:${minutes}`}`),
	);
	return times.findLast((time) => time >= EARLIEST && time <= now);
}
