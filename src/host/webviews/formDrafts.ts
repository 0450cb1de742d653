import * as v from 'valibot';
import type * as vscode from 'vscode';
import { DRAFT_TRACE_LIMIT, FORM_FIELDS, FormDraft, type FormField } from '../../protocol/form';

const PREFIX = 'faultline.formDraft.';
const Kept = v.partial(FormDraft);
/** Fields that mean something only together. */
const TOGETHER: readonly (readonly FormField[])[] = [
	['category', 'subcategory'],
	['override', 'overrideReason'],
];

/**
 * Forms that were closed before they were sent, kept in the workspace's memory: one for new incidents, one for each that is edited. Only what was
 * typed is kept, so that a form which is opened again and sent takes back nothing that others changed meanwhile.
 */
export class FormDrafts {
	constructor(private readonly memory: Pick<vscode.Memento, 'get' | 'update'>) {}

	/**
	 * @param about incident id; undefined for a new one
	 * @param initial the form as it would be without a draft
	 * @returns undefined where there is no draft, or where it says no more than `initial`
	 */
	read(about: string | undefined, initial: FormDraft): FormDraft | undefined {
		const raw = this.memory.get<unknown>(keyOf(about));
		const kept = v.safeParse(Kept, raw);
		if (raw === undefined || !kept.success) {
			return undefined;
		}
		const typed = FORM_FIELDS.filter((field) => Object.hasOwn(raw as object, field)); // the schema fills others in
		const draft = { ...initial, ...fieldsOf(kept.output as FormDraft, typed) };
		return isSameDraft(draft, initial) ? undefined : draft;
	}

	/** @param about incident id; undefined for a new one */
	has(about: string | undefined): boolean {
		return this.memory.get(keyOf(about)) !== undefined;
	}

	/** Keeps what is typed, unless it is no different from where the form began. */
	async write(about: string | undefined, draft: FormDraft, initial: FormDraft): Promise<void> {
		const typed = fieldsOf({ ...draft, trace: draft.trace.slice(0, DRAFT_TRACE_LIMIT) }, changedFields(draft, initial));
		await this.memory.update(keyOf(about), Object.keys(typed).length > 0 ? typed : undefined);
	}

	async forget(about: string | undefined): Promise<void> {
		await this.memory.update(keyOf(about), undefined);
	}
}

function keyOf(about: string | undefined): string {
	return `${PREFIX}${about ?? 'new'}`;
}

function fieldsOf(draft: FormDraft, fields: readonly FormField[]): Partial<FormDraft> {
	return Object.fromEntries(fields.map((field) => [field, draft[field]]));
}

function changedFields(one: FormDraft, other: FormDraft): readonly FormField[] {
	const changed = FORM_FIELDS.filter((field) => one[field] !== other[field]);
	return FORM_FIELDS.filter((field) =>
		(TOGETHER.find((fields) => fields.includes(field)) ?? [field]).some((part) => changed.includes(part)),
	);
}

/** Whether nothing differs in any field. */
export function isSameDraft(one: FormDraft, other: FormDraft): boolean {
	return changedFields(one, other).length === 0;
}
