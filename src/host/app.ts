import type * as vscode from 'vscode';
import type { AnalyzeRequest } from '../app/analyzeSuspects';
import type { BisectRequest, BisectResult } from '../app/bisect';
import type { TextDraft } from '../app/draft';
import type { EarlierIncident } from '../app/earlierIncidents';
import type { Incidents } from '../app/incidents';
import type { DeployedLine } from '../app/locateFrame';
import type { Located, LocateRequest } from '../app/locateFrames';
import type { PlacedTrace } from '../app/placeTrace';
import type { RedactText } from '../app/redactText';
import type { NamedOpinion, OpinionRequest } from '../app/secondOpinion';
import type { WhyNot, WhyNotRequest } from '../app/whyNot';
import type { Listen } from '../base/emitter';
import type { Drift } from '../core/frames/drift';
import type { TreeIndex } from '../core/frames/treeIndex';
import type { ReadExchange } from '../core/incident/exchange/read';
import type { Evidence, Incident } from '../core/incident/record';
import type { Arrangement } from '../core/incident/triage/arrangement';
import type { Mitigations } from '../core/ports/mitigation';
import type { Commit, Repository } from '../core/ports/repository';
import type { SourceMaps } from '../core/ports/sourceMaps';
import type { HomeKind, StoreHome } from '../core/ports/storeHome';
import type { Analysis } from '../core/suspects/model';
import type { Ranked } from '../core/suspects/rank';
import type { ParsedText, Trace } from '../core/trace/model';
import type { FormDraft } from '../protocol/form';
import type { Alerts } from './alerts/service';
import type { TracePlace } from './args';
import type { BisectCommands } from './bisectCommands';
import type { Chat } from './chat/service';
import type { CommitIndexing } from './commitIndexing';
import type { LineOpener } from './editor/openAt';
import type { PreviewDocuments } from './editor/previewDocuments';
import type { FetchRemotes } from './fetchRemotes';
import type { FileChoices } from './fileChoices';
import type { UnsentAnswers } from './flows/unsent';
import type { IssueState, IssueSyncs } from './github/issueSync';
import type { GitHub } from './github/service';
import type { OpenedHome } from './homes/homes';
import type { DocumentTraces } from './links/documentTraces';
import type { Notes } from './notes/feature';
import type { NotesTree } from './notes/notesTree';
import type { PartialClones } from './partialClones';
import type { RevertWindow } from './revertWindow';
import type { Run } from './run';

/** The incidents view, as far as commands touch it. */
export interface IncidentsView {
	/** The incident that is selected in the tree, or holds what is selected. */
	selectedIncident(): string | undefined;
	/** All that are selected, or hold what is. */
	selectedIncidents(): readonly string[];
	/** Brings an incident into sight, opened. */
	reveal(incidentId: string): Promise<void>;
	/** How the incidents are grouped, sorted and filtered. */
	readonly arrangement: Arrangement;
	/** Changes some of that, and keeps it. */
	arrange(change: Partial<Arrangement>): Promise<void>;
	/** Shows another page of a group, named by what its incidents have in common; empty where nothing is grouped. */
	showMore(group: string): void;
	/** Services or people that incidents name, each once, those of the latest incidents first. */
	named(field: 'service' | 'assignee'): readonly string[];
}

/** An analysis that is going on. */
export interface RunningAnalysis {
	/** How far it has come, in a few words. */
	report(message: string): void;
	/** What it points at by now. */
	soFar(first: Ranked): void;
	/** To be called when it is over, however it ended. */
	end(): void;
}

/** Which incidents are being analysed now: the tree shows it, and a second run on the same one replaces the first. */
export interface RunningAnalyses {
	has(incidentId: string): boolean;
	/** Cancels a run on the same incident that is still going; call `end` when done. */
	begin(incidentId: string, abort: AbortController): RunningAnalysis;
	/** The suspects that an analysis which is still going points at by now. */
	soFar(incidentId: string): Ranked | undefined;
	/** Ids of incidents whose analysis began, found something, or ended. */
	readonly onDidChange: Listen<string>;
	/** How far an analysis has come, in a few words. */
	readonly onDidReport: Listen<{ readonly incidentId: string; readonly message: string }>;
}

/** Incidents as files. Secrets are left out of what is written. */
export interface Exchange {
	/** Some incidents, or all, deleted ones as well, as JSON. */
	write(ids: readonly string[] | 'all', report: (message: string) => void, signal: AbortSignal): Promise<string>;
	/** @param name of the file, for messages @throws FaultlineError `exchange.*` */
	read(text: string, name: string, signal: AbortSignal): Promise<ReadExchange>;
	markdown(incident: Incident, signal: AbortSignal): Promise<string>;
}

