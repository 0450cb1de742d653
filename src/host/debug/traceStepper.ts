import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { unknownIncident } from '../../app/incidentErrors';
import { Disposables } from '../../base/disposables';
import { type Breather, runInSlices } from '../../base/slices';
import { isInApp } from '../../core/frames/inApp';
import type { Incident } from '../../core/incident/record';
import type { Repository } from '../../core/ports/repository';
import { withOriginals } from '../../core/suspects/originals';
import type { App } from '../app';
import { args, type TracePlace } from '../args';
import { evidenceText } from '../evidence';
import { settings } from '../settings';
import { shortSha } from '../words';
import { TRACE_DEBUG_TYPE } from './debugType';
import { FramePlaces } from './framePlaces';
import { TraceSession } from './traceSession';
import { traceThreads } from './traceThreads';

type Needs = Pick<
	App,
	'incidents' | 'onDidChangeIncidents' | 'tracesOf' | 'openRepository' | 'whereIsLineNow' | 'log'
> & {
	readonly breather: Breather;
};

/** The debug sessions that traces are stepped through in: one for each incident, ended with it. */
export class TraceStepper implements vscode.Disposable {
	private readonly owned = new Disposables();
	private readonly alive = new AbortController();
	/** By incident. */
	private readonly sessions = new Map<string, vscode.DebugSession>();
	/** Repositories that were chosen for sessions about to start, by incident. */
	private readonly chosen = new Map<string, Repository>();

	constructor(private readonly needs: Needs) {
		this.owned.add({ dispose: () => this.alive.abort() });
		this.owned.add(
			vscode.debug.onDidTerminateDebugSession((session) => {
				for (const [incidentId, known] of this.sessions) {
					if (known.id === session.id) {
						this.sessions.delete(incidentId);
					}
				}
			}),
		);
	}

	dispose(): void {
		this.owned.dispose();
	}

	/** Opens a session on an incident's trace, in place of the one there may be. */
	async start(incident: Incident, repository: Repository | undefined, at: TracePlace | undefined): Promise<void> {
		const before = this.sessions.get(incident.id);
		if (before) {
			await vscode.debug.stopDebugging(before);
		}
		if (repository) {
			this.chosen.set(incident.id, repository);
		}
		// By itself it only comes at a breakpoint, and the Call Stack is what this is for; the stop puts the focus into the editor.
		await vscode.commands.executeCommand('workbench.view.debug');
		await vscode.debug.startDebugging(
			undefined,
			{
				type: TRACE_DEBUG_TYPE,
				request: 'launch',
				name: `${incident.key} ${incident.title}`,
				incidentId: incident.id,
				...(at && { at }),
				internalConsoleOptions: 'neverOpen',
			},
			// Nothing runs: nothing has to be saved first, and the window need not look as if something did.
			{ suppressSaveBeforeStart: true, suppressDebugStatusbar: true },
		);
	}

	/** @throws FaultlineError `incident.unknown` when the session is about one that is not there */
	async adapterFor(session: vscode.DebugSession): Promise<vscode.DebugAdapterDescriptor> {
		const { configuration } = session;
		const named = args.incident(configuration) ?? '';
		const incidents = await this.needs.incidents();
		const incident = await incidents.get(incidents.find(named)?.id ?? '');
		if (!incident || incident.isDeleted) {
			throw unknownIncident(named);
		}
		const { analysis, evidence } = incident;
		const { signal } = this.alive;
		const repository = this.chosen.get(incident.id) ?? (await this.repositoryOf(incident, signal));
		this.chosen.delete(incident.id);
		const traces = withOriginals((await this.needs.tracesOf(evidence)).traces, analysis?.originals);
		const rules = settings.inAppRules();
		const threads = await runInSlices(
			traceThreads(traces, {
				locations: analysis?.locations,
				originals: analysis?.originals,
				isInApp: (frame, location) => isInApp(frame, location, rules),
			}),
			this.needs.breather,
			signal,
		);
		const places = new FramePlaces({
			...this.needs,
			incidentId: incident.id,
			repository,
			revision: analysis?.revision,
		});
		const sent = new vscode.EventEmitter<vscode.DebugProtocolMessage>();
		const steps = new TraceSession({
			threads,
			text: evidenceText(evidence),
			name: l10n.t('Trace {0}', incident.key),
			revision: analysis && shortSha(analysis.revision),
			at: args.tracePlace(configuration.at),
			placesOf: (frames, cancel) => places.of(frames, cancel),
			focused: () => focusedFrame(session),
			send: (message) => sent.fire(message),
			log: this.needs.log,
		});
		const deletion = this.needs.onDidChangeIncidents((ids) => {
			if (ids.includes(incident.id)) {
				void this.endWhenDeleted(incident.id, steps);
			}
		});
		this.sessions.set(incident.id, session);
		return new vscode.DebugAdapterInlineImplementation({
			onDidSendMessage: sent.event,
			handleMessage: (message) => steps.handle(message),
			dispose: () => {
				deletion.dispose();
				steps.dispose();
				sent.dispose();
			},
		});
	}

	private async endWhenDeleted(incidentId: string, steps: TraceSession): Promise<void> {
		const incident = (await this.needs.incidents()).find(incidentId);
		if (!incident || incident.isDeleted) {
			steps.end();
		}
	}

	private async repositoryOf({ repository, key }: Incident, signal: AbortSignal): Promise<Repository | undefined> {
		if (repository === undefined) {
			return undefined;
		}
		try {
			return await this.needs.openRepository(repository, signal);
		} catch (error) {
			this.needs.log.warn(`${key}: its repository could not be opened; its trace is stepped through as text`, error);
			return undefined;
		}
	}
}

/** The frame that VS Code shows of this session. */
function focusedFrame(session: vscode.DebugSession): number | undefined {
	const item = vscode.debug.activeStackItem;
	return item instanceof vscode.DebugStackFrame && item.session.id === session.id ? item.frameId : undefined;
}
