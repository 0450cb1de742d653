import * as vscode from 'vscode';
import type { PlacedTrace } from '../../app/placeTrace';
import { FaultlineError } from '../../base/errors';
import type { Incident } from '../../core/incident/record';
import type { Repository } from '../../core/ports/repository';
import type { Frame, Trace } from '../../core/trace/model';
import { holdsFrame, onlyFrame } from '../../core/trace/oneFrame';
import type { App } from '../app';
import { isInside } from '../editor/insideRepository';
import { noFolder, untrusted } from '../errors';
import { mapFolders } from '../mapFolders';
import { settings } from '../settings';
import type { DeployedPlace } from './openFile';
import { otherFolders } from './otherFolders';

/** What a trace that lies about in a log is looked up in. */
export interface TraceHome {
	readonly repository: Repository;
	/** Full object name. */
	readonly revision: string;
	/** The revision as a person calls it. */
	readonly name: string;
	/** The incident with the same failure, if there is one: then the revision is its deployed one. */
	readonly incident: Incident | undefined;
	/** The deployed revision is not here, and `revision` stands in for it. */
	readonly isStandIn?: boolean;
}

export interface PlacedInHome {
	readonly home: TraceHome;
	readonly placeOf: PlacedTrace;
}

/**
 * The revision a trace is true for: the one deployed in the incident with the same failure (the selected one, else the newest), else HEAD; and
 * where its frames are there. A frame by itself tells of no failure: it belongs to the selected incident where that one's trace has it.
 *
 * @param near where the trace was seen: of several workspace folders the one that holds it is asked first
 * @throws FaultlineError `workspace.noFolder`, `workspace.untrusted`, `git.*`; `signal.reason` when cancelled
 */
export async function placeInHome(
	app: App,
	trace: Trace,
	near: vscode.Uri | undefined,
	signal: AbortSignal,
): Promise<PlacedInHome> {
	if (!vscode.workspace.isTrusted) {
		throw untrusted();
	}
	const incident = await incidentOf(app, trace);
	const repository = await repositoryOf(app, incident, near, signal);
	const home = await homeAt(app, repository, incident, signal);
	const placeOf = await app.placeTrace(
		trace,
		{
			repository,
			revision: home.revision,
			others: await otherFolders(app, repository, signal),
			openRepository: app.openRepository,
			mappings: settings.pathMappings(),
			choices: [...app.fileChoices.of(repository.root), ...(incident?.choices ?? [])],
			maps: { maps: app.sourceMaps, ...mapFolders(home.name) },
		},
		signal,
	);
	return { home, placeOf };
}

async function incidentOf(app: App, trace: Trace): Promise<Incident | undefined> {
	const fingerprint = await app.fingerprintOf(trace);
	const incidents = await app.incidents();
	const same = await incidents.withFingerprint(fingerprint);
	const selected = app.view.selectedIncident();
	const found = same.find(({ id }) => id === selected)?.id ?? same[0]?.id;
	if (found !== undefined) {
		return incidents.get(found);
	}
	// Output that a terminal's program wrote at once does not always reach extensions: then there is no more of the trace than the line looked at.
	const frame = onlyFrame(trace);
	const worked = frame && selected !== undefined ? await incidents.get(selected) : undefined;
	return frame && worked && holdsFrame((await app.tracesOf(worked.evidence)).traces, frame) ? worked : undefined;
}

async function repositoryOf(
	app: App,
	incident: Incident | undefined,
	near: vscode.Uri | undefined,
	signal: AbortSignal,
): Promise<Repository> {
	if (incident?.repository !== undefined) {
		try {
			return await app.openRepository(incident.repository, signal);
		} catch (error) {
			if (!FaultlineError.is(error, 'git.notARepository')) {
				throw error;
			}
		}
	}
	const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
	const own = folders.find(({ uri }) => near?.scheme === 'file' && isInside(uri.fsPath, near.fsPath));
	let refusal: unknown;
	for (const { uri } of own ? [own, ...folders] : folders) {
		try {
			return await app.openRepository(uri.fsPath, signal);
		} catch (error) {
			if (!FaultlineError.is(error, 'git.notARepository')) {
				throw error;
			}
			refusal ??= error;
		}
	}
	throw refusal ?? noFolder();
}

async function homeAt(
	app: App,
	repository: Repository,
	incident: Incident | undefined,
	signal: AbortSignal,
): Promise<TraceHome> {
	if (incident?.analysis && repository.root === incident.repository) {
		const { revision } = incident.analysis;
		return { repository, revision, name: incident.release ?? revision, incident };
	}
	if (incident?.release !== undefined) {
		try {
			const revision = await app.deployedRevision(repository, incident.release, signal);
			return { repository, revision, name: incident.release, incident };
		} catch (error) {
			if (!FaultlineError.is(error, 'git.unknownRevision')) {
				throw error;
			}
		}
	}
	const head = { repository, revision: await repository.resolve('HEAD', signal), name: 'HEAD', incident: undefined };
	return incident?.release === undefined ? head : { ...head, isStandIn: true };
}

/** What else than its place is known of a frame's line, for when the deployed text is not here. */
export function knownOf(
	{ isStandIn }: Pick<TraceHome, 'isStandIn'>,
	{ function: name }: Frame,
): Pick<DeployedPlace, 'hints' | 'isStandIn'> {
	return { isStandIn, hints: async () => (name === undefined ? {} : { function: name }) };
}
