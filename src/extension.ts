import { userInfo } from 'node:os';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Incidents } from './app/incidents';
import { Disposables } from './base/disposables';
import { Emitter } from './base/emitter';
import { lazy } from './base/lazy';
import { type Breather, runInSlices } from './base/slices';
import type { Clock } from './core/ports/clock';
import type { Mitigations } from './core/ports/mitigation';
import type { Repository } from './core/ports/repository';
import type { HomeKind, HomeState, StoreHome } from './core/ports/storeHome';
import { ActiveIncidents } from './host/activeIncident';
import type { App } from './host/app';
import { BisectCommands } from './host/bisectCommands';
import { IncidentClocks } from './host/clocks';
import { commands } from './host/commands/table';
import { TRACE_DEBUG_TYPE } from './host/debug/debugType';
import { deletedIncidents } from './host/deletedIncidents';
import { GitDocuments } from './host/editor/gitDocuments';
import { LineOpener } from './host/editor/openAt';
import { PreviewDocuments } from './host/editor/previewDocuments';
import { RulesDocument } from './host/editor/rulesDocument';
import { SourceDocuments } from './host/editor/sourceDocuments';
import { untrusted } from './host/errors';
import { FetchRemotes } from './host/fetchRemotes';
import { FileChoices } from './host/fileChoices';
import { UnsentAnswers } from './host/flows/unsent';
import { Connection } from './host/homes/connection';
import { HomeStatus } from './host/homes/homeStatus';
import { Homes, type OpenedHome } from './host/homes/homes';
import { placeOfHome } from './host/homes/placeOfHome';
import { DocumentTraces } from './host/links/documentTraces';
import { registerLinks } from './host/links/register';
import { PartialClones } from './host/partialClones';
import { Runner, showLog } from './host/run';
import { Running } from './host/runningAnalyses';
import { onDidChangeSettings, settings } from './host/settings';
import { traceCache } from './host/traceCache';
import { Arrangements } from './host/views/arrangements';
import { IncidentsTree } from './host/views/incidentsTree';

/** What this extension gives to tests and to nobody else. */
export interface Exports {
	/** How long `activate` itself took. */
	readonly activationMs: number;
	/** Only while the extension is tested. */
	readonly test?: {
		readonly incidents: () => Promise<Incidents>;
		/** Where the log of incidents is. */
		readonly folder: string;
		/** What the view shows. */
		readonly tree: vscode.TreeDataProvider<unknown>;
		/** What a link into the editor does. */
		readonly openUri: (uri: { readonly path: string; readonly query: string }) => Promise<void>;
		/** Ends all that was registered. */
		readonly dispose: () => void;
	};
}

const breather: Breather = {
	now: () => performance.now(),
	pause: () => new Promise((resolve) => setImmediate(resolve)),
};

const clock: Clock = { now: () => Date.now() };

