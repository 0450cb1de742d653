import * as l10n from '@vscode/l10n';
import { printable } from '../../base/printable';
import type { Incident } from '../../core/incident/record';
import type { Frame } from '../../core/trace/model';
import type { Source } from '../../protocol/page';
import type { App } from '../app';
import type { FrameRef } from '../args';
import { stateSentence } from '../driftSentence';
import { mappedSource } from '../editor/mappedSource';
import { unknownFrame } from '../errors';
import { knownOf } from '../flows/traceHome';
import { whereNow } from '../flows/whereNow';
import { linesAround } from '../links/excerpt';
import { whyNowhereSentence } from '../whyNowhere';
import { shortSha } from '../words';

const LINES_AROUND = 4;

type Needs = Pick<App, 'tracesOf' | 'openRepository' | 'sourceMaps' | 'relocated' | 'whereIsLineNow'>;

/** The lines, or why there are none, in a sentence. */
export type FrameSource = { readonly source: Source } | { readonly why: string };

/**
 * The lines around a frame's at the deployed revision, and what became of its line since.
 *
 * @throws FaultlineError `git.*`, `workspace.*`; `signal.reason` when cancelled
 */
export async function frameSource(
	app: Needs,
	incident: Incident,
	ref: Omit<FrameRef, 'incidentId'>,
	signal: AbortSignal,
): Promise<FrameSource> {
	const { trace: t, exception: e, frame: f } = ref;
	const { traces } = await app.tracesOf(incident.evidence);
	const frame = traces[t]?.exceptions[e]?.frames[f];
	if (!frame) {
		throw unknownFrame();
	}
	const { analysis, repository: root } = await app.relocated(incident, signal);
	if (!analysis) {
		return { why: l10n.t('Where this frame lives in the repository is not known before an analysis.') };
	}
	const location = analysis.locations[t]?.[e]?.[f];
	const original = analysis.originals?.[t]?.[e]?.[f];
	if (!location && original) {
		const text = await mappedSource(app, incident, original, signal);
		return text === undefined
			? { why: l10n.t('The source map does not hold the text of this source.') }
			: { source: sourceOf(text, original.line, l10n.t('from the source map'), '') };
	}
	if (!location) {
		return { why: whyNowhereSentence(frame, analysis.unresolved?.[t]?.[e]?.[f], analysis.revision) };
	}
	const folder = location.repository ?? root;
	if (folder === undefined) {
		return { why: l10n.t('It is not known which repository this was analyzed in. Analyze again.') };
	}
	const repository = await app.openRepository(folder, signal);
	const revision = location.revision ?? analysis.revision;
	const line = location.line ?? original?.line ?? frame.line;
	const text = await repository.readFile(revision, location.path, signal);
	if (text === undefined || line === undefined) {
		return { why: nothingSentence(frame, text, location.path, revision) };
	}
	const place = { repository, revision, path: location.path, line, ...knownOf({}, frame) };
	const lines = text.split('\n').length;
	const note =
		line > lines
			? l10n.t('The file has only {0} lines there: it is probably not the revision that ran.', lines)
			: repository.isBare
				? ''
				: stateSentence(place, await whereNow(app, place, signal));
	return { source: sourceOf(text, line, l10n.t('at {0}', shortSha(revision)), note) };
}

function nothingSentence(frame: Frame, text: string | undefined, path: string, revision: string): string {
	return text === undefined
		? l10n.t('{0} could not be read at {1}.', path, shortSha(revision))
		: l10n.t('The trace names no line of {0}.', frame.file ?? path);
}

/** What turns text around is made visible, so that code reads as it runs. */
function sourceOf(text: string, line: number, where: string, note: string): Source {
	const { first, lines, marked } = linesAround(text, line, LINES_AROUND);
	return { first, lines: lines.map(printable), marked, where, note };
}
