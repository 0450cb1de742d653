import * as vscode from 'vscode';
import type { Command } from '../app';

/** The first steps, in VS Code's own walkthrough. */
export const openWalkthrough: Command = async () => {
	await vscode.commands.executeCommand('workbench.action.openWalkthrough', 'faultline.faultline#start', false);
};
