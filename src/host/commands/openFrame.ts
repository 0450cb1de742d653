import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { FrameLocation } from '../../core/suspects/model';
import type { Command } from '../app';
import { args } from '../args';
import { sourceUri } from '../editor/sourceDocuments';
import { unknownFrame } from '../errors';
import { chooseIncident } from '../flows/chooseIncident';
import { chooseRepository } from '../flows/chooseRepository';
import { openDeployedPlace } from '../flows/openFile';

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
	const { analysis } = incident;
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
		run.tell('info', l10n.t('This frame is not in a file of the repository.'));
		return;
	}
	const path = await choosePath(location);
	const repository = path === undefined ? undefined : await chooseRepository(app, run, incident);
	if (path !== undefined && repository) {
		const line = location.line ?? frame.line;
		await openDeployedPlace(app, run, { repository, revision: analysis.revision, path, line });
	}
};

async function choosePath({ path, alternatives }: FrameLocation): Promise<string | undefined> {
	if (alternatives.length === 0) {
		return path;
	}
	return vscode.window.showQuickPick([path, ...alternatives], {
		placeHolder: l10n.t('Several files fit this frame. Which one is it?'),
	});
}
