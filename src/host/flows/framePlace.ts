import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { RepositoryAt } from '../../app/locateFrames';
import { inEachRepository } from '../../core/frames/acrossRepositories';
import type { LineHints } from '../../core/frames/byContent';
import type { Incident } from '../../core/incident/record';
import type { FrameLocation, OtherFile, Unresolved } from '../../core/suspects/model';
import type { Original } from '../../core/suspects/originals';
import { spanAt } from '../../core/trace/frameSpans';
import type { Frame, Trace } from '../../core/trace/model';
import type { App } from '../app';
import { args, type FrameRef, type LinkRef } from '../args';
import { gitPlace, isGitUri } from '../editor/gitDocuments';
import { mappedSource } from '../editor/mappedSource';
import { sourceUri } from '../editor/sourceDocuments';
import { unknownFrame } from '../errors';
import { isSameDocument } from '../links/linkTarget';
import { plainLabel } from '../plainLabel';
import type { Button, Run } from '../run';
import { whyNowhereSentence } from '../whyNowhere';
import { chooseIncident } from './chooseIncident';
import { chooseRepository } from './chooseRepository';
import type { DeployedPlace } from './openFile';
import { knownOf, placeInHome } from './traceHome';

/** A source that only a source map has. */
export interface MappedSource {
	readonly uri: vscode.Uri;
	readonly line: number;
}

/**
 * The deployed place that a command is about: a frame of an incident, a frame in a document, or a document of a deployed file at its cursor.
 * Where several files fit, the person is asked.
 *
 * @returns undefined where there is none, which the person was told, or none was chosen
 * @throws FaultlineError
 */
export async function framePlace(
	app: App,
	run: Run,
	argument: unknown,
): Promise<DeployedPlace | MappedSource | undefined> {
	if (argument instanceof vscode.Uri && isGitUri(argument)) {
		return placeOfDocument(app, run, argument);
	}
	const link = args.link(argument);
	return link ? placeOfLink(app, run, link) : placeOfIncidentFrame(app, run, argument);
}

/** A deployed file that is open, at its cursor. */
async function placeOfDocument(app: App, run: Run, uri: vscode.Uri): Promise<DeployedPlace | undefined> {
	const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
	const at = document && gitPlace(uri); // open means that the repository is known to this window
	if (!at) {
		return undefined;
	}
	const { root, sha: revision, path } = at;
	const repository = await run.work(l10n.t('Opening the repository'), (_report, signal) =>
		app.openRepository(root, signal),
	);
	const editor = vscode.window.visibleTextEditors.find((one) => one.document === document);
	return { repository, revision, path, line: editor && editor.selection.active.line + 1 };
}

/** Only documents that are open are read: an argument may come from anywhere. */
async function placeOfLink(app: App, run: Run, { uri, at }: LinkRef): Promise<DeployedPlace | undefined> {
	const document = vscode.workspace.textDocuments.find((one) => isSameDocument(one.uri, uri));
	const frames = document && (await run.work(l10n.t('Reading the stack trace'), () => app.documentTraces.of(document)));
	const span = frames && spanAt(frames.spans, at);
	const trace = span && frames.traces[span.trace];
	if (!document || !span || !trace) {
		throw unknownFrame();
	}
	return placeOfTraceFrame(app, run, trace, span, document.uri);
}

/** A frame of a trace that belongs to no incident, or nobody knows to which. */
export async function placeOfTraceFrame(
	app: App,
	run: Run,
	trace: Trace,
	{ exception, frame }: { readonly exception: number; readonly frame: number },
	near: vscode.Uri | undefined,
): Promise<DeployedPlace | undefined> {
	const { home, placeOf } = await run.work(l10n.t('Finding the file'), (_report, signal) =>
		placeInHome(app, trace, near, signal),
	);
	const placed = placeOf(exception, frame);
	if (!placed?.location) {
		const printed = placed?.frame ?? trace.exceptions[exception]?.frames[frame];
		if (printed) {
			const about = home.incident && { incidentId: home.incident.id };
			run.tell(
				'info',
				whyNowhereSentence(printed, placed?.why, home.revision),
				...remediesFor(about, printed, placed?.why),
			);
		}
		return undefined;
	}
	return chosenPlace(app, run, placed.frame, placed.location, home, home.incident);
}

async function placeOfIncidentFrame(
	app: App,
	run: Run,
	argument: unknown,
): Promise<DeployedPlace | MappedSource | undefined> {
	const ref = args.frame(argument);
	const incident = ref && (await chooseIncident(app, run, ref));
	if (!ref || !incident) {
		return undefined;
	}
	const { traces } = await app.tracesOf(incident.evidence);
	const frame = traces[ref.trace]?.exceptions[ref.exception]?.frames[ref.frame];
	if (!frame) {
		throw unknownFrame();
	}
	const { analysis } = await app.relocated(incident, run.signal);
	if (!analysis) {
		run.tell('info', l10n.t('Where this frame lives in the repository is not known before an analysis.'), {
			title: l10n.t('Analyze Suspects'),
			command: 'faultline.analyzeSuspects',
			args: [{ incidentId: incident.id }],
		});
		return undefined;
	}
	const location = analysis.locations[ref.trace]?.[ref.exception]?.[ref.frame];
	const original = analysis.originals?.[ref.trace]?.[ref.exception]?.[ref.frame];
	if (!location && original) {
		// Not a file of the repository, but the map may have brought the source along.
		return { uri: sourceUri(ref, original), line: original.line };
	}
	if (!location) {
		const why = analysis.unresolved?.[ref.trace]?.[ref.exception]?.[ref.frame];
		run.tell('info', whyNowhereSentence(frame, why, analysis.revision), ...remediesFor(ref, frame, why));
		return undefined;
	}
	const repository = location.repository === undefined ? await chooseRepository(app, run, incident) : undefined;
	if (!repository && location.repository === undefined) {
		return undefined;
	}
	const mapped = original ? { ...frame, file: original.source } : frame;
	const place = await chosenPlace(app, run, mapped, location, { repository, revision: analysis.revision }, incident);
	return place && original ? { ...place, hints: () => hintsOf(app, incident, original, run.signal) } : place;
}

