import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { RepositoryAt } from '../../app/locateFrames';
import type { Incident } from '../../core/incident/record';
import type { FrameLocation, Unresolved } from '../../core/suspects/model';
import type { Frame } from '../../core/trace/model';
import type { App, Command } from '../app';
import { args, type FrameRef } from '../args';
import { sourceUri } from '../editor/sourceDocuments';
import { unknownFrame } from '../errors';
import { chooseIncident } from '../flows/chooseIncident';
import { chooseRepository } from '../flows/chooseRepository';
import { openDeployedPlace } from '../flows/openFile';
import type { Button, Run } from '../run';
import { whyNowhereSentence } from '../whyNowhere';

/** Opens the line a frame ran, where it is now. */
export const openFrame: Command = async (app, run, argument) => {
	const ref = args.frame(argument);
	const incident = ref && (await chooseIncident(app, run, ref));
	if (!ref || !incident) {
		return;
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
		return;
	}
	const location = analysis.locations[ref.trace]?.[ref.exception]?.[ref.frame];
	const original = analysis.originals?.[ref.trace]?.[ref.exception]?.[ref.frame];
	if (!location && original) {
		// Not a file of the repository, but the map may have brought the source along.
		await app.lines.open(sourceUri(ref, original), original.line);
		return;
	}
	if (!location) {
		const why = analysis.unresolved?.[ref.trace]?.[ref.exception]?.[ref.frame];
		run.tell('info', whyNowhereSentence(frame, why, analysis.revision), ...remediesFor(ref, frame, why));
		return;
	}
	const repository = await repositoryOf(app, run, incident, location);
	const revision = location.revision ?? analysis.revision;
	const path =
		repository &&
		(await choosePath(app, run, incident, original ? { ...frame, file: original.source } : frame, location, {
			repository,
			revision,
		}));
	if (path !== undefined && repository) {
		await openDeployedPlace(app, run, { repository, revision, path, line: location.line ?? frame.line });
	}
};

/** A frame's own repository: a submodule, another workspace folder, or the incident's. */
async function repositoryOf(app: App, run: Run, incident: Incident, { repository }: FrameLocation) {
	return repository === undefined
		? chooseRepository(app, run, incident)
		: run.work(l10n.t('Opening the repository'), (_report, signal) => app.openRepository(repository, signal));
}

/** Asks where several files fit, with the line of each; the answer is recorded, and remembered for later incidents. */
async function choosePath(
	app: App,
	run: Run,
	incident: Incident,
	frame: Frame,
	{ path, alternatives, line = frame.line }: FrameLocation,
	{ repository, revision }: RepositoryAt,
): Promise<string | undefined> {
	if (alternatives.length === 0) {
		return path;
	}
	const paths = [path, ...alternatives];
	const texts = await run.work(l10n.t('Reading the files'), (_report, signal) =>
		repository.readFiles(revision, paths, signal),
	);
	const items = paths.map((label) => ({
		label,
		detail: line === undefined ? '' : (texts.get(label)?.split('\n')[line - 1]?.trim().slice(0, 200) ?? ''),
	}));
	const chosen = (
		await vscode.window.showQuickPick(items, { placeHolder: l10n.t('Several files fit this frame. Which one is it?') })
	)?.label;
	if (chosen !== undefined && frame.file !== undefined) {
		await remember(app, run, incident, frame.file, chosen, repository.root);
	}
	return chosen;
}

async function remember(
	app: App,
	run: Run,
	incident: Incident,
	file: string,
	path: string,
	root: string,
): Promise<void> {
	const incidents = await app.incidents();
	const own = incident.repository ?? root;
	const choice = { file, path, ...(root !== own && { repository: root }) };
	await app.fileChoices.remember(own, choice);
	await incidents.chooseFrame(incident.id, choice);
	run.tell('info', l10n.t('{0} is {1} from now on, and the frames beside it follow.', file, path), {
		title: l10n.t('Undo'),
		act: async () => {
			await app.fileChoices.forget(own, file);
			await incidents.chooseFrame(incident.id, { file, path: null });
		},
	});
}

/** What may make a frame be found: nothing does where the trace names no file, or one of the language's own. */
function remediesFor(ref: FrameRef, frame: Frame, why: Unresolved | null | undefined): readonly Button[] {
	if (frame.file === undefined || why?.code === 'noFile' || why?.code === 'runtime') {
		return [];
	}
	const { incidentId } = ref;
	return [
		{ title: l10n.t('Map Frame Path…'), command: 'faultline.mapFramePath', args: [ref] },
		...(why?.code === 'vendor'
			? []
			: [{ title: l10n.t('Choose Revision'), command: 'faultline.setDeployedRevision', args: [{ incidentId }] }]),
	];
}
