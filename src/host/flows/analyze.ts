import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { AnalyzeRequest } from '../../app/analyzeSuspects';
import type { NotesSource } from '../../app/gatherNotes';
import { FaultlineError, isAbort } from '../../base/errors';
import { aboutIncident } from '../../core/incident/earlier';
import type { Incident } from '../../core/incident/record';
import type { NoteOfIncident } from '../../core/notes/note';
import type { Repository } from '../../core/ports/repository';
import type { EarlierCause } from '../../core/suspects/clues';
import type { Analysis } from '../../core/suspects/model';
import type { App } from '../app';
import { evidenceText } from '../evidence';
import { mapFolders } from '../mapFolders';
import type { Run } from '../run';
import { settings } from '../settings';
import { percent } from '../words';
import { canReachRepository, chooseRepository } from './chooseRepository';
import { chooseRevision } from './chooseRevision';
import { otherFolders } from './otherFolders';
import { saidOf } from './relocate';

/**
 * Looks for the change behind an incident: asks what must be asked, runs, records the answer, and says it in a sentence.
 *
 * @param revision deployed revision to use instead of the incident's; recorded with it
 */
export async function analyzeIncident(app: App, run: Run, incident: Incident, revision?: string): Promise<void> {
	if (incident.evidence.length === 0) {
		run.tell('info', l10n.t('{0} has no stack trace to look into.', incident.key), {
			title: l10n.t('Add Stack Trace'),
			command: 'faultline.editIncident',
			args: [{ incidentId: incident.id }],
		});
		return;
	}
	const repository = await chooseRepository(app, run, incident);
	const deployed = repository && (await deployedRevision(app, run, incident, repository, revision));
	if (!repository || deployed === undefined) {
		return;
	}
	const analysis = await analyzeAt(app, run, incident, repository, deployed);
	if (analysis) {
		const incidents = await app.incidents();
		if (analysis.files.length > 0 && repository.root !== incident.repository) {
			// Remembered once it has proved to be the right one, so that an incident is not bound to the first folder it was tried in.
			await incidents.edit(incident.id, { repository: repository.root });
		}
		await incidents.recordAnalysis(incident.id, analysis);
		void app.commitIndexing.bringUp(repository, analysis.revision); // afterwards, for it would only slow the answer down
		tellResult(run, incident, analysis);
	}
}

/**
 * Shows an incident that was just made or told something, and looks for the change behind it, where that is wanted and a repository is at hand.
 *
 * @param hasTrace a new one has something to look into
 * @throws FaultlineError as `analyzeIncident` does; `run.signal.reason` when cancelled
 */
export async function showNew(app: App, run: Run, incident: Incident, hasTrace: boolean): Promise<void> {
	app.active.set(incident.id);
	await app.view.reveal(incident.id);
	if (hasTrace && settings.analyzeOnCreate() && canReachRepository()) {
		await analyzeIncident(app, run, incident);
	}
}

async function deployedRevision(
	app: App,
	run: Run,
	incident: Incident,
	repository: Repository,
	revision: string | undefined,
): Promise<string | undefined> {
	if (revision === undefined && incident.release !== undefined) {
		return incident.release;
	}
	const chosen =
		revision === undefined ? await chooseRevision(app, run, incident, repository, false) : { revision, isGuess: false };
	if (chosen && !chosen.isGuess && chosen.revision !== incident.release) {
		await (await app.incidents()).edit(incident.id, { release: chosen.revision });
	}
	return chosen?.revision;
}

