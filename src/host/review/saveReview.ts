import { lstat, mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { FaultlineError } from '../../base/errors';
import { unwrittenFile } from '../../core/incident/exchange/errors';
import type { Incident } from '../../core/incident/record';
import { reviewPath } from '../../core/review/files';
import { hashOf } from '../../core/trace/hash';
import type { App } from '../app';
import { isInside } from '../editor/insideRepository';
import { outsideRepository } from '../errors';
import { chooseRepository } from '../flows/chooseRepository';
import type { Run } from '../run';
import { settings } from '../settings';

/**
 * Writes a review into the repository's folder of reviews, and attaches the file to the incident. A file that says something else than what was
 * saved there last is written over only where the person says so.
 *
 * @throws FaultlineError `workspace.*`, `git.*`, `exchange.notWritten`
 * @returns undefined where they decided not to
 */
export async function saveReview(
	app: App,
	run: Run,
	incident: Incident,
	markdown: string,
): Promise<vscode.Uri | undefined> {
	const repository = await chooseRepository(app, run, incident);
	if (!repository) {
		return undefined;
	}
	const relative = reviewPath(incident, settings.reviews().folder);
	const file = await placeInside(repository.root, relative);
	const there = await textOf(file);
	const isOurs = there === undefined || there === markdown || app.reviews.savedAs(file) === hashOf(there);
	if (!isOurs && !(await mayOverwrite(app, relative, file, markdown))) {
		return undefined;
	}
	try {
		await writeFile(file, markdown);
	} catch (error) {
		throw unwrittenFile(relative, error);
	}
	await app.reviews.remember(file, hashOf(markdown));
	await (await app.incidents()).attachFile(incident.id, { path: relative, repository: repository.root });
	return vscode.Uri.file(file);
}

/** The absolute path of a file to be, its folder made; certain to be inside the repository, links included. */
async function placeInside(root: string, relative: string): Promise<string> {
	const file = path.resolve(root, relative);
	const folder = path.dirname(file);
	if (!isInside(path.resolve(root), file)) {
		throw outsideRepository(relative);
	}
	const realRoot = await realpath(root);
	let existing = folder;
	for (;;) {
		try {
			if (!isInside(realRoot, await realpath(existing))) {
				throw outsideRepository(relative);
			}
			break;
		} catch (error) {
			if (FaultlineError.is(error) || path.dirname(existing) === existing) {
				throw error;
			}
			existing = path.dirname(existing);
		}
	}
	await mkdir(folder, { recursive: true });
	const isLink = (await lstat(file).catch(() => undefined))?.isSymbolicLink() === true;
	if (isLink) {
		throw outsideRepository(relative);
	}
	return file;
}

async function textOf(file: string): Promise<string | undefined> {
	try {
		return await readFile(file, 'utf8');
	} catch {
		return undefined;
	}
}

async function mayOverwrite(app: App, relative: string, file: string, markdown: string): Promise<boolean> {
	const [yes, compare] = [l10n.t('Overwrite'), l10n.t('Compare')];
	const answer = await vscode.window.showWarningMessage(
		l10n.t('{0} is there already and says something else. Overwrite it?', relative),
		{
			modal: true,
			detail: l10n.t('It was changed by somebody else, or is another text. The review in the record stays as it is.'),
		},
		yes,
		compare,
	);
	if (answer === compare) {
		await app.reviews.compare(vscode.Uri.file(file), markdown, relative);
	}
	return answer === yes;
}
