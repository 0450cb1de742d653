import * as v from 'valibot';
import * as vscode from 'vscode';
import { notSources, type SourceSetting, SourcesSchema, withAccounts } from '../core/alerts/kinds';
import { AlertRulesSchema } from '../core/alerts/rules';
import { isSafeAddress } from '../core/chat/address';
import { TEMPLATE_FOLDER } from '../core/chat/templatePlaces';
import type { PathMapping } from '../core/frames/pathMappings';
import { enterpriseAddress } from '../core/github/address';
import { SYNC_MODES } from '../core/github/sync';
import { type ClosureRules, DEFAULT_CLOSURE, GatesSchema } from '../core/incident/closure';
import { escalationLevels } from '../core/incident/escalation';
import { type BusinessHours, HoursSchema } from '../core/incident/hours';
import { isPathInside } from '../core/incident/links';
import { DEFAULT_MATRIX, MatrixSchema } from '../core/incident/priority';
import { DEFAULT_TARGETS, TargetsSchema } from '../core/incident/targets';
import { CategoriesSchema, type Category, categories, defaultCategory } from '../core/incident/taxonomy';
import type { HomeKind } from '../core/ports/storeHome';
import type { RedactionOptions } from '../core/redaction/model';
import { type InAppRules, inAppRules } from '../core/trace/inAppRules';

const SECTION = 'faultline';

const globs = v.pipe(v.array(v.string()), v.maxLength(500));

const mappings = v.pipe(
	v.array(v.object({ from: v.string(), to: v.string(), repository: v.optional(v.string()) })),
	v.maxLength(200),
);

const redactedKeys = v.pipe(v.array(v.pipe(v.string(), v.maxLength(100))), v.maxLength(100));

const phrases = v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.maxLength(200));

const labels = v.record(v.pipe(v.string(), v.maxLength(100)), v.pipe(v.string(), v.maxLength(100)));

const limits = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(50));

const seconds = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(86_400));

const minutes = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_080));

/** Inside of a repository. */
const folder = v.pipe(
	v.string(),
	v.trim(),
	v.transform((path) => path.replace(/\/+$/, '')),
	v.nonEmpty(),
	v.maxLength(200),
	v.check(isPathInside),
);

const pollSeconds = v.pipe(v.number(), v.integer(), v.minValue(5), v.maxValue(3600));

const percent = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100));

const names = v.pipe(v.array(v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(100))), v.maxLength(10));

let github: ReturnType<typeof readGitHub> | undefined;
// Before all others who listen, for they read it when they are told.
vscode.workspace.onDidChangeConfiguration((change) => {
	if (['faultline.github', 'faultline.home', 'github-enterprise'].some((key) => change.affectsConfiguration(key))) {
		github = undefined;
	}
});

