import * as vscode from 'vscode';
import type { Command } from '../app';
import { TRACE_DEBUG_TYPE } from '../debug/debugType';

/** To the next frame of the person's own code, towards the outermost call. */
export const nextFrame: Command = () => step('next');

/** To the one before, towards the innermost call. */
export const previousFrame: Command = () => step('stepBack');

async function step(request: 'next' | 'stepBack'): Promise<void> {
	const { activeStackItem, activeDebugSession } = vscode.debug;
	const session = activeStackItem?.session ?? activeDebugSession;
	if (session?.type === TRACE_DEBUG_TYPE) {
		await session.customRequest(request, { threadId: activeStackItem?.threadId });
	}
}