/** The line as the source map itself has it, and its function. */
async function hintsOf(app: App, incident: Incident, original: Original, signal: AbortSignal): Promise<LineHints> {
	const name = original.function;
	const text = await mappedSource(app, incident, original, signal);
	const code = text?.split(/\r\n|\n|\r/)[original.line - 1];
	return { ...(name !== undefined && { function: name }), ...(code !== undefined && { code }) };
}

/** @param home what `location` is in unless it says otherwise: a submodule, another workspace folder */
async function chosenPlace(
	app: App,
	run: Run,
	frame: Frame,
	location: FrameLocation,
	home: {
		readonly repository: RepositoryAt['repository'] | undefined;
		readonly revision: string;
		readonly isStandIn?: boolean;
	},
	incident: Incident | undefined,
): Promise<DeployedPlace | undefined> {
	const { repository: root = home.repository?.root, revision = home.revision } = location;
	const file =
		root === undefined ? undefined : await chooseFile(app, run, incident, frame, location, { root, revision }, home);
	if (!file) {
		return undefined;
	}
	const repository = await repositoryAt(app, run, file.repository, home);
	return {
		repository,
		revision: file.revision,
		path: file.path,
		line: location.line ?? frame.line,
		...knownOf(home, frame),
	};
}

type Home = { readonly repository: RepositoryAt['repository'] | undefined };

const repositoryAt = async (app: App, run: Run, root: string, { repository }: Home) =>
	repository?.root === root
		? repository
		: run.work(l10n.t('Opening the repository'), (_report, signal) => app.openRepository(root, signal));

/** Asks where several files fit, with the line of each; the answer is recorded, and remembered for later incidents. */
async function chooseFile(
	app: App,
	run: Run,
	incident: Incident | undefined,
	frame: Frame,
	{ path, alternatives, elsewhere = [], line = frame.line }: FrameLocation,
	{ root, revision }: { readonly root: string; readonly revision: string },
	home: Home,
): Promise<OtherFile | undefined> {
	const files = [path, ...alternatives].map((one): OtherFile => ({ path: one, repository: root, revision }));
	files.push(...elsewhere);
	if (files.length === 1) {
		return files[0];
	}
	const items = await Promise.all(
		inEachRepository(files).map(async ({ repository: folder, revision: at, files: own }) => {
			const repository = await repositoryAt(app, run, folder, home);
			const paths = own.map((one) => one.path);
			const texts = await run.work(l10n.t('Reading the files'), (_report, signal) =>
				repository.readFiles(at, paths, signal),
			);
			return own.map((file) => ({
				file,
				label: plainLabel(file.path),
				description: elsewhere.length > 0 ? folder.slice(folder.lastIndexOf('/') + 1) : '',
				detail: line === undefined ? '' : (texts.get(file.path)?.split('\n')[line - 1]?.trim().slice(0, 200) ?? ''),
			}));
		}),
	);
	const chosen = (
		await vscode.window.showQuickPick(items.flat(), {
			placeHolder: l10n.t('Several files fit this frame. Which one is it?'),
		})
	)?.file;
	if (chosen && frame.file !== undefined) {
		await remember(app, run, incident, frame.file, chosen, home.repository?.root);
	}
	return chosen;
}

/** @param home root of the repository that is asked first next time; the incident's where there is one */
async function remember(
	app: App,
	run: Run,
	incident: Incident | undefined,
	file: string,
	{ path, repository }: OtherFile,
	home: string | undefined,
): Promise<void> {
	const incidents = await app.incidents();
	const own = incident?.repository ?? home ?? repository;
	const choice = { file, path, ...(repository !== own && { repository }) };
	await app.fileChoices.remember(own, choice);
	if (incident) {
		await incidents.chooseFrame(incident.id, choice);
	}
	run.tell('info', l10n.t('{0} is {1} from now on, and the frames beside it follow.', file, path), {
		title: l10n.t('Undo'),
		act: async () => {
			await app.fileChoices.forget(own, file);
			if (incident) {
				await incidents.chooseFrame(incident.id, { file, path: null });
			}
		},
	});
}

/**
 * What may make a frame be found: nothing does where the trace names no file, or one of the language's own.
 *
 * @param about a frame of an incident, or the incident; without one there is no revision to choose
 */
function remediesFor(
	about: FrameRef | { readonly incidentId: string } | undefined,
	frame: Frame,
	why: Unresolved | null | undefined,
): readonly Button[] {
	if (!about || frame.file === undefined || why?.code === 'noFile' || why?.code === 'runtime') {
		return [];
	}
	const { incidentId } = about;
	return [
		{ title: l10n.t('Map Frame Path…'), command: 'faultline.mapFramePath', args: [about] },
		...(why?.code === 'vendor'
			? []
			: [{ title: l10n.t('Choose Revision'), command: 'faultline.setDeployedRevision', args: [{ incidentId }] }]),
	];
}
