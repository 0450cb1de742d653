import * as vscode from 'vscode';
import { lazy } from '../base/lazy';
import type { App } from '../host/app';
import { CommitIndexing } from '../host/commitIndexing';
import { settings } from '../host/settings';
import type { Ground } from './ground';

type Analysis = Pick<
	App,
	| 'analyze'
	| 'commitIndexing'
	| 'bisect'
	| 'bisectOutput'
	| 'secondOpinions'
	| 'whyNot'
	| 'locate'
	| 'placeTrace'
	| 'deployedRevision'
	| 'treeAt'
	| 'sourceMaps'
	| 'whereIsLineNow'
	| 'whoChangedLine'
>;

/** What finds the change behind an incident, and the lines that it is about. */
export function analysis({ context, log, owned, breather }: Ground, openRepository: App['openRepository']): Analysis {
	const maps = lazy(async () => {
		const { mapsInWorker } = await import('../adapters/maps/inWorker');
		return owned.add(mapsInWorker(context.asAbsolutePath('dist/mapsWorker.js')));
	});
	const commits = lazy(async () => {
		const { commitsInWorker } = await import('../adapters/commits/inWorker');
		const folder = vscode.Uri.joinPath(context.globalStorageUri, 'projection').fsPath;
		return owned.add(commitsInWorker(context.asAbsolutePath('dist/commitsWorker.js'), folder));
	});
	const lines = lazy(async () => (await import('../app/locateFrame')).lineTracker());
	let channel: vscode.OutputChannel | undefined;
	const bisectOutput = () => {
		channel ??= owned.add(vscode.window.createOutputChannel('Faultline Bisect'));
		return channel;
	};
	return {
		commitIndexing: owned.add(new CommitIndexing(async (root) => (await commits()).indexOf(root), log)),
		analyze: async (request, report, signal) => {
			const { analyzeSuspects } = await import('../app/analyzeSuspects');
			return analyzeSuspects(request, breather, report, signal);
		},
		bisect: async (request, report, signal) => {
			const [{ bisect }, { worktreesIn }, { runCommand }] = await Promise.all([
				import('../app/bisect'),
				import('../adapters/git/worktrees'),
				import('../adapters/process/runCommand'),
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
		bisectOutput: { show: () => bisectOutput().show() },
		secondOpinions: async (request, signal) => {
			const { secondOpinions } = await import('../app/secondOpinion');
			return secondOpinions(request, signal);
		},
		whyNot: async (request, signal) => {
			const { whyNot } = await import('../app/whyNot');
			return whyNot(request, signal);
		},
		locate: async (traces, request, signal) => {
			const { locateFrames } = await import('../app/locateFrames');
			return locateFrames(traces, request, signal);
		},
		placeTrace: async (trace, request, signal) => {
			const { placeTrace } = await import('../app/placeTrace');
			return placeTrace(trace, request, signal);
		},
		deployedRevision: async (repository, release, signal) => {
			const { deployedRevision } = await import('../app/deployedRevision');
			return deployedRevision(repository, release, settings.releaseTagPatterns(), signal);
		},
		treeAt: async (repository, sha, signal) => {
			const { snapshotAt } = await import('../app/snapshot');
			return (await snapshotAt(repository, sha, openRepository, signal)).tree;
		},
		sourceMaps: {
			lookUp: async (...question) => (await maps()).lookUp(...question),
			contentOf: async (...question) => (await maps()).contentOf(...question),
		},
		whereIsLineNow: async (question, signal) => (await lines()).whereIsLineNow(question, signal),
		whoChangedLine: async (question, signal) => (await lines()).whoChangedLine(question, signal),
	};
}
