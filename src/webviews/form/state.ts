import { assertNever } from '../../base/assertNever';
import { DEFAULT_MATRIX, type Level, type PriorityMatrix } from '../../core/incident/priority';
import type { Category, Duplicate, FormDraft, FormField, FormToHost, HostToForm, Known } from '../../protocol/form';
import type { WordingCheck } from '../../protocol/wording';
import { CHECKED, faultIn } from './faults';

/** Typing in the trace field is sent on after a pause of this length. */
const TRACE_PAUSE_MS = 150;

type Shown = Extract<HostToForm, { type: 'shown' }>;

/** What the form shows under the trace. */
export type Preview = Extract<HostToForm, { type: 'traceParsed' }>;

/** What the form shows: the draft and what is known about it. The host keeps a copy of the draft, so a closed form loses nothing. */
export class FormState {
	onDidChange: () => void = () => {};
	draft: FormDraft | undefined;
	key: string | undefined;
	categories: readonly Category[] = [];
	matrix: PriorityMatrix = DEFAULT_MATRIX;
	known: Known = { services: [], environments: [], people: [] };
	wording: WordingCheck;
	/** Where the draft is from. */
	origin: Shown['origin'] = 'fresh';
	/** What is to be said of that. */
	said = '';
	/** Incidents that may be this one. */
	duplicates: readonly Duplicate[] = [];
	isBusy = false;
	preview: Preview | undefined;
	errors: Readonly<Partial<Record<FormField, string>>> = {};
	/** Concerns no field. */
	failure = '';
	/** Set when a field is to get the focus, taken by the form once it is drawn. */
	focus: FormField | undefined;
	private filling = 0;
	private revision = 0;
	private requestId = 0;
	private suggested = '';
	private sending: ReturnType<typeof setTimeout> | undefined;

	constructor(private readonly send: (message: FormToHost) => void) {}

	receive(message: HostToForm): void {
		switch (message.type) {
			case 'shown':
				this.show(message);
				break;
			case 'duplicates':
				this.duplicates = message.found;
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
		for (const known of Object.keys(this.errors) as FormField[]) {
			if (this.errors[known] !== undefined) {
				this.errors = {
					...this.errors,
					[known]:
						known === field || CHECKED.includes(known) ? faultIn(known, this.draft, Date.now()) : this.errors[known],
				};
			}
		}
		this.failure = '';
		if (field === 'trace') {
			this.sendTraceSoon();
		} else {
			this.sendDraft();
		}
		this.onDidChange();
	}

	/** Both at once, as a cell of the grid has them. */
	setLevels(impact: Level, urgency: Level): void {
		if (this.draft) {
			this.draft = { ...this.draft, impact };
			this.set('urgency', urgency);
		}
	}

	/** Checks a field that was left. */
	check(field: FormField): void {
		if (this.draft) {
			this.errors = { ...this.errors, [field]: faultIn(field, this.draft, Date.now()) };
			this.onDidChange();
		}
	}

	submit(): void {
		const { draft } = this;
		if (!draft || this.isBusy) {
			return;
		}
		const now = Date.now();
		const faults = CHECKED.flatMap((field) => {
			const message = faultIn(field, draft, now);
			return message === undefined ? [] : [{ field, message }];
		});
		const [first] = faults;
		if (first) {
			for (const { field, message } of [...faults].reverse()) {
				this.fail(field, message); // the first one has the focus
			}
		} else {
			this.isBusy = true;
			this.requestId++;
			this.send({ type: 'submitted', requestId: this.requestId, draft });
		}
		this.onDidChange();
	}

	openInstead(id: string): void {
		this.flush();
		this.send({ type: 'openedInstead', id });
	}

	cancel(): void {
		this.flush();
		this.send({ type: 'cancelled' });
	}

	startOver(): void {
		this.preview = undefined;
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

	/** Settings that change while one types are no reason to move the focus or to drop what is said of fields. */
	private show({ filling, draft, key, categories, matrix, known, wording, origin, said }: Shown): void {
		Object.assign(this, { key, categories, matrix, known, wording, origin, said });
		if (filling !== this.filling) {
			this.filling = filling;
			this.draft = draft;
			clearTimeout(this.sending);
			this.sending = undefined;
			this.revision = 0;
			this.isBusy = false;
			this.duplicates = [];
			this.errors = {};
			this.failure = '';
			this.focus = key === undefined ? 'trace' : 'title';
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
