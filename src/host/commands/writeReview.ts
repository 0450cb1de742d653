import * as vscode from 'vscode';
import type { Command } from '../app';
import { chooseIncident } from '../flows/chooseIncident';
import { openReview, withReview } from '../flows/review';
import { reviewUri } from '../review/reviewUri';

/** Opens the post-incident review as a form; a new one is drafted from the record. */
export const writeReview: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	if (incident) {
		await openReview(app, run, incident);
	}
};

/** Opens the review as the Markdown that it is. */
export const editReviewAsMarkdown: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	if (incident) {
		await vscode.commands.executeCommand('vscode.openWith', reviewUri(incident), 'default');
	}
};

const deed =
	(what: 'repository' | 'export' | 'post' | 'pullRequest'): Command =>
	async (app, run, argument) => {
		const incident = await chooseIncident(app, run, argument);
		const document = incident && (await vscode.workspace.openTextDocument(reviewUri(incident)));
		if (incident && document) {
			await withReview(app, run, incident, what, document);
		}
	};

/** Writes the review into the repository's folder of reviews. */
export const saveReview: Command = deed('repository');

/** Brings the review to a branch of its own, and opens its pull request; seen before it is sent. */
export const requestReview: Command = deed('pullRequest');

/** Writes the review to a file, as Markdown, as a page or as JSON. */
export const exportReview: Command = deed('export');

/** Posts the review to the issue that the incident is linked to; seen before it is sent. */
export const postReview: Command = deed('post');
