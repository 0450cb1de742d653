import * as v from 'valibot';
import type * as vscode from 'vscode';
import { Drafts } from '../../protocol/page';

const PREFIX = 'faultline.pageDraft.';

/** What was typed on incident pages and not sent, kept in the workspace's memory. */
export class PageDrafts {
	constructor(private readonly memory: vscode.Memento) {}

	read(incidentId: string): Drafts {
		const kept = v.safeParse(Drafts, this.memory.get(PREFIX + incidentId));
		return kept.success ? kept.output : {};
	}

	async write(incidentId: string, drafts: Drafts): Promise<void> {
		await this.memory.update(PREFIX + incidentId, Object.keys(drafts).length > 0 ? drafts : undefined);
	}
}
