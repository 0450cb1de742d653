import { realpath } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { badPath } from '../../app/incidentErrors';
import { FaultlineError } from '../../base/errors';
import type { AttachedFile } from '../../core/incident/links';
import type { Incident } from '../../core/incident/record';
import type { App } from '../app';
import { notAFile } from '../errors';
import type { Run } from '../run';
import { changeEach, tellOutcomes } from './changeEach';
import { tellRemoved } from './createFromText';

/** Files that may be logs; others are not read. `app.log.1`, `console` */
const MAY_HOLD_TRACE = /(?:\.(?:log|txt|out|err|trace|jsonl?|ndjson|csv|html?)(?:\.\d+)?|^[^.]+)$/i;
/** Of larger files nothing is read. */
const READ_LIMIT = 50_000_000;

/**
 * Attaches files of repositories to an incident; what is a log with a stack trace may become evidence instead, as the person says.
 *
 * @throws FaultlineError `incident.badPath`, `workspace.untrusted`, `file.*` for a single one that is refused
 */
export async function attachFiles(app: App, run: Run, incident: Incident, files: readonly vscode.Uri[]): Promise<void> {
	const toAttach: vscode.Uri[] = [];
	for (const file of files) {
		const text = await logText(file);
		const draft =
			text === undefined
				? undefined
				: await run.work(l10n.t('Reading {0}', nameOf(file)), (_report, signal) => app.draft(text, signal));
		const use = draft?.hasTrace ? await askUse(file, incident.key) : 'attach';
		if (use === undefined) {
			return;
		}
		if (draft && use === 'evidence') {
			await addEvidence(app, run, incident, draft);
		} else {
			toAttach.push(file);
		}
	}
	await attachAll(app, run, incident, toAttach);
}

async function attachAll(app: App, run: Run, incident: Incident, files: readonly vscode.Uri[]): Promise<void> {
	if (files.length === 0) {
		return;
	}
	const incidents = await app.incidents();
	const places = new Map(files.map((file) => [file.toString(), file]));
	const outcomes = await run.work(l10n.t('Attaching to {0}', incident.key), (_report, signal) =>
		changeEach(
			[...places.keys()].map((id) => ({ id, key: incident.key })),
			async ({ id }) => {
				const file = places.get(id);
				if (file) {
					await incidents.attachFile(incident.id, await inRepository(app, incident, file, signal));
				}
			},
		),
	);
	tellOutcomes(run, outcomes, (count) => l10n.t('Attached {0} files to {1}.', count, incident.key));
	if (outcomes.length === 1) {
		await app.view.reveal(incident.id);
	}
}

/** @throws FaultlineError `incident.badPath` for a file in no repository, `workspace.untrusted` */
async function inRepository(
	app: App,
	incident: Incident,
	file: vscode.Uri,
	signal: AbortSignal,
): Promise<AttachedFile> {
	if (file.scheme !== 'file') {
		throw badPath(incident.key);
	}
	try {
		const { root } = await app.openRepository(path.dirname(file.fsPath), signal);
		const [realRoot, real] = await Promise.all([realpath(root), realpath(file.fsPath)]);
		const inside = path.relative(realRoot, real).split(path.sep).join('/');
		return { path: inside, ...(root !== incident.repository && { repository: root }) };
	} catch (error) {
		throw FaultlineError.is(error, 'git.notARepository') ? badPath(incident.key) : error;
	}
}

async function addEvidence(
	app: App,
	run: Run,
	{ id, key }: Incident,
	draft: Awaited<ReturnType<App['draft']>>,
): Promise<void> {
	const incidents = await app.incidents();
	for (const evidence of draft.incident.evidence) {
		await incidents.addEvidence(id, evidence);
	}
	await app.view.reveal(id);
	tellRemoved(run, key, draft.removed);
	run.tell('info', l10n.t('The stack trace is evidence of {0} now.', key), {
		title: l10n.t('Analyze Suspects'),
		command: 'faultline.analyzeSuspects',
		args: [{ incidentId: id }],
	});
}

/** The text of a file that may be a log; undefined where it is none, or too large. @throws FaultlineError `file.notAFile` */
async function logText(file: vscode.Uri): Promise<string | undefined> {
	const { type, size } = await statOf(file);
	if (type & vscode.FileType.Directory) {
		throw notAFile(nameOf(file));
	}
	if (!MAY_HOLD_TRACE.test(nameOf(file)) || size > READ_LIMIT) {
		return undefined;
	}
	const bytes = await vscode.workspace.fs.readFile(file);
	return bytes.subarray(0, 8192).includes(0) ? undefined : new TextDecoder().decode(bytes);
}

async function statOf(file: vscode.Uri): Promise<vscode.FileStat> {
	try {
		return await vscode.workspace.fs.stat(file);
	} catch {
		throw notAFile(nameOf(file));
	}
}

/** @returns undefined when the person goes away from it */
async function askUse(file: vscode.Uri, key: string): Promise<'evidence' | 'attach' | undefined> {
	const chosen = await vscode.window.showQuickPick(
		[
			{
				label: l10n.t('Add Its Stack Trace as Evidence'),
				detail: l10n.t('The incident keeps the trace, and suspects are looked for with it.'),
				use: 'evidence' as const,
			},
			{
				label: l10n.t('Attach the File'),
				detail: l10n.t('The incident names the file; it stays where it is.'),
				use: 'attach' as const,
			},
		],
		{ title: l10n.t('{0} and {1}', nameOf(file), key), placeHolder: l10n.t('There is a stack trace in the file') },
	);
	return chosen?.use;
}

function nameOf(file: vscode.Uri): string {
	return path.posix.basename(file.path);
}
