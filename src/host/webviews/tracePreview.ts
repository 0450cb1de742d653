import * as l10n from '@vscode/l10n';
import type { PlacedTrace } from '../../app/placeTrace';
import { isInApp } from '../../core/frames/inApp';
import type { Removed } from '../../core/redaction/model';
import { removedSentence } from '../../core/redaction/sentence';
import type { InAppRules } from '../../core/trace/inAppRules';
import type { Exception, Frame, ParsedText } from '../../core/trace/model';
import type { HostToForm, PreviewFrame } from '../../protocol/form';
import { titleOf } from '../views/nodes';
import { exceptionTitle } from '../words';

const EXCEPTIONS_SHOWN = 6;
/** In-app frames of all exceptions together. */
const FRAMES_SHOWN = 8;
/** Of what was printed, in UTF-16 units. */
const CALL_LENGTH = 100;
const PLACE_LENGTH = 200;

/** The first traces of a text, where they were looked for. */
export interface Places {
	/** As a person calls the revision. */
	readonly at: string;
	/** By trace; of those behind the last one nothing is known. */
	readonly traces: readonly PlacedTrace[];
}

/** What the preview is of. */
export interface Previewed {
	readonly parsed: ParsedText;
	readonly text: string;
	/** What the incident may be called. */
	readonly title: string;
	/** Which version of the trace field this is. */
	readonly revision: number;
	/** The secrets that were in the text, which came without them. */
	readonly removed?: readonly Removed[];
	/** Absent while it is not known. */
	readonly places?: Places | undefined;
}

type Preview = Extract<HostToForm, { type: 'traceParsed' }>;

/** The preview under the trace field: `2 exceptions, 14 frames, 5 of them in-app`, and where the first in-app frames are. */
export function previewOf(
	{ parsed, text, title, revision, removed = [], places }: Previewed,
	rules: InAppRules,
): Preview {
	const placed = parsed.traces.flatMap(({ exceptions }, t) =>
		exceptions.map((exception, e) => ({ exception, frames: framesOf(exception, places?.traces[t], e, rules) })),
	);
	const frames = placed.flatMap((one) => one.frames);
	const hasTrace = placed.length > 0;
	let left = FRAMES_SHOWN;
	return {
		type: 'traceParsed',
		revision,
		hasTrace,
		summary: hasTrace
			? summaryOf(placed.length, frames)
			: text.trim() === ''
				? ''
				: l10n.t('No stack trace recognized. The text is kept as evidence all the same.'),
		title: hasTrace ? title : '',
		removed: removedSentence(removed),
		searched: hasTrace && places ? searchedOf(frames, places) : '',
		exceptions: placed.slice(0, EXCEPTIONS_SHOWN).map(({ exception, frames: own }) => {
			const shown = own.filter((frame) => frame.isInApp).slice(0, left);
			left -= shown.length;
			return {
				title: exceptionTitle(exception.relation, titleOf(exception)),
				frames: framesCount(own),
				shown: shown.map(({ shown: frame }) => frame),
			};
		}),
	};
}

interface FramePreview {
	readonly isInApp: boolean;
	readonly shown: PreviewFrame;
}

function framesOf(
	{ frames }: Exception,
	placeOf: PlacedTrace | undefined,
	e: number,
	rules: InAppRules,
): readonly FramePreview[] {
	return frames.map((printed, f) => {
		const placed = placeOf?.(e, f);
		const frame = placed?.frame ?? printed;
		const location = placed?.location;
		return {
			isInApp: isInApp(frame, location, rules),
			shown: {
				call: (frame.function ?? '').slice(0, CALL_LENGTH),
				place: location ? placeText(location.path, location.line) : printedPlace(frame),
				...(placeOf && { isFound: location !== null && location !== undefined }),
			},
		};
	});
}

function summaryOf(exceptions: number, frames: readonly FramePreview[]): string {
	return l10n.t(
		'{0}, {1}, {2} of them in-app',
		counted(exceptions, l10n.t('1 exception'), (n) => l10n.t('{0} exceptions', n)),
		counted(frames.length, l10n.t('1 frame'), (n) => l10n.t('{0} frames', n)),
		frames.filter((frame) => frame.isInApp).length,
	);
}

function framesCount(frames: readonly FramePreview[]): string {
	const inApp = frames.filter((frame) => frame.isInApp).length;
	return inApp === frames.length
		? l10n.t('{0} in-app', inApp)
		: l10n.t('{0} in-app, {1} vendor', inApp, frames.length - inApp);
}

function searchedOf(frames: readonly FramePreview[], { at }: Places): string {
	const own = frames.filter(({ isInApp, shown }) => isInApp && shown.isFound !== undefined);
	const found = own.filter(({ shown }) => shown.isFound).length;
	return own.length === 0
		? l10n.t('No in-app frame to look for at {0}.', at)
		: l10n.t('{0} of {1} in-app frames found in the repository at {2}.', found, own.length, at);
}

function printedPlace({ file = '', line }: Frame): string {
	return placeText(file, line);
}

function placeText(path: string, line: number | undefined): string {
	const shown = path.length > PLACE_LENGTH ? `…${path.slice(-PLACE_LENGTH)}` : path;
	return line === undefined || shown === '' ? shown : `${shown}:${line}`;
}

function counted(count: number, one: string, many: (count: number) => string): string {
	return count === 1 ? one : many(count);
}
