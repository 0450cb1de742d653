import type * as vscode from 'vscode';

/** @returns whether a view that is hidden shows within so many milliseconds */
export function isShownWithin(
	ms: number,
	view: Pick<vscode.TreeView<unknown>, 'onDidChangeVisibility'>,
): Promise<boolean> {
	return new Promise((resolve) => {
		const done = (isShown: boolean) => {
			clearTimeout(timer);
			listening.dispose();
			resolve(isShown);
		};
		const listening = view.onDidChangeVisibility(({ visible }) => visible && done(true));
		const timer = setTimeout(() => done(false), ms);
	});
}
