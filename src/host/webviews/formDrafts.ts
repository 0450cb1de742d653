import * as v from 'valibot';
import type * as vscode from 'vscode';
import { DRAFT_TRACE_LIMIT, FormDraft } from '../../protocol/form';

const PREFIX = 'faultline.formDraft.';

/** Forms that were closed before they were sent, kept in the workspace's memory: one for new incidents, one for each that is edited. */
export class FormDrafts {
	constructor(private readonly memory: vscode.Memento) {}

	/** @param about incident id; undefined for a new one */
	read(about: string | undefined): FormDraft | undefined {
		const kept = v.safeParse(FormDraft, this.memory.get(keyOf(about)));
		return kept.success ? kept.output : undefined;
	}

	/** Keeps what is typed, unless it is no different from where the form began. */
	async write(about: string | undefined, draft: FormDraft, initial: FormDraft): Promise<void> {
		const trace = draft.trace.length > DRAFT_TRACE_LIMIT ? draft.trace.slice(0, DRAFT_TRACE_LIMIT) : draft.trace;
		await this.memory.update(keyOf(about), isSameDraft(draft, initial) ? undefined : { ...draft, trace });
	}

	async forget(about: string | undefined): Promise<void> {
		await this.memory.update(keyOf(about), undefined);
	}
}

function keyOf(about: string | undefined): string {
	return `${PREFIX}${about ?? 'new'}`;
}

/** Whether nothing differs in any field. */
export function isSameDraft(one: FormDraft, other: FormDraft): boolean {
	return Object.entries(one).every(([field, value]) => other[field as keyof FormDraft] === value);
}