/** The composition root: builds what the host needs, each heavy part loaded when first used, and registers it. */
export function activate(context: vscode.ExtensionContext): Exports {
	const start = performance.now();
	const owned = new Disposables();
	context.subscriptions.push(owned);
	const strings = vscode.l10n.bundle ? JSON.stringify(vscode.l10n.bundle) : '';
	if (strings !== '') {
		l10n.config({ contents: strings });
	}
	const log = owned.add(vscode.window.createOutputChannel('Faultline', { log: true }));
	const alive = new AbortController();
	owned.add({ dispose: () => alive.abort() });
	const runner = owned.add(new Runner(log));
	const running = owned.add(new Running());
	const changed = owned.add(new Emitter<readonly string[]>());
	const parse = async (text: string, signal: AbortSignal) => {
		const { parseSteps } = await import('./core/trace/parse');
		return runInSlices(parseSteps(text), breather, signal);
	};
	const tracesOf = traceCache(parse, alive.signal);
	const partialClones = new PartialClones(context.workspaceState);
	const openRepository = repositories(log, partialClones);
	const { homes, forApp } = openHomes(context, { log, runner, changed, strings }, openRepository, alive.signal, owned);
	const incidents = async () => {
		const all = await homes.incidents();
		await all.load(alive.signal);
		return all;
	};
	const clocks = owned.add(new IncidentClocks());
	const active = owned.add(new ActiveIncidents(context.workspaceState));
	const tree = owned.add(
		new IncidentsTree({
			incidents,
			onDidChangeIncidents: changed.event,
			tracesOf,
			log,
			relocated: (incident) => app.relocated(incident, alive.signal),
			secondOpinions: async (incident) => {
				const { opinionsOn } = await import('./host/flows/secondOpinion');
				return opinionsOn(app, incident, alive.signal);
			},
			running,
			onDidChangeRunning: running.onDidChange,
			arrangements: new Arrangements(context.workspaceState),
			clocks,
			onDrop: (drop) =>
				void runner.run('drop', async (run) => {
					const { dropped } = await import('./host/flows/drop');
					await dropped(app, run, drop);
				}),
			onHidden: ({ id, key }) =>
				runner.tell('info', l10n.t('{0} is not shown, because it does not fit the filter.', key), {
					title: l10n.t('Clear Filter'),
					command: 'faultline.clearFilter',
					args: [{ incidentId: id }],
				}),
		}),
	);
	const maps = lazy(async () => {
		const { mapsInWorker } = await import('./adapters/maps/inWorker');
		return owned.add(mapsInWorker(context.asAbsolutePath('dist/mapsWorker.js')));
	});
	const lines = lazy(async () => (await import('./app/locateFrame')).lineTracker());
	const forms = lazy(() => openForms(context, app, runner, owned, strings));
	const pages = lazy(async () => {
		const { incidentPages } = await import('./host/webviews/incidentPage');
		return owned.add(incidentPages(context, app, runner, strings));
	});
	const dashboards = lazy(async () => {
		const { Dashboards } = await import('./host/webviews/dashboard');
		const { workspaceState: memory, extensionUri } = context;
		return owned.add(new Dashboards({ app, runner, breather, clock, memory, extensionUri, strings }));
	});
	const stepper = lazy(async () => {
		const { TraceStepper } = await import('./host/debug/traceStepper');
		return owned.add(new TraceStepper({ ...app, breather }));
	});
	const files = lazy(async () =>
		(await import('./host/exchange')).exchange({
			...{ incidents, redaction: settings.redaction, matrix: settings.priorityMatrix, clock, breather },
		}),
	);
	let channel: vscode.OutputChannel | undefined;
	const bisectOutput = () => {
		channel ??= owned.add(vscode.window.createOutputChannel('Faultline Bisect'));
		return channel;
	};
	const previews = new PreviewDocuments();
	owned.add(previews.register());
	const homesOfReverts = vscode.Uri.joinPath(context.globalStorageUri, 'reverts').fsPath;
	const app: App = {
		log,
		incidents,
		exchange: {
			write: async (...request) => (await files()).write(...request),
			read: async (...request) => (await files()).read(...request),
			markdown: async (...request) => (await files()).markdown(...request),
		},
		homes: forApp,
		onDidChangeIncidents: changed.event,
		parse,
		tracesOf,
		redact: async (...of) => (await import('./app/redactText')).redactText(settings.redaction, breather)(...of),
		draft: async (text, signal) => {
			const { draftFromText } = await import('./app/draft');
			const said = { rules: settings.inAppRules(), category: settings.defaultCategory() };
			return draftFromText(text, app.redact, said, breather, clock, signal);
		},
		openRepository,
		analyze: async (request, report, signal) => {
			const { analyzeSuspects } = await import('./app/analyzeSuspects');
			return analyzeSuspects(request, breather, report, signal);
		},
		bisect: async (request, report, signal) => {
			const [{ bisect }, { worktreesIn }, { runCommand }] = await Promise.all([
				import('./app/bisect'),
				import('./adapters/git/worktrees'),
				import('./adapters/process/runCommand'),
			]);
			const output = bisectOutput();
			output.show(true);
			const told = {
				report,
				note: (line: string) => output.appendLine(line),
				output: (text: string) => output.append(text),
			};
			return bisect(request, { openWorktree: worktreesIn(log), run: runCommand, breather }, told, signal);
		},
		mitigations: mitigationsFor(homesOfReverts, () => app, partialClones),
		previews,
		bisectOutput: { show: () => bisectOutput().show() },
		bisectCommands: new BisectCommands(context.workspaceState),
		secondOpinions: async (request, signal) => {
			const { secondOpinions } = await import('./app/secondOpinion');
			return secondOpinions(request, signal);
		},
		whyNot: async (request, signal) => {
			const { whyNot } = await import('./app/whyNot');
			return whyNot(request, signal);
		},
		locate: async (traces, request, signal) => {
			const { locateFrames } = await import('./app/locateFrames');
			return locateFrames(traces, request, signal);
		},
		placeTrace: async (trace, request, signal) => {
			const { placeTrace } = await import('./app/placeTrace');
			return placeTrace(trace, request, signal);
		},
		fingerprintOf: async (trace) => {
			const { fingerprintOf } = await import('./core/trace/fingerprint');
			return fingerprintOf(trace);
		},
		deployedRevision: async (repository, release, signal) => {
			const { deployedRevision } = await import('./app/deployedRevision');
			return deployedRevision(repository, release, settings.releaseTagPatterns(), signal);
		},
		documentTraces: owned.add(new DocumentTraces(parse)),
		treeAt: async (repository, sha, signal) => {
			const { snapshotAt } = await import('./app/snapshot');
			return (await snapshotAt(repository, sha, openRepository, signal)).tree;
		},
		fileChoices: new FileChoices(context.workspaceState),
		partialClones,
		fetchRemotes: new FetchRemotes(context.workspaceState),
		relocated: async (incident, signal) => {
			const { relocated } = await import('./host/flows/relocate');
			return relocated(app, incident, signal);
		},
		sourceMaps: {
			lookUp: async (...question) => (await maps()).lookUp(...question),
			contentOf: async (...question) => (await maps()).contentOf(...question),
		},
		whereIsLineNow: async (question, signal) => (await lines()).whereIsLineNow(question, signal),
		whoChangedLine: async (question, signal) => (await lines()).whoChangedLine(question, signal),
		lines: owned.add(new LineOpener()),
		view: tree,
		running,
		deleted: deletedIncidents(),
		openForm: async ({ incidentId, filled }) => {
			const incident = incidentId === undefined ? undefined : await (await incidents()).get(incidentId);
			if (filled) {
				await (await forms()).fill(filled);
			} else {
				(await forms()).show(incident);
			}
		},
		openDashboard: async () => (await dashboards()).show(),
		openPage: async (incidentId, how) => (await pages()).show(incidentId, how),
		active,
		unsent: new UnsentAnswers(),
		forgetDraft: async (id) => (await forms()).forget(id),
		stepThrough: async (...session) => (await stepper()).start(...session),
	};
	const documents = new GitDocuments({
		openRepository,
		knownRoots: async () => (await incidents()).list().flatMap(({ repository }) => repository ?? []),
	});
	owned.add(documents.register());
	owned.add(new RulesDocument());
	owned.add(new SourceDocuments({ incidents, sourceMaps: app.sourceMaps, openRepository }).register());
	owned.add(
		vscode.debug.registerDebugAdapterDescriptorFactory(TRACE_DEBUG_TYPE, {
			createDebugAdapterDescriptor: async (session) => (await stepper()).adapterFor(session),
		}),
	);
	owned.add(
		vscode.window.registerWebviewPanelSerializer('faultline.dashboard', {
			deserializeWebviewPanel: async (panel) => (await dashboards()).restore(panel),
		}),
	);
	for (const [id, command] of Object.entries(commands)) {
		owned.add(
			vscode.commands.registerCommand(id, (...args: unknown[]) => runner.run(id, (run) => command(app, run, ...args))),
		);
	}
	owned.add(registerLinks(app, runner));
	owned.add(
		vscode.window.registerWebviewPanelSerializer('faultline.incidentPage', {
			deserializeWebviewPanel: async (panel, state) => (await pages()).restore(panel, state),
		}),
	);
	const openUri = (uri: { readonly path: string; readonly query: string }) =>
		runner.run('link', async (run) => {
			const { openLink } = await import('./host/openLink');
			await openLink(app, run, uri);
		});
	owned.add(vscode.window.registerUriHandler({ handleUri: openUri }));
	watchReverts({ app, runner, signal: alive.signal }, homesOfReverts, owned);
	watchTargets({ app, active, clocks, incidents, runner, memory: context.globalState }, owned);
	const activationMs = performance.now() - start;
	log.debug(`activated in ${activationMs.toFixed(1)} ms`);
	const isTest = context.extensionMode === vscode.ExtensionMode.Test;
	return {
		activationMs,
		...(isTest && { test: { incidents, folder: folderOf(context), tree, openUri, dispose: () => owned.dispose() } }),
	};
}

