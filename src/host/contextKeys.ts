import * as vscode from 'vscode';

/** Keys that `when` clauses in package.json read. Each claims only what is known, so that an unloaded list hides no command. */
export interface ContextKeys {
	/** The list was read and is empty. */
	'faultline.noIncidents': boolean;
	/** A filter leaves incidents out. */
	'faultline.isFiltered': boolean;
	/** A filter leaves all incidents out. */
	'faultline.nothingFits': boolean;
	/** There are action items that are not done. */
	'faultline.hasActions': boolean;
	/** An incident was deleted in this session and can be brought back. */
	'faultline.canUndoDelete': boolean;
	/** A monitor is named whose graphs can be written on. */
	'faultline.canAnnotate': boolean;
}

const values = new Map<keyof ContextKeys, unknown>();

/** Sets a context key, only when it changes: each change makes VS Code evaluate every `when` clause again. */
export function setContextKey<K extends keyof ContextKeys>(key: K, value: ContextKeys[K]): void {
	if (values.get(key) !== value) {
		values.set(key, value);
		void vscode.commands.executeCommand('setContext', key, value);
	}
}