/** Where incidents are kept, and how that is changed. */
export interface IncidentHomes {
	/** @throws FaultlineError `home.*`, `workspace.*`, `git.*` where that home cannot be in this window */
	placeOf(kind: HomeKind): Promise<StoreHome>;
	/** Opens a home beside the open one; the caller disposes of it. */
	openBeside(home: StoreHome): Promise<OpenedHome>;
	/** Opens the home that the settings name now. */
	refresh(): Promise<void>;
	/** Renames the person's own folder of incidents, so that nothing is in it any more. @returns where it is now */
	setAside(): Promise<string>;
	/** @throws FaultlineError `store.*` where the server does not let us in, `home.notConnected` where it cannot be reached */
	tryConnection(connectionString: string, signal: AbortSignal): Promise<void>;
	setConnection(connectionString: string): Promise<void>;
}

/** What is written into the form of a new incident before somebody looks at it. */
export interface Filling {
	readonly origin: 'link' | 'issue';
	readonly fields: Partial<FormDraft>;
	/** What is to be said of it, in sentences. */
	readonly said?: string;
}

/** Opens the incident form: empty or as left, filled in by a link or from an issue, or on an existing incident. */
export type OpenForm = (about: { readonly incidentId?: string; readonly filling?: Filling }) => Promise<void>;

/** How a page is opened. */
export interface PageOpening {
	/** Only to look at: the next one that is opened so takes its place, until somebody works on it. */
	readonly isPreview?: boolean;
	/** The entry of the timeline that gets the focus, by the id of its event. */
	readonly entry?: string;
}

/** Opens the page of an incident, or brings it to the front. */
export type OpenPage = (incidentId: string, how?: PageOpening) => Promise<void>;

/** The incident that the status bar is about: the one that was opened or chosen last. */
export interface ActiveIncident {
	/** @param incidentId none where undefined */
	set(incidentId: string | undefined): void;
	get(): string | undefined;
}

/** Ids of incidents deleted in this session, those of the last time last, so that deleting can be undone. */
export interface DeletedIncidents {
	/** Adds what was deleted together. */
	push(...incidentIds: readonly string[]): void;
	/** Takes out `incidentIds`, or where there are none what was deleted together last. */
	take(...incidentIds: readonly string[]): readonly string[];
}

/** Post-incident reviews as documents. */
export interface Reviews {
	/** Says by which template, as Markdown, the review of an incident is begun. */
	begin(incidentId: string, template: string): Promise<void>;
	/** Whether VS Code saved something of it by itself that is not in the record yet. */
	isHeld(incidentId: string): Promise<boolean>;
	/** Nothing of some review is held any more. */
	readonly onDidSettle: vscode.Event<void>;
	/** Writes that into the record. @returns whether there was anything */
	settle(incidentId: string): Promise<boolean>;
	/** The review of an incident as Markdown, with its action items as they are now; a draft where there is none. */
	contentOf(incident: Incident): Promise<string>;
	/** Saves a document of a review; where another one was written meanwhile, the person is asked first. */
	save(document: vscode.TextDocument): Promise<boolean>;
	/** Hash of what was saved into a file last, by its absolute path. */
	savedAs(file: string): string | undefined;
	remember(file: string, hash: string): Promise<void>;
	/** Shows a file beside a text. */
	compare(file: vscode.Uri, text: string, title: string): Promise<void>;
	compareTexts(left: string, right: string, title: string): Promise<void>;
}