interface WatchNeeds {
	readonly app: App;
	readonly active: ActiveIncidents;
	readonly clocks: IncidentClocks;
	readonly incidents: () => Promise<Incidents>;
	readonly runner: Runner;
	readonly memory: vscode.Memento;
}

/** Shows the active incident and warns of targets, from when incidents are first read; where one is active, they are read right after the start. */
function watchTargets({ app, active, clocks, incidents, runner, memory }: WatchNeeds, owned: Disposables): void {
	const since = Date.now();
	const watch = lazy(async () => {
		const [{ ActiveStatus }, { TargetWarnings }] = await Promise.all([
			import('./host/activeStatus'),
			import('./host/targetWarnings'),
		]);
		const { log, onDidChangeIncidents } = app;
		owned.add(new ActiveStatus({ active, clocks, incidents, log, onDidChangeIncidents }));
		owned.add(
			new TargetWarnings({ ...{ active, clocks, incidents, runner, memory, since }, log, onDidChangeIncidents }),
		);
	});
	owned.add(app.onDidChangeIncidents(() => void watch()));
	if (active.get() !== undefined) {
		const start = setTimeout(() => void incidents().catch((error: unknown) => app.log.warn('status bar', error)), 0);
		owned.add({ dispose: () => clearTimeout(start) });
	}
}

