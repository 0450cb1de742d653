import * as vscode from 'vscode';
import type { Incidents } from './app/incidents';
import { watchActions } from './composition/actions';
import { alerts } from './composition/alerts';
import { analysis } from './composition/analysis';
import { openChat } from './composition/chat';
import { registerDocuments, traceSessions } from './composition/documents';
import { followPullRequests, openGitHub } from './composition/github';
import { type Ground, layGround } from './composition/ground';
import { folderOf, openHomes } from './composition/homes';
import { incidentsView } from './composition/incidentsView';
import { issueSync } from './composition/issueSync';
import { rootCauseNotes } from './composition/notes';
import { reading } from './composition/reading';
import { repositories } from './composition/repositories';
import { reverts, revertsFolderOf } from './composition/reverts';
import { reviews } from './composition/reviews';
import { watchTargets } from './composition/targets';
import { webviews } from './composition/webviews';
import { ActiveIncidents } from './host/activeIncident';
import type { App } from './host/app';
import { BisectCommands } from './host/bisectCommands';
import { IncidentClocks } from './host/clocks';
import { deletedIncidents } from './host/deletedIncidents';
import { LineOpener } from './host/editor/openAt';
import { goneRow } from './host/errors';
import { FetchRemotes } from './host/fetchRemotes';
import { FileChoices } from './host/fileChoices';
import { UnsentAnswers } from './host/flows/unsent';
import { registerLinks } from './host/links/register';
import { PartialClones } from './host/partialClones';
import { Running } from './host/runningAnalyses';

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
		readonly openUri: OpenUri;
		/** Ends all that was registered. */
		readonly dispose: () => void;
	};
}

interface Manifest {
	readonly contributes: {
		readonly commands: readonly { readonly command: string }[];
		readonly menus: { readonly 'view/item/context': readonly { readonly command: string }[] };
	};
}

/** Of threads of comments: VS Code empties the field that was typed in once they are done, unless they reject. */
const TAKES_TYPED_TEXT: ReadonlySet<string> = new Set([
	'faultline.saveRootCauseNote',
	'faultline.replyToRootCauseNote',
]);

type OpenUri = (uri: { readonly path: string; readonly query: string }) => Promise<void>;

/** The composition root: builds what the host needs, each heavy part loaded when first used, and registers it. */
export function activate(context: vscode.ExtensionContext): Exports {
	const start = performance.now();
	const ground = layGround(context);
	const { log, owned } = ground;
	const memory = context.workspaceState;
	const partialClones = new PartialClones(memory);
	const openRepository = repositories(log, partialClones, revertsFolderOf(context));
	const { incidents, homes, onDidChangeIncidents } = openHomes(ground, openRepository);
	const texts = reading(ground, incidents);
	const running = owned.add(new Running());
	const clocks = owned.add(new IncidentClocks());
	const itself = () => app;
	const github = openGitHub(ground, openRepository, itself);
	const active = owned.add(new ActiveIncidents(memory));
	const view = incidentsView(ground, {
		...{ incidents, onDidChangeIncidents, tracesOf: texts.tracesOf, running, clocks, github, app: itself },
	});
	const { register: registerWebviews, ...panels } = webviews(ground, itself);
	const { register: registerSessions, stepThrough } = traceSessions(ground, itself);
	const { watch: watchReverts, ...mitigating } = reverts(ground, itself);
	const { watch: watchIssues, ...issues } = issueSync(ground, itself);
	const { watch: watchAlerts, ...monitors } = alerts(ground, itself);
	const { register: registerReviews, ...reviewing } = reviews(ground, itself);
	const { watch: watchNotes, ...notes } = rootCauseNotes(ground, onDidChangeIncidents, itself);
	const app: App = {
		...{ log, incidents, homes, onDidChangeIncidents, openRepository, partialClones, running, active, view, github },
		chat: openChat(ground, incidents),
		...texts,
		...analysis(ground, openRepository),
		...panels,
		...mitigating,
		...issues,
		...monitors,
		...reviewing,
		...notes,
		stepThrough,
		relocated: async (incident, signal) => {
			const { relocated } = await import('./host/flows/relocate');
			return relocated(app, incident, signal);
		},
		bisectCommands: new BisectCommands(memory),
		fileChoices: new FileChoices(memory),
		fetchRemotes: new FetchRemotes(memory),
		lines: owned.add(new LineOpener()),
		deleted: deletedIncidents(),
		unsent: new UnsentAnswers(),
	};
	registerDocuments(ground, app);
	registerSessions();
	registerWebviews();
	registerReviews();
	registerCommands(ground, app);
	owned.add(registerLinks(app, ground.runner));
	const openUri = registerUris(ground, app);
	watchReverts();
	watchIssues();
	watchAlerts();
	watchNotes();
	followPullRequests(ground, app);
	watchActions(ground, app);
	watchTargets(ground, { app, active, clocks });
	const activationMs = performance.now() - start;
	log.debug(`activated in ${activationMs.toFixed(1)} ms`);
	const isTest = context.extensionMode === vscode.ExtensionMode.Test;
	return {
		activationMs,
		...(isTest && {
			test: { incidents, folder: folderOf(context), tree: view, openUri, dispose: () => owned.dispose() },
		}),
	};
}

/** All that the manifest names; what they do is read when the first of them is run. */
function registerCommands({ context, owned, runner }: Ground, app: App): void {
	const { contributes } = context.extension.packageJSON as Manifest;
	const ofRows = new Set(contributes.menus['view/item/context'].map(({ command }) => command));
	for (const { command: id } of contributes.commands) {
		const command = async (...args: unknown[]) => {
			const isDone = await runner.attempt(id, async (run) => {
				// From a row VS Code gives two arguments, the first of which is nothing where the row was drawn anew while its menu was open: what is selected may be another one.
				if (args.length === 2 && (args[0] ?? undefined) === undefined && ofRows.has(id)) {
					throw goneRow();
				}
				const { commands } = await import('./host/commands/table');
				await commands[id]?.(app, run, ...args);
			});
			if (!isDone && TAKES_TYPED_TEXT.has(id)) {
				throw new vscode.CancellationError();
			}
		};
		owned.add(vscode.commands.registerCommand(id, command));
	}
}

function registerUris({ owned, runner }: Ground, app: App): OpenUri {
	const openUri: OpenUri = (uri) =>
		runner.run('link', async (run) => {
			const { openLink } = await import('./host/openLink');
			await openLink(app, run, uri);
		});
	owned.add(vscode.window.registerUriHandler({ handleUri: openUri }));
	return openUri;
}
