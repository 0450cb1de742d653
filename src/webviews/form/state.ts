import * as l10n from '@vscode/l10n';
import { assertNever } from '../../base/assertNever';
import type { Category, FormDraft, FormField, FormToHost, HostToForm } from '../../protocol/form';

/** Typing in the trace field is sent on after a pause of this length. */
const TRACE_PAUSE_MS = 150;

/** What the form shows under the trace. */
export type Preview = Extract<HostToForm, { type: 'traceParsed' }>;

/** What the form shows: the draft and what is known about it. The host keeps a copy of the draft, so a closed form loses nothing. */
export class FormState {
	onDidChange: () => void = () => {};
	draft: FormDraft | undefined;
	key: string | undefined;
	categories: readonly Category[] = [];
	isRestored = false;
	isBusy = false;
	preview: Preview | undefined;
	errors: Readonly<Partial<Record<FormField, string>>> = {};
	/** Concerns no field. */
	failure = '';
	/** Set when a field is to get the focus, taken by the form once it is drawn. */
	focus: FormField | undefined;
	private revision = 0;
	private requestId = 0;
	private suggested = '';
	private sending: ReturnType<typeof setTimeout> | undefined;

	constructor(private readonly send: (message: FormToHost) => void) {}

	receive(message: HostToForm): void {
		switch (message.type) {
			case 'shown':
				this.draft = message.draft;
				this.key = message.key;
				this.categories = message.categories;
				this.isRestored = message.isRestored;
				this.isBusy = false;
				this.errors = {};
				this.failure = '';
				this.focus = message.key === undefined ? 'trace' : 'title';
				break;
			case 'traceParsed':
				if (message.revision !== this.revision) {
					return;
				}
				this.preview = message;
				this.suggestTitle(message);
				break;
			case 'rejected':
				if (message.requestId !== this.requestId) {
					return;
				}
				this.isBusy = false;
				this.fail(message.field, message.message);
				break;
			default:
				assertNever(message);
		}
		this.onDidChange();
	}

	set<F extends FormField>(field: F, value: FormDraft[F]): void {
		if (!this.draft) {
			return;
		}
		this.draft = { ...this.draft, [field]: value };
		if (field === 'category') {
			this.draft = { ...this.draft, subcategory: '' };
		}
		if (this.errors[field] !== undefined) {
			this.errors = { ...this.errors, [field]: field === 'title' ? titleError(this.draft.title) : undefined };
		}
		this.failure = '';
		if (field === 'trace') {
			this.sendTraceSoon();
		} else {
			this.sendDraft();
		}
		this.onDidChange();
	}

	/** Checks a field that was left. */
	check(field: FormField): void {
		if (field === 'title' && this.draft) {
			this.errors = { ...this.errors, title: titleError(this.draft.title) };
			this.onDidChange();
		}
	}

	submit(): void {
		if (!this.draft || this.isBusy) {
			return;
		}
		const error = titleError(this.draft.title);
		if (error !== undefined) {
			this.fail('title', error);
		} else {
			this.isBusy = true;
			this.requestId++;
			this.send({ type: 'submitted', requestId: this.requestId, draft: this.draft });
		}
		this.onDidChange();
	}

	cancel(): void {
		this.flush();
		this.send({ type: 'cancelled' });
	}

	startOver(): void {
		this.preview = undefined;
		this.revision++;
		this.send({ type: 'startedOver' });
	}

	/** Sends what waits for a pause in typing: the page may go away any moment. */
	flush(): void {
		if (this.sending !== undefined && this.draft) {
			clearTimeout(this.sending);
			this.sending = undefined;
			this.send({ type: 'traceChanged', revision: this.revision, trace: this.draft.trace });
		}
	}

	private sendTraceSoon(): void {
		this.revision++;
		clearTimeout(this.sending);
		this.sending = setTimeout(() => this.flush(), TRACE_PAUSE_MS);
	}

	private sendDraft(): void {
		if (this.draft) {
			const { trace: _, ...draft } = this.draft;
			this.send({ type: 'draftChanged', draft });
		}
	}

	/** A pasted trace names the incident until the person does. */
	private suggestTitle({ title }: Preview): void {
		if (this.draft && title !== '' && (this.draft.title === '' || this.draft.title === this.suggested)) {
			this.suggested = title;
			this.draft = { ...this.draft, title };
			this.errors = { ...this.errors, title: undefined };
			this.sendDraft();
		}
	}

	private fail(field: FormField | undefined, message: string): void {
		if (field === undefined) {
			this.failure = message;
		} else {
			this.errors = { ...this.errors, [field]: message };
			this.focus = field;
		}
	}
}

function titleError(title: string): string | undefined {
	return title.trim() === '' ? l10n.t('Say what is broken, in a few words.') : undefined;
}