/** Every setting, read when used; a value of the wrong shape counts as unset. Nobody else calls `getConfiguration`. */
export const settings = {
	/** Whether a new incident with a trace is analysed at once. */
	analyzeOnCreate: () => read('analyzeOnCreate', v.boolean(), true),
	/** How many suspect commits, and as many files, an analysis keeps. */
	suspectsLimit: () => read('suspects.limit', limits, 10),
	/** Whether what all commits changed is read and kept. */
	indexesHistory: () => read('suspects.indexHistory', v.boolean(), true),
	/** How tags are called, for releases that are a package's version. */
	releaseTagPatterns: () => read('releaseTagPatterns', v.pipe(v.array(v.string()), v.maxLength(50)), []),
	/** Folders that hold the source maps of what is deployed, as written: `${release}` stands for the deployed revision. */
	sourceMapFolders: () => read('sourceMaps.folders', v.pipe(v.array(v.string()), v.maxLength(50)), []),
	/** Whether a line above its lines says that there is a note. */
	hasNoteLenses: () => read('notes.codeLens', v.boolean(), true),
	/** Whether it is said which notes the working changes, and the branch, touch. */
	warnsOfNotes: () => read('notes.inChanges', v.boolean(), true),
	/** The branch that others start from; empty for the usual ones. */
	notesBase: () => read('notes.baseBranch', v.pipe(v.string(), v.trim(), v.maxLength(200)), ''),
	/** Where incidents are kept. */
	home: (): HomeKind => read('home', v.picklist(['user', 'repository', 'postgres']), 'user'),
	/** Whether frames in logs, outputs and terminals are links. */
	areLinksOn: () => read('links.enabled', v.boolean(), true),
	/** How long one run of a reproducing command may take; a commit that takes longer is skipped. */
	bisectTimeoutSeconds: () => read('bisect.timeoutSeconds', seconds, 1800),
	/** What is removed from texts besides what the rules know. */
	redaction: (): RedactionOptions => ({
		emailAddresses: read('redact.emailAddresses', v.boolean(), false),
		keys: read('redact.keys', redactedKeys, []),
	}),
	/** The check of wording in reviews, notes and updates. */
	wording: () => ({
		isChecked: read('wording.check', v.boolean(), true),
		/** What a team does not want to read, beside what the rules know. */
		phrases: read('wording.phrases', phrases, []),
	}),
	/** Which priority impact and urgency give. */
	priorityMatrix: () => read('priorityMatrix', MatrixSchema, DEFAULT_MATRIX),
	/** What incidents are filed under. */
	categories: (): readonly Category[] => {
		const configured = read('categories', CategoriesSchema, []);
		return configured.length > 0 ? configured : categories();
	},
	/** What an incident of unknown kind is filed under. */
	defaultCategory: (): string => defaultCategory(settings.categories()),
	/** How soon incidents are to be answered. */
	targets: () => read('targets', TargetsSchema, DEFAULT_TARGETS),
	/** Share of a target after which it is nearly over, 0..1. */
	targetWarningShare: () => read('targetWarningPercent', percent, 80) / 100,
	/** Which incidents warn before a target or an update is missed. */
	targetWarnings: () => read('targetWarnings', v.picklist(['all', 'mine', 'off']), 'all'),
	/** When the team works; undefined where targets count round the clock. */
	businessHours: (): BusinessHours | undefined => read('businessHours', HoursSchema, undefined),
	/** How the levels of escalation are called, the lowest, which is 1, first. */
	escalationLevels: (): readonly string[] => {
		const configured = read('escalationLevels', names, []);
		return configured.length > 0 ? configured : escalationLevels();
	},
	/** Where GitHub is asked, beside github.com. Each call of GitHub's asks, and each row of a view: so it is read once, until something of it changes. */
	github: (): ReturnType<typeof readGitHub> => {
		github ??= readGitHub();
		return github;
	},
	/** What has to be verified before an incident is closed. */
	closure: (): ClosureRules => ({
		gates: { ...DEFAULT_CLOSURE.gates, ...read('closure.gates', v.partial(GatesSchema), {}) },
		quietMinutes: read('closure.quietMinutes', minutes, DEFAULT_CLOSURE.quietMinutes),
	}),
	/** Where post-incident reviews are saved in a repository, and where a team's templates of them are. */
	reviews: () => ({
		folder: read('reviews.folder', folder, 'docs/incidents'),
		templates: read('reviews.templates', folder, '.faultline/templates/reviews'),
		/** Of local times; as the computer has it where empty. */
		timeZone: read('reviews.timeZone', v.pipe(v.string(), v.maxLength(100)), ''),
	}),
	/** Monitors, and what becomes of what they say. */
	alerts: () => ({
		sources: withAccounts(read('alerts.sources', SourcesSchema, [])),
		rules: read('alerts.rules', AlertRulesSchema, []),
		/** How often monitors are asked while the window has the focus. */
		pollSeconds: read('alerts.pollSeconds', pollSeconds, 60),
		/** Whether they hear that an incident of theirs is acknowledged or resolved. */
		writeBack: asked('alerts.writeBack', 'ask'),
		/** Whether graphs show when incidents begin and are mitigated. */
		annotate: asked('alerts.annotate', 'never'),
	}),
	/** Where Slack's methods are, without a slash at its end; tokens go there, so it is https, but on this machine. */
	slackApi: (): string => {
		const text = read('chat.slackApi', v.string(), '').trim().replace(/\/+$/, '');
		return isSafeAddress(text) ? text : 'https://slack.com/api';
	},
	/** Where the repository has templates of messages. */
	messageTemplates: (): string => {
		const folder = read('chat.templates', v.string(), '').trim().replace(/\/+$/, '');
		return folder !== '' && isPathInside(folder) ? folder : TEMPLATE_FOLDER;
	},
	/** Where printed folders are in the repository. */
	pathMappings: (): readonly PathMapping[] => read('pathMappings', mappings, []),
	/** What the person says of frames: in-app, vendor code, or nothing. */
	inAppRules: (): InAppRules => inAppRules(read('inApp.include', globs, []), read('inApp.exclude', globs, [])),
};

