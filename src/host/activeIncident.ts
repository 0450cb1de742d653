import type * as vscode from 'vscode';
import { Emitter } from '../base/emitter';
import type { ActiveIncident } from './app';

const KEY = 'faultline.activeIncident';
/** What is kept where a person wants none. */
const NONE = '';

/** Which incident the status bar is about; kept with the workspace. */
export class ActiveIncidents implements ActiveIncident {
	private readonly changed = new Emitter<void>();
	readonly onDidChange = this.changed.event;

	constructor(private readonly memory: vscode.Memento) {}

	set(incidentId: string | undefined): void {
		const next = incidentId ?? NONE;
		if (next !== this.memory.get(KEY)) {
			void this.memory.update(KEY, next);
			this.changed.fire();
		}
	}

	get(): string | undefined {
		return this.kept || undefined;
	}

	/** Nobody said that none is wanted. */
	get mayGuess(): boolean {
		return this.kept !== NONE;
	}

	dispose(): void {
		this.changed.dispose();
	}

	private get kept(): string | undefined {
		const kept = this.memory.get(KEY);
		return typeof kept === 'string' ? kept : undefined;
	}
}