/** Use cases and places of the editor that commands reach; built by the composition root, each part loaded when first used. */
export interface App {
	readonly log: vscode.LogOutputChannel;
	/** The incidents, read from disk on the first call. */
	readonly incidents: () => Promise<Incidents>;
	readonly exchange: Exchange;
	/** GitHub and GitHub Enterprise; asked only where somebody is signed in, or wants something of it. */
	readonly github: GitHub;
	/** Monitors, and what asks them. */
	readonly alerts: Alerts;
	/** What follows the issues that incidents are linked to. */
	readonly issueSyncs: () => Promise<IssueSyncs>;
	/** How an issue is followed. */
	readonly issueState: (incidentId: string, url: string) => IssueState;
	/** Slack and Microsoft Teams; asked only by a person who pressed a button. */
	readonly chat: Chat;
	/** Opens the composer of an incident's messages, or brings it to the front. */
	readonly openComposer: (incident: Incident) => Promise<void>;
	/** Where incidents are kept. */
	readonly homes: IncidentHomes;
	/** Ids of incidents that changed, here or in another window; silent until the incidents were first asked for. */
	readonly onDidChangeIncidents: Listen<readonly string[]>;
	/** Reads traces out of text of any size without blocking the extension host. */
	readonly parse: (text: string, signal: AbortSignal) => Promise<ParsedText>;
	/** The traces of an incident's evidence; kept, since the tree asks often. */
	readonly tracesOf: (evidence: readonly Evidence[]) => Promise<ParsedText>;
	/** A text without secrets, by the rules and what the person added to them. */
	readonly redact: RedactText;
	/** A new incident as far as its text tells, without its secrets. */
	readonly draft: (text: string, signal: AbortSignal) => Promise<TextDraft>;
	/** @throws FaultlineError `git.*`, `workspace.untrusted` */
	readonly openRepository: (folder: string, signal: AbortSignal) => Promise<Repository>;
	readonly analyze: (
		request: AnalyzeRequest,
		report: (message: string) => void,
		signal: AbortSignal,
	) => Promise<Analysis>;
	/** Runs a reproducing command on commits until the first bad one is found. @throws FaultlineError `bisect.*`, `git.*` */
	readonly bisect: (
		request: BisectRequest,
		report: (message: string) => void,
		signal: AbortSignal,
	) => Promise<BisectResult>;
	/** What makes branches that take suspects out; for each repository once. */
	readonly mitigations: (repository: Repository, signal: AbortSignal) => Promise<Mitigations>;
	readonly previews: PreviewDocuments;
	readonly revertWindow: RevertWindow;
	/** What bisections have run and printed. */
	readonly bisectOutput: { readonly show: () => void };
	readonly bisectCommands: BisectCommands;
	/** What the rules of other products would name. */
	readonly secondOpinions: (request: OpinionRequest, signal: AbortSignal) => Promise<readonly NamedOpinion[]>;
	/** Why a commit is no suspect, or what kind of one. */
	readonly whyNot: (request: WhyNotRequest, signal: AbortSignal) => Promise<WhyNot>;
	/** Where frames are, by what the person said of now. */
	readonly locate: (traces: readonly Trace[], request: LocateRequest, signal: AbortSignal) => Promise<Located>;
	/** Where the frames of one trace are at a revision, a full object name: source maps and what the person said of now included. */
	readonly placeTrace: (
		trace: Trace,
		request: Omit<AnalyzeRequest, 'text'>,
		signal: AbortSignal,
	) => Promise<PlacedTrace>;
	/** Incidents before one that may help with it. */
	readonly earlier: (incident: Incident, signal: AbortSignal) => Promise<readonly EarlierIncident[]>;
	/** What reports of one failure have in common. */
	readonly fingerprintOf: (trace: Trace) => Promise<string>;
	/** The commit of a release, however it is called. @throws FaultlineError `git.unknownRevision` */
	readonly deployedRevision: (repository: Repository, release: string, signal: AbortSignal) => Promise<string>;
	/** The traces of open documents. */
	readonly documentTraces: DocumentTraces;
	/** The files at a revision, a full object name. */
	readonly treeAt: (repository: Repository, sha: string, signal: AbortSignal) => Promise<TreeIndex>;
	readonly fileChoices: FileChoices;
	readonly partialClones: PartialClones;
	readonly fetchRemotes: FetchRemotes;
	/** The incident with its frames where mappings and choices of now put them. */
	readonly relocated: (incident: Incident, signal: AbortSignal) => Promise<Incident>;
	/** Source maps, read beside the extension host. */
	readonly sourceMaps: SourceMaps;
	readonly whereIsLineNow: (question: DeployedLine, signal: AbortSignal) => Promise<Drift>;
	/** The commit that edited or deleted a line since the deployed revision, if one can be named. */
	readonly whoChangedLine: (question: Omit<DeployedLine, 'text'>, signal: AbortSignal) => Promise<Commit | undefined>;
	/** Root-cause notes in the editor; made when first asked for. */
	readonly notes: () => Promise<Notes>;
	readonly notesTree: NotesTree;
	readonly lines: LineOpener;
	readonly view: IncidentsView;
	readonly running: RunningAnalyses;
	readonly commitIndexing: Pick<CommitIndexing, 'of' | 'bringUp'>;
	readonly deleted: DeletedIncidents;
	readonly openForm: OpenForm;
	readonly openPage: OpenPage;
	readonly reviews: Reviews;
	/** Opens the dashboard, or brings it to the front. */
	readonly openDashboard: () => Promise<void>;
	readonly active: ActiveIncident;
	/** What was typed into questions that somebody went away from. */
	readonly unsent: UnsentAnswers;
	/** Closes the form of an incident that is no more, and forgets what was typed in it. */
	readonly forgetDraft: (incidentId: string) => Promise<void>;
	/** Opens a trace as a call stack, at a frame or where looking begins. */
	readonly stepThrough: (incident: Incident, repository: Repository, at: TracePlace | undefined) => Promise<void>;
}

/** One command. Arguments come from menus, keybindings and other extensions: unknown until checked. */
export type Command = (app: App, run: Run, ...args: readonly unknown[]) => Promise<void>;
