import * as v from 'valibot';
import type * as vscode from 'vscode';
import { Drafts, DraftsAt } from '../../protocol/page';

const PREFIX = 'faultline.pageDraft.';
const REMOVED = 'faultline.pageDraftsRemoved';
/** Older ones are forgotten: it takes a crash for a page to come back with what was sent before it. */
const MOST_REMOVED = 100;

const Kept = v.object({ drafts: Drafts, draftsAt: DraftsAt });
type Kept = v.InferOutput<typeof Kept>;
const Removed = v.record(v.string(), DraftsAt);

/** What was typed on incident pages and not sent, kept in the workspace's memory, with when it changed last: also where all of it was sent since. */
export class PageDrafts {
	constructor(private readonly memory: Pick<vscode.Memento, 'get' | 'update'>) {}

	read(incidentId: string): Kept {
		const kept = v.safeParse(Kept, this.memory.get(PREFIX + incidentId));
		return kept.success ? kept.output : { drafts: {}, draftsAt: this.removed()[incidentId] ?? 0 };
	}

	/** Keeps it unless something later is kept: what has more to redact comes here after what was typed since. */
	async write(incidentId: string, { drafts, draftsAt }: Kept): Promise<void> {
		if (draftsAt <= this.read(incidentId).draftsAt) {
			return;
		}
		const isNone = Object.keys(drafts).length === 0;
		const { [incidentId]: before, ...others } = this.removed();
		await Promise.all([
			this.memory.update(PREFIX + incidentId, isNone ? undefined : { drafts, draftsAt }),
			isNone && this.memory.update(REMOVED, newest({ ...others, [incidentId]: draftsAt })),
			!isNone && before !== undefined && this.memory.update(REMOVED, others),
		]);
	}

	private removed(): Readonly<Record<string, number>> {
		const removed = v.safeParse(Removed, this.memory.get(REMOVED));
		return removed.success ? removed.output : {};
	}
}

function newest(removed: Readonly<Record<string, number>>): Record<string, number> {
	const all = Object.entries(removed).sort(([, a], [, b]) => b - a);
	return Object.fromEntries(all.slice(0, MOST_REMOVED));
}
