import * as vscode from 'vscode';
import type { Incident } from '../../core/incident/record';

/** Of the Markdown of an incident's review, as a document that is saved into the record. */
export const REVIEW_SCHEME = 'faultline-review';
/** Of the form on such a document, or on a review that is a file. */
export const REVIEW_EDITOR = 'faultline.review';

/** The document of an incident's review. */
export const reviewUri = ({ id, key }: Pick<Incident, 'id' | 'key'>): vscode.Uri =>
	vscode.Uri.from({ scheme: REVIEW_SCHEME, path: `/${id}/${key} review.md` });

/** Whose review a document is; undefined for any other one. */
export const reviewedIncident = ({ scheme, path }: vscode.Uri): string | undefined =>
	scheme === REVIEW_SCHEME ? /^\/([0-9A-Z]{26})\/[^/]+\.md$/.exec(path)?.[1] : undefined;

/** Opens the form of an incident's review. */
export async function openReviewForm(uri: vscode.Uri): Promise<void> {
	await vscode.commands.executeCommand('vscode.openWith', uri, REVIEW_EDITOR);
}
