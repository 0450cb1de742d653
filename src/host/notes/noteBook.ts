import * as vscode from 'vscode';
import type { Incidents } from '../../app/incidents';
import type { NoteOfIncident, RootCauseNote } from '../../core/notes/note';
import type { App } from '../app';

/** Of more incidents that changed at once, all are read anew. */
const READ_ONE_BY_ONE = 100;

/** All notes of the home that is open, in memory: read when first asked for, and as incidents change. */
export class NoteBook implements vscode.Disposable {
	private readonly changed = new vscode.EventEmitter<void>();
	readonly onDidChange = this.changed.event;
	private byIncident = new Map<string, readonly RootCauseNote[]>();
	private incidents: Incidents | undefined;
	/** Readings one after the other, so that the last one has the last word. */
	private reading: Promise<void> | undefined;
	private readonly listening: { dispose(): unknown };

	constructor(
		private readonly app: Pick<App, 'incidents' | 'onDidChangeIncidents' | 'log'>,
		private readonly alive: AbortSignal,
	) {
		this.listening = app.onDidChangeIncidents((ids) => {
			if (this.reading) {
				void this.read(ids.length > READ_ONE_BY_ONE ? 'all' : ids);
			}
		});
	}

	/** Every note; never rejects: where they cannot be read there are none, and the log says why. */
	async all(): Promise<readonly NoteOfIncident[]> {
		await (this.reading ?? this.read('all'));
		return this.known();
	}

	/** Those that were read by now. */
	known(): readonly NoteOfIncident[] {
		return [...this.byIncident].flatMap(([incident, notes]) => notes.map((note) => ({ incident, note })));
	}

	/** What is shown of an incident. */
	summary(incident: string) {
		return this.incidents?.find(incident);
	}

	dispose(): void {
		this.listening.dispose();
		this.changed.dispose();
	}

	private read(ids: readonly string[] | 'all'): Promise<void> {
		this.reading = (this.reading ?? Promise.resolve()).then(async () => {
			try {
				const incidents = await this.app.incidents();
				this.incidents = incidents;
				const found = new Map<string, RootCauseNote[]>();
				for await (const batch of incidents.rootCauseNotes(ids, this.alive)) {
					for (const { incident, note } of batch) {
						found.set(incident, [...(found.get(incident) ?? []), note]);
					}
				}
				const had = this.byIncident.size;
				if (ids === 'all') {
					this.byIncident = found;
				}
				for (const id of ids === 'all' ? [] : ids) {
					const notes = found.get(id);
					if (notes) {
						this.byIncident.set(id, notes);
					} else {
						this.byIncident.delete(id);
					}
				}
				if (had + this.byIncident.size > 0) {
					this.changed.fire();
				}
			} catch (error) {
				if (!this.alive.aborted) {
					this.app.log.warn('Root-cause notes could not be read.', error);
				}
			}
		});
		return this.reading;
	}
}