/** @returns undefined when the revision is unknown, which the person was told */
async function analyzeAt(
	app: App,
	run: Run,
	incident: Incident,
	repository: Repository,
	revision: string,
): Promise<Analysis | undefined> {
	const request = await analyzeRequest(app, incident, repository, revision, run.signal);
	const running = app.running.begin(incident.id, run.abort);
	try {
		return await run.work(l10n.t('Analyzing {0}', incident.key), (tell, signal) => {
			const report = (message: string) => {
				tell(message);
				running.report(message);
			};
			return app.analyze(
				{
					...request,
					onFirst: (ranked) => {
						const [first] = ranked.commits;
						if (first) {
							running.soFar(ranked);
							report(l10n.t('So far: “{0}”', first.subject));
						}
					},
				},
				report,
				signal,
			);
		});
	} catch (error) {
		if (FaultlineError.is(error, 'git.partialClone')) {
			app.log.warn(`${incident.key}: ${error.message}`);
			run.tell('warning', error.message, {
				title: l10n.t('Fetch Files'),
				command: 'faultline.fetchFiles',
				args: [{ incidentId: incident.id, repository: error.folder }],
			});
			return undefined;
		}
		const isAmbiguous = FaultlineError.is(error, 'git.ambiguousRelease');
		if (!isAmbiguous && !FaultlineError.is(error, 'git.unknownRevision')) {
			throw error;
		}
		app.log.warn(`${incident.key}: ${error.message}`);
		const about = [{ incidentId: incident.id }];
		run.tell(
			'warning',
			error.message,
			...(isAmbiguous ? [] : [{ title: l10n.t('Fetch History'), command: 'faultline.fetchHistory', args: about }]),
			{ title: l10n.t('Choose Revision'), command: 'faultline.setDeployedRevision', args: about },
		);
		return undefined;
	} finally {
		running.end();
	}
}

/** What an analysis of the incident at `revision` is asked with: the incident's facts and the person's settings of now. */
export async function analyzeRequest(
	app: App,
	incident: Incident,
	repository: Repository,
	revision: string,
	signal: AbortSignal,
): Promise<AnalyzeRequest> {
	const [others, earlier, index] = await Promise.all([
		otherFolders(app, repository, signal),
		earlierCauses(app, incident, signal),
		app.commitIndexing.of(repository),
	]);
	return {
		text: evidenceText(incident.evidence),
		repository,
		revision,
		tagPatterns: settings.releaseTagPatterns(),
		...(incident.lastGood !== undefined && { lastGood: incident.lastGood }),
		startedAt: incident.startedAt,
		inApp: settings.inAppRules(),
		...saidOf(app, incident, repository),
		others,
		openRepository: app.openRepository,
		maps: { maps: app.sourceMaps, ...mapFolders(revision) },
		limit: settings.suspectsLimit(),
		earlier,
		notes: notesSource(app, incident),
		index,
	};
}

/** What was noted in other incidents. */
function notesSource(app: App, { id }: Incident): NotesSource {
	return {
		placed: async (repository, revision, chosen, signal, enough) => {
			const { places } = await app.notes();
			const isOther = (one: NoteOfIncident) => one.incident !== id && one.note.resolved === undefined;
			return places.placed(repository, revision, signal, (all) => chosen(all.filter(isOther)), enough);
		},
		about: async (other) => {
			const found = await (await app.incidents()).get(other);
			return found && aboutIncident(found);
		},
		onError: (error) => app.log.warn('root-cause notes', error),
	};
}

/** What was confirmed as the cause of earlier incidents. They are a help: without them the analysis is whole. */
async function earlierCauses(app: App, incident: Incident, signal: AbortSignal): Promise<readonly EarlierCause[]> {
	try {
		return (await app.earlier(incident, signal)).flatMap(({ cause, hasSameFailure, functions, incident: { key } }) =>
			cause && (hasSameFailure || functions.length > 0) ? [{ sha: cause.sha, incident: key, hasSameFailure }] : [],
		);
	} catch (error) {
		if (!isAbort(error)) {
			app.log.warn('earlier incidents', error);
		}
		return [];
	}
}

function tellResult(run: Run, incident: Incident, analysis: Analysis): void {
	const first = analysis.commits[0];
	const doubt =
		analysis.problems.find(({ code }) => code === 'weakEvidence') ?? (first ? undefined : analysis.problems[0]);
	if (doubt || !first) {
		run.tell('info', doubt?.message ?? l10n.t('No suspect was found for {0}.', incident.key));
		return;
	}
	run.tell(
		'info',
		l10n.t('Most likely change: “{0}”, {1}', first.subject, percent(first.score, vscode.env.language)),
		{
			title: l10n.t('Show Diff'),
			command: 'faultline.showCommitDiff',
			args: [{ incidentId: incident.id, sha: first.sha }],
		},
		{
			title: l10n.t('Open Incident'),
			command: 'faultline.openIncident',
			args: [{ incidentId: incident.id }],
		},
	);
}
