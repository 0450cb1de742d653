import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { tooLargeFile, unreadFile } from '../../core/incident/exchange/errors';
import type { App, Command } from '../app';
import { type Run, showLog } from '../run';

const LIMIT_MB = 256;
/** Bytes decoded without a break. */
const DECODED = 4_000_000;

/** What became of the events of a file, or of several. */
interface Imported {
	readonly created: Set<string>;
	readonly changed: Set<string>;
	known: number;
	erased: number;
	refused: number;
}

/** Takes in what was exported: what is here already changes nothing. */
export const importIncidents: Command = async (app, run, argument) => {
	const files = argument instanceof vscode.Uri ? [argument] : await chooseFiles();
	if (!files || files.length === 0) {
		return;
	}
	const imported: Imported = { created: new Set(), changed: new Set(), known: 0, erased: 0, refused: 0 };
	await run.work(l10n.t('Importing incidents'), async (report, signal) => {
		for (const file of files) {
			await importFile(app, file, imported, report, signal);
		}
	});
	tellImported(run, imported);
	const [first] = imported.created;
	if (first !== undefined) {
		await app.view.reveal(first);
	}
};

async function chooseFiles(): Promise<readonly vscode.Uri[] | undefined> {
	return vscode.window.showOpenDialog({
		title: l10n.t('Import Incidents'),
		openLabel: l10n.t('Import'),
		canSelectMany: true,
		filters: { JSON: ['json'] },
	});
}

async function importFile(
	app: App,
	file: vscode.Uri,
	imported: Imported,
	report: (message: string) => void,
	signal: AbortSignal,
): Promise<void> {
	const name = file.path.slice(file.path.lastIndexOf('/') + 1);
	const text = await textOf(file, name, signal);
	const { incidents, refused } = await app.exchange.read(text, name, signal);
	imported.refused += refused.length;
	for (const why of refused) {
		app.log.warn(`${name}: not imported: ${why}`);
	}
	const all = await app.incidents();
	for (const [index, events] of incidents.entries()) {
		signal.throwIfAborted();
		const { created, changed, known, erased } = await all.takeIn(events);
		for (const id of created) {
			imported.created.add(id);
		}
		for (const id of changed) {
			imported.changed.add(id);
		}
		imported.known += known;
		imported.erased += erased;
		report(l10n.t('{0} of {1} incidents', index + 1, incidents.length));
	}
}

/** @throws FaultlineError `exchange.tooLarge`, `exchange.notRead` */
async function textOf(file: vscode.Uri, name: string, signal: AbortSignal): Promise<string> {
	const reading = async <T>(work: Thenable<T>): Promise<T> => {
		try {
			return await work;
		} catch (error) {
			throw unreadFile(name, error);
		}
	};
	if ((await reading(vscode.workspace.fs.stat(file))).size > LIMIT_MB * 1024 * 1024) {
		throw tooLargeFile(name, LIMIT_MB);
	}
	const bytes = await reading(vscode.workspace.fs.readFile(file));
	const decoder = new TextDecoder();
	const parts: string[] = [];
	for (let start = 0; start < bytes.length; start += DECODED) {
		parts.push(decoder.decode(bytes.subarray(start, start + DECODED), { stream: true }));
		await new Promise((resolve) => setImmediate(resolve)); // so that others get their turn
		signal.throwIfAborted();
	}
	return parts.join('') + decoder.decode();
}

function tellImported(run: Run, { created, changed, known, erased, refused }: Imported): void {
	const changedOnly = [...changed].filter((id) => !created.has(id)).length;
	const sentences = [
		l10n.t('Incidents imported: {0} new, {1} changed.', created.size, changedOnly),
		known > 0 ? l10n.t('{0} changes were here already.', known) : '',
		erased > 0 ? l10n.t('{0} belong to incidents that were deleted permanently, and stay out.', erased) : '',
		refused > 0 ? l10n.t('{0} do not fit and were left out; the log says why.', refused) : '',
	];
	const severity = refused > 0 ? 'warning' : 'info';
	run.tell(severity, sentences.filter(Boolean).join(' '), ...(refused > 0 ? [showLog()] : []));
}
