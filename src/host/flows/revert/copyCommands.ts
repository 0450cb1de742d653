import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { asCommands } from '../../../core/revert/commands';
import type { Plan } from '../../../core/revert/model';
import type { Mitigation } from './model';

/** Puts into the clipboard what would be run, for a shell of this system. */
export async function copyCommands({ run, repository }: Mitigation, plan: Plan, branch: string): Promise<void> {
	const folder = join(repository.root, '..', branch.replaceAll('/', '-'));
	const shell = process.platform === 'win32' ? 'powershell' : 'posix';
	await vscode.env.clipboard.writeText(asCommands(plan, { branch, folder }, shell));
	run.tell('info', l10n.t('The commands are in the clipboard; run them in {0}. Nothing was changed.', repository.root));
}
