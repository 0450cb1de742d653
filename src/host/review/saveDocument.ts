import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ReviewFiles } from './reviewFiles';
import { REVIEW_SCHEME, reviewedIncident } from './reviewUri';

/**
 * Saves a document of a review. Where another review was written since it was opened, the person is asked before that is written over.
 *
 * @returns whether it was saved
 */
export async function saveDocument(
	files: ReviewFiles,
	document: vscode.TextDocument,
	compare: (left: string, right: string, title: string) => Promise<void> | Thenable<void>,
): Promise<boolean> {
	const { uri } = document;
	const newer = uri.scheme === REVIEW_SCHEME ? await files.newerThan(uri) : undefined;
	if (newer) {
		const [overwrite, look] = [l10n.t('Overwrite'), l10n.t('Compare')];
		const answer = await vscode.window.showWarningMessage(
			l10n.t('The review was changed elsewhere since you opened it. Write over it?'),
			{
				modal: true,
				detail: l10n.t(
					'It was written by {0}. It stays in the timeline, but is not in yours.',
					newer.actor || l10n.t('somebody'),
				),
			},
			overwrite,
			look,
		);
		if (answer === look) {
			await compare(newer.text, document.getText(), l10n.t('Changed elsewhere, and yours'));
		}
		if (answer !== overwrite) {
			return false;
		}
		files.accept(uri, newer);
	}
	// What is typed while it is being saved leaves it unsaved, and is saved as well.
	const isSaved = (await document.save()) || (document.isDirty && (await document.save()));
	const id = reviewedIncident(uri);
	if (isSaved && id !== undefined) {
		await files.settle(id);
	}
	return isSaved;
}
