import * as v from 'valibot';
import type * as vscode from 'vscode';

const PREFIX = 'faultline.heldReview.';
/** A review that VS Code saves by itself is written into the record once nothing was saved for so long. */
const QUIET_MS = 30_000;
/** However busily it is written, others see it after so long. */
const LONGEST_MS = 5 * 60_000;

const Kept = v.object({
	text: v.string(),
	/** The incident's review when the first text was held; empty for none. */
	review: v.string(),
	/** What was shown of it then. */
	shown: v.string(),
	/** Epoch milliseconds of the first text. */
	since: v.number(),
});

/** A review that was saved, and is not in the record yet. */
export type HeldReview = v.InferOutput<typeof Kept>;

interface Needs {
	/** The workspace's: what is held outlives the window. */
	readonly memory: Pick<vscode.Memento, 'get' | 'update' | 'keys'>;
	/** Writes what is held of an incident into its record, now that nothing more came for a while. */
	readonly due: (incidentId: string) => void;
	readonly quietMs?: number;
}

/**
 * Reviews that VS Code saved by itself, at pauses in typing, held back so that the timeline does not get an event for each pause. They are in the
 * workspace's memory from the first moment on, so that nothing is lost where the window goes away before they are in the record.
 */
export class HeldReviews implements vscode.Disposable {
	private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

	constructor(private readonly needs: Needs) {}

	/** Incidents of which something is held. */
	ids(): readonly string[] {
		return heldIn(this.needs.memory);
	}

	of(incidentId: string): HeldReview | undefined {
		const kept = v.safeParse(Kept, this.needs.memory.get(PREFIX + incidentId));
		return kept.success ? kept.output : undefined;
	}

	/** Whether it was held so long that it is not held any longer. @param now epoch milliseconds */
	isOld(incidentId: string, now: number): boolean {
		return now - (this.of(incidentId)?.since ?? now) >= LONGEST_MS;
	}

	/** @param begun what the writer began with; what the first one that is held began with counts */
	async hold(incidentId: string, text: string, begun: Omit<HeldReview, 'text'>): Promise<void> {
		await this.needs.memory.update(PREFIX + incidentId, { ...begun, ...this.of(incidentId), text });
		this.wait(incidentId);
	}

	/** Asks for it again after a while: it could not be written now. */
	wait(incidentId: string): void {
		clearTimeout(this.timers.get(incidentId));
		this.timers.set(
			incidentId,
			setTimeout(() => this.needs.due(incidentId), this.needs.quietMs ?? QUIET_MS),
		);
	}

	/** It is in the record. */
	async forget(incidentId: string): Promise<void> {
		clearTimeout(this.timers.get(incidentId));
		this.timers.delete(incidentId);
		await this.needs.memory.update(PREFIX + incidentId, undefined);
	}

	dispose(): void {
		for (const timer of this.timers.values()) {
			clearTimeout(timer);
		}
	}
}

/** Incidents of which `memory` holds a review. */
export const heldIn = (memory: Pick<vscode.Memento, 'keys'>): readonly string[] =>
	memory
		.keys()
		.filter((key) => key.startsWith(PREFIX))
		.map((key) => key.slice(PREFIX.length));