/** Opens homes of incidents, each with its store in a worker of its own. */
function homeOpener(
	context: vscode.ExtensionContext,
	{ log, runner, changed, strings }: HomeOpenerNeeds,
): (home: StoreHome, onState: (state: HomeState) => void) => Promise<OpenedHome> {
	return async (home, onState) => {
		const [{ createIncidents }, { redactIncidents }, { storeInWorker }, { snapshotName }, { ulid }] = await Promise.all(
			[
				import('./app/createIncidents'),
				import('./app/redactIncidents'),
				import('./adapters/projection/inWorker'),
				import('./host/homes/snapshotName'),
				import('ulid'),
			],
		);
		const owned = new Disposables();
		const warn = (message: string) => runner.tell('warning', message, showLog());
		const snapshot = vscode.Uri.joinPath(context.globalStorageUri, 'projection', snapshotName(home)).fsPath;
		const store = owned.add(
			storeInWorker({
				file: context.asAbsolutePath('dist/storeWorker.js'),
				options: { home, snapshot, matrix: settings.priorityMatrix(), strings },
				log,
				news: { onState, onDamage: ({ message, isKnown }) => isKnown || warn(message) },
				onRestart: () =>
					warn(l10n.t('The incident store stopped and was started again. Nothing that was saved is lost.')),
			}),
		);
		const incidents = owned.add(
			createIncidents({
				store,
				log,
				actor: nameOfPerson(),
				clock,
				newId: () => ulid(),
				onDamage: ({ message }) => warn(message),
			}),
		);
		owned.add(incidents.onDidChange((ids) => changed.fire(ids)));
		const clean = redactIncidents(incidents, settings.redaction, breather);
		return { incidents: clean, settle: () => store.flushSnapshot(), dispose: () => owned.dispose() };
	};
}

interface HomeOpenerNeeds {
	readonly log: vscode.LogOutputChannel;
	readonly runner: Runner;
	readonly changed: Emitter<readonly string[]>;
	readonly strings: string;
}

/** Follows what may change the home of incidents, and gives commands the ways to change it. */
function openHomes(
	context: vscode.ExtensionContext,
	needs: HomeOpenerNeeds,
	openRepository: App['openRepository'],
	alive: AbortSignal,
	owned: Disposables,
): { readonly homes: Homes; readonly forApp: App['homes'] } {
	const connection = new Connection(context.secrets);
	const status = owned.add(new HomeStatus());
	const open = homeOpener(context, needs);
	const beside = homeOpener(context, { ...needs, changed: new Emitter() });
	const storage = context.globalStorageUri;
	const placeOf = (kind: HomeKind) => placeOfHome(kind, { storage, connection, openRepository }, alive);
	const homes = owned.add(
		new Homes({
			kind: () => settings.home(),
			placeOf,
			open: (home) => {
				status.hide();
				return open(home, (state) => status.show(state));
			},
			changed: needs.changed,
			log: needs.log,
		}),
	);
	const refresh = () => void homes.refresh();
	owned.add(onDidChangeSettings('home', refresh));
	owned.add(onDidChangeSettings('priorityMatrix', () => void homes.reopen()));
	owned.add(vscode.workspace.onDidChangeWorkspaceFolders(refresh));
	owned.add(vscode.workspace.onDidGrantWorkspaceTrust(refresh));
	owned.add(connection.onDidChange(refresh));
	const openBeside = async (home: StoreHome, onState: (state: HomeState) => void = () => {}) => {
		const opened = await beside(home, onState);
		try {
			await opened.incidents.load(alive);
		} catch (error) {
			opened.dispose();
			throw error;
		}
		return opened;
	};
	return {
		homes,
		forApp: {
			placeOf,
			openBeside: (home) => openBeside(home),
			refresh: () => homes.refresh(),
			setAside: async () => {
				const { setAside } = await import('./host/homes/setAside');
				homes.close();
				return setAside(folderOf(context));
			},
			tryConnection: async (connectionString, signal) => {
				const { tryConnection } = await import('./host/homes/tryConnection');
				const queueFolder = vscode.Uri.joinPath(storage, 'queue').fsPath;
				return tryConnection({ kind: 'postgres', connectionString, queueFolder }, openBeside, signal);
			},
			setConnection: async (connectionString) => connection.set(connectionString),
		},
	};
}

