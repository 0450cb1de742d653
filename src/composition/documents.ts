import * as vscode from 'vscode';
import { lazy } from '../base/lazy';
import type { App } from '../host/app';
import { TRACE_DEBUG_TYPE } from '../host/debug/debugType';
import { GitDocuments } from '../host/editor/gitDocuments';
import { RulesDocument } from '../host/editor/rulesDocument';
import { SourceDocuments } from '../host/editor/sourceDocuments';
import { Wording } from '../host/editor/wording';
import type { Ground } from './ground';

/** Traces as sessions of the debugger. @param app asked for when the first one starts */
export function traceSessions(
	{ owned, breather }: Ground,
	app: () => App,
): Pick<App, 'stepThrough'> & { register(): void } {
	const stepper = lazy(async () => {
		const { TraceStepper } = await import('../host/debug/traceStepper');
		return owned.add(new TraceStepper({ ...app(), breather }));
	});
	return {
		stepThrough: async (...session) => (await stepper()).start(...session),
		register: () => {
			owned.add(
				vscode.debug.registerDebugAdapterDescriptorFactory(TRACE_DEBUG_TYPE, {
					createDebugAdapterDescriptor: async (session) => (await stepper()).adapterFor(session),
				}),
			);
		},
	};
}

/** Lets VS Code open what is in no folder (files at revisions, sources out of maps, the rules), and underlines wording in reviews. */
export function registerDocuments({ owned, breather }: Ground, app: App): void {
	const { openRepository, incidents, sourceMaps } = app;
	const knownRoots = async () => (await incidents()).list().flatMap(({ repository }) => repository ?? []);
	owned.add(new GitDocuments({ openRepository, knownRoots }).register());
	owned.add(new RulesDocument());
	owned.add(new Wording(app, breather));
	owned.add(new SourceDocuments({ incidents, sourceMaps, openRepository }).register());
}
