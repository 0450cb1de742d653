import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { FaultlineError } from '../../base/errors';
import { foldersFor, previewMapping, printedFolder } from '../../core/frames/previewMapping';
import type { TreeIndex } from '../../core/frames/treeIndex';
import type { Incident } from '../../core/incident/record';
import type { Repository } from '../../core/ports/repository';
import { withOriginals } from '../../core/suspects/originals';
import type { Frame, Trace } from '../../core/trace/model';
import type { App, Command } from '../app';
import { args } from '../args';
import { chooseIncident } from '../flows/chooseIncident';
import { chooseRepository } from '../flows/chooseRepository';
import { addPathMapping } from '../settings';

const FOLDERS_SHOWN = 12;
const FILES_SHOWN = 4;

/** Says where a folder that traces print is in the repository: the frames that would be found are listed while one types. */
export const mapFramePath: Command = async (app, run, argument) => {
	const ref = args.frame(argument);
	const incident = await chooseIncident(app, run, ref ?? argument);
	const repository = incident && (await chooseRepository(app, run, incident));
	if (!incident || !repository) {
		return;
	}
	const parsed = await app.tracesOf(incident.evidence);
	const traces = withOriginals(parsed.traces, incident.analysis?.originals);
	const tree = await run.work(l10n.t('Reading the list of files'), async (_report, signal) =>
		app.treeAt(repository, await revisionOf(app, incident, repository, signal), signal),
	);
	const frame = ref ? traces[ref.trace]?.exceptions[ref.exception]?.frames[ref.frame] : frameToMap(traces, incident);
	const chosen = await ask(traces, tree, frame?.file === undefined ? '' : printedFolder(frame.file));
	if (chosen) {
		const isOne = (vscode.workspace.workspaceFolders ?? []).length < 2;
		await addPathMapping(isOne ? chosen : { ...chosen, repository: repository.root });
	}
};

/** The revision that frames were looked up at, else the one that is deployed; HEAD where nobody knows it. */
async function revisionOf(
	app: App,
	{ analysis, release }: Incident,
	repository: Repository,
	signal: AbortSignal,
): Promise<string> {
	if (analysis && analysis.revision !== '') {
		return analysis.revision;
	}
	if (release !== undefined) {
		try {
			return await app.deployedRevision(repository, release, signal);
		} catch (error) {
			if (!FaultlineError.is(error, 'git.unknownRevision') && !FaultlineError.is(error, 'git.ambiguousRelease')) {
				throw error;
			}
		}
	}
	return repository.resolve('HEAD', signal);
}

/** Where no frame was pointed at: the first of ours that was found nowhere, else the first of ours. */
function frameToMap(traces: readonly Trace[], { analysis }: Incident): Frame | undefined {
	const own = traces.flatMap(({ exceptions }, t) =>
		exceptions.flatMap(({ frames }, e) =>
			frames.flatMap((frame, f) =>
				frame.inApp && frame.file !== undefined ? [{ frame, isFound: Boolean(analysis?.locations[t]?.[e]?.[f]) }] : [],
			),
		),
	);
	return (own.find(({ isFound }) => !isFound) ?? own[0])?.frame;
}

interface Item extends vscode.QuickPickItem {
	readonly folder?: string;
}

/** @returns undefined for Escape */
function ask(
	traces: readonly Trace[],
	tree: TreeIndex,
	prefix: string,
): Promise<{ readonly from: string; readonly to: string } | undefined> {
	return new Promise((resolve) => {
		const pick = vscode.window.createQuickPick<Item>();
		let from: string | undefined;
		const show = () => {
			pick.items =
				from === undefined ? prefixItems(traces, tree, pick.value) : folderItems(traces, tree, from, pick.value);
		};
		pick.title = l10n.t('Map Frame Path');
		pick.placeholder = l10n.t('How the printed paths begin, such as /srv/shop');
		pick.value = prefix;
		pick.onDidChangeValue(show);
		pick.onDidAccept(() => {
			const [item] = pick.activeItems;
			if (item?.folder !== undefined) {
				resolve({ from: from ?? pick.value, to: item.folder });
				pick.hide();
			} else if (item && from === undefined && pick.value.trim() !== '') {
				from = pick.value;
				pick.title = l10n.t('Folder for {0}', from);
				pick.placeholder = l10n.t('A folder of the repository');
				pick.value = '';
				show();
			}
		});
		pick.onDidHide(() => {
			resolve(undefined);
			pick.dispose();
		});
		show();
		pick.show();
	});
}

function prefixItems(traces: readonly Trace[], tree: TreeIndex, from: string): Item[] {
	const other = {
		label: l10n.t('Choose another folder…'),
		iconPath: new vscode.ThemeIcon('folder-opened'),
		alwaysShow: true,
	};
	return [...foldersFor(traces, tree, from, FOLDERS_SHOWN).map(({ folder, files }) => itemFor(folder, files)), other];
}

/** Any folder of the tree whose path holds what was typed, those with frames first. */
function folderItems(traces: readonly Trace[], tree: TreeIndex, from: string, typed: string): Item[] {
	const wanted = typed.trim().toLowerCase();
	return ['', ...tree.folders()]
		.filter((folder) => folder.toLowerCase().includes(wanted))
		.slice(0, 200)
		.map((folder) => ({ folder, files: previewMapping(traces, tree, { from, to: folder }) }))
		.sort((a, b) => b.files.length - a.files.length)
		.map(({ folder, files }) => itemFor(folder, files));
}

function itemFor(folder: string, files: ReturnType<typeof previewMapping>): Item {
	const shown = files.slice(0, FILES_SHOWN).map(({ path, line }) => (line === undefined ? path : `${path}:${line}`));
	return {
		folder,
		label: folder === '' ? l10n.t('The repository’s root') : folder,
		description: files.length === 1 ? l10n.t('1 file is found') : l10n.t('{0} files are found', files.length),
		detail: [...shown, ...(files.length > shown.length ? ['…'] : [])].join(' · '),
		iconPath: new vscode.ThemeIcon('folder'),
		alwaysShow: true,
	};
}