/** The account's name; empty where the system knows none, as in containers with a made-up user id. */
function nameOfPerson(): string {
	try {
		return userInfo().username;
	} catch {
		return '';
	}
}

/** The folder of the log of incidents: this person's, the same for every workspace. */
function folderOf({ globalStorageUri }: vscode.ExtensionContext): string {
	return vscode.Uri.joinPath(globalStorageUri, 'incidents').fsPath;
}

/** Opens repositories, each once; none in an untrusted workspace. */
function repositories(log: vscode.LogOutputChannel, partialClones: PartialClones): App['openRepository'] {
	const opened = new Map<string, Repository>();
	return async (folder, signal) => {
		if (!vscode.workspace.isTrusted) {
			throw untrusted();
		}
		const known = opened.get(folder);
		if (known) {
			return known;
		}
		const { openRepository } = await import('./adapters/git/openRepository');
		const repository = await openRepository(folder, log, signal, (root) => partialClones.mayFetch(root));
		opened.set(folder, repository);
		return repository;
	};
}

/** What makes branches in repositories, each once, so that a window knows what it works on itself. */
function mitigationsFor(homes: string, app: () => App, partialClones: PartialClones): App['mitigations'] {
	const opened = new Map<string, () => Promise<Mitigations>>();
	const open = async (root: string) => {
		const [{ mitigationsIn }, { recorder }] = await Promise.all([
			import('./adapters/git/revert/mitigations'),
			import('./host/flows/revert/prepared'),
		]);
		const { signal } = new AbortController(); // of all who wait for it, each may go away
		const mitigations = await mitigationsIn(root, homes, () => partialClones.mayFetch(root), app().log, signal);
		await mitigations.recover(recorder(app()));
		return mitigations;
	};
	return async ({ root }, signal) => {
		const known = opened.get(root) ?? lazy(() => open(root));
		opened.set(root, known);
		const mitigations = await known();
		signal.throwIfAborted();
		return mitigations;
	};
}

interface RevertNeeds {
	readonly app: App;
	readonly runner: Runner;
	readonly signal: AbortSignal;
}

/** Clears up behind reverts of killed windows once incidents are read, and greets who comes to resolve conflicts. */
function watchReverts(needs: RevertNeeds, homes: string, owned: Disposables): void {
	const load = () => import('./host/leftReverts');
	const look = lazy(async () => (await load()).lookForLeftReverts(needs));
	owned.add(needs.app.onDidChangeIncidents(() => void look()));
	if ((vscode.workspace.workspaceFolders ?? []).some(({ uri }) => uri.fsPath.startsWith(homes))) {
		const greet = lazy(async () => (await load()).greetRevertWindow(needs, homes));
		owned.add(vscode.workspace.onDidGrantWorkspaceTrust(() => void greet()));
		if (vscode.workspace.isTrusted) {
			void greet();
		}
	}
}

async function openForms(
	context: vscode.ExtensionContext,
	app: App,
	runner: Runner,
	owned: Disposables,
	strings: string,
) {
	const [{ IncidentForms }, { FormDrafts }] = await Promise.all([
		import('./host/webviews/incidentForms'),
		import('./host/webviews/formDrafts'),
	]);
	const drafts = new FormDrafts(context.workspaceState);
	const { extensionUri } = context;
	return owned.add(new IncidentForms({ app, runner, drafts, extensionUri, strings }));
}
