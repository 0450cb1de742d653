import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Command } from '../app';
import { TRACE_DEBUG_TYPE } from '../debug/debugType';
import { stoppedFailure } from '../debug/stoppedFailure';
import { failureText } from '../failureText';
import { createFromText } from '../flows/createFromText';

/** What the debugged program stopped for: the thread that is looked at, with its exception if it has one. */
export const createIncidentFromDebugger: Command = async (app, run) => {
	const { activeStackItem, activeDebugSession } = vscode.debug;
	const session = activeStackItem?.session ?? activeDebugSession;
	const isProgram = session !== undefined && session.type !== TRACE_DEBUG_TYPE;
	const failure = isProgram
		? await run.work(l10n.t('Asking the debugger'), () => stoppedFailure(session, activeStackItem?.threadId))
		: undefined;
	if (!failure) {
		run.tell('info', l10n.t('No debugged program stands still. Start one, and let it stop at the failure first.'));
		return;
	}
	await createFromText(app, run, failureText(failure), { isPlain: true });
};