function readGitHub() {
	return {
		/** Of a server of GitHub Enterprise; undefined where none is named, or not by an address that is safe to send a token to. */
		enterprise: enterpriseAddress(read('github.enterpriseUri', v.string(), '')),
		/** The one that VS Code itself signs in to. */
		editorsEnterprise: enterpriseAddress(
			vscode.workspace.getConfiguration('github-enterprise').get<string>('uri') ?? '',
		),
		/** Hosts as the SSH configuration calls them → hosts. */
		sshAliases: read('github.sshAliases', v.record(v.string(), v.string()), {}),
		/** Whether the pull requests of suspects are asked for where somebody is signed in. */
		showsPullRequests: read('github.showPullRequests', v.boolean(), true),
		/** What goes between incidents and the issues that they are linked to, and whether it asks first. */
		sync: issueSync(),
		/** Label → priority or category, beside what labels say by their names. */
		labels: read('github.labels', labels, {}),
	};
}

/** As for issues: who resolves an incident of a shared home may be somebody else. */
function asked(key: string, usual: 'never' | 'ask') {
	const wanted = read(key, v.picklist(['never', 'ask', 'always']), usual);
	return wanted === 'always' && settings.home() !== 'user' ? 'ask' : wanted;
}

/** What others write into a shared home must not go out in this person's name, unseen: there it waits. */
function issueSync(): (typeof SYNC_MODES)[number] {
	const wanted = read('github.sync', v.picklist(SYNC_MODES), 'ask');
	return wanted === 'send' && settings.home() !== 'user' ? 'ask' : wanted;
}

/** Says where incidents are kept: for this workspace where that is what it says already or where it is about its repository, else for all. */
export async function setHome(kind: HomeKind): Promise<void> {
	const configuration = vscode.workspace.getConfiguration(SECTION);
	const isWorkspaces = configuration.inspect('home')?.workspaceValue !== undefined || kind === 'repository';
	const target = isWorkspaces ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
	await configuration.update('home', kind, target);
}

/** Adds a folder of source maps to those of this workspace; where none is open, to the person's own. */
export async function addSourceMapFolder(folder: string): Promise<void> {
	const target = vscode.workspace.workspaceFolders
		? vscode.ConfigurationTarget.Workspace
		: vscode.ConfigurationTarget.Global;
	const folders = [...new Set([...settings.sourceMapFolders(), folder])];
	await vscode.workspace.getConfiguration(SECTION).update('sourceMaps.folders', folders, target);
}

/** Keeps these monitors, for all windows. */
export async function setAlertSources(sources: readonly SourceSetting[]): Promise<void> {
	const configuration = vscode.workspace.getConfiguration(SECTION);
	const all = [...sources, ...notSources(configuration.get('alerts.sources'))];
	await configuration.update('alerts.sources', all, vscode.ConfigurationTarget.Global);
}

/** Adds a mapping to those of this workspace, in place of one of the same prefix; where none is open, to the person's own. */
export async function addPathMapping(mapping: PathMapping): Promise<void> {
	const target = vscode.workspace.workspaceFolders
		? vscode.ConfigurationTarget.Workspace
		: vscode.ConfigurationTarget.Global;
	const others = settings
		.pathMappings()
		.filter(({ from, repository }) => from !== mapping.from || repository !== mapping.repository);
	await vscode.workspace.getConfiguration(SECTION).update('pathMappings', [...others, mapping], target);
}

/** Tells of a change to any setting whose key begins with `prefix`. */
export function onDidChangeSettings(prefix: string, listener: () => void): vscode.Disposable {
	return vscode.workspace.onDidChangeConfiguration((change) => {
		if (change.affectsConfiguration(`${SECTION}.${prefix}`)) {
			listener();
		}
	});
}

function read<T, F = T>(key: string, schema: v.GenericSchema<unknown, T>, fallback: F): T | F {
	const result = v.safeParse(schema, vscode.workspace.getConfiguration(SECTION).get(key));
	return result.success ? result.output : fallback;
}
