import * as vscode from 'vscode';
import type { Incident } from '../../core/incident/record';
import type { Repository } from '../../core/ports/repository';
import { type FrameLocation, fittingFiles } from '../../core/suspects/model';
import { withOriginals } from '../../core/suspects/originals';
import type { App } from '../app';
import { settings } from '../settings';
import { otherFolders } from './otherFolders';

type Needs = Pick<App, 'locate' | 'openRepository' | 'tracesOf' | 'fileChoices' | 'log'>;

/** What a person said of where frames of an incident are: in it, in earlier ones, in the settings. */
export function saidOf(app: Pick<App, 'fileChoices'>, incident: Incident, repository: Repository) {
	return {
		mappings: settings.pathMappings(),
		choices: [...app.fileChoices.of(repository.root), ...(incident.choices ?? [])],
	};
}

/**
 * The incident with its frames where mappings and choices of now put them, without another analysis: only frames that these have a say in are
 * placed anew. As it is where nothing was said, and where the repository cannot be read.
 */
export async function relocated(app: Needs, incident: Incident, signal: AbortSignal): Promise<Incident> {
	const { analysis, repository: root } = incident;
	if (!analysis || root === undefined || !vscode.workspace.isTrusted) {
		return incident;
	}
	try {
		const before = analysis.locations.flat(2);
		const isSaid =
			settings.pathMappings().length > 0 || (incident.choices ?? []).length > 0 || app.fileChoices.of(root).length > 0;
		if (!isSaid && !before.some((location) => location?.by)) {
			return incident;
		}
		const repository = await app.openRepository(root, signal);
		const { traces } = await app.tracesOf(incident.evidence);
		const said = saidOf(app, incident, repository);
		const isBeside = said.choices.some((one) => one.repository) || before.some((location) => location?.elsewhere);
		const others = isBeside ? await otherFolders(app, repository, signal) : [];
		const request = { repository, revision: analysis.revision, openRepository: app.openRepository, others, ...said };
		const now = await app.locate(withOriginals(traces, analysis.originals), request, signal);
		const locations = now.locations.map((exceptions, t) =>
			exceptions.map((frames, e) =>
				frames.map((location, f) => afterSaying(analysis.locations[t]?.[e]?.[f] ?? null, location)),
			),
		);
		const unresolved = now.unresolved.map((exceptions, t) =>
			exceptions.map((frames, e) => frames.map((why, f) => (locations[t]?.[e]?.[f] ? null : why))),
		);
		return { ...incident, analysis: { ...analysis, locations, unresolved } };
	} catch (error) {
		signal.throwIfAborted();
		app.log.warn(`${incident.key}: frames are shown as they were analysed`, error);
		return incident;
	}
}

/** What was recorded stays, unless a person has a say in it, or it was not clear. */
function afterSaying(before: FrameLocation | null, now: FrameLocation | null): FrameLocation | null {
	const isOpen = !before || fittingFiles(before) > 1 || before.by !== undefined || now?.by !== undefined;
	return isOpen && (now || before?.by) ? now : before;
}
