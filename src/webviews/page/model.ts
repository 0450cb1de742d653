import * as v from 'valibot';
import { assertNever } from '../../base/assertNever';
import { redactSteps } from '../../core/redaction/redact';
import {
	type Action,
	Drafts,
	DraftsAt,
	type Earlier,
	type HostToPage,
	type Opening,
	type PageContent,
	type PageToHost,
	type Source,
	TIMELINE_GROUPS,
	type TimelineGroup,
} from '../../protocol/page';
import type { Host } from '../shared/host';

/** What is typed is kept after a pause of this length, and when the page goes away. */
const KEEP_PAUSE_MS = 300;

const Filter = v.picklist(['all', ...TIMELINE_GROUPS]);

/** What outlives the page: when it is made again it looks as it was left. */
const Kept = v.object({
	incidentId: v.string(),
	drafts: Drafts,
	draftsAt: DraftsAt,
	open: v.array(v.string()),
	closed: v.array(v.string()),
	filter: Filter,
});
type Kept = v.InferOutput<typeof Kept>;

/** The source of a frame: asked for, there, or not to be had. */
export type SourceState = 'asked' | { readonly source?: Source | undefined; readonly why?: string | undefined };

/** Of a field that is filled in before anybody types: no reason to open its form. */
const isSuggested = (field: string) => field.endsWith('.nextAt');

/** The form that a field is in. */
const formOf = (field: string) => field.slice(0, field.lastIndexOf('.'));

type Unavailable = Extract<HostToPage, { type: 'unavailable' }>;

/** What the page shows: the incident as the host sent it last, and what the person is doing with the page meanwhile. */
export class PageModel {
	onDidChange: () => void = () => {};
	content: PageContent | undefined;
	unavailable: Unavailable | undefined;
	/** Incidents before this one; undefined while they are looked for. */
	earlier: readonly Earlier[] | undefined;
	/** How far an analysis has come. */
	progress = '';
	/** Read out when it changes. */
	said = '';
	filter: 'all' | TimelineGroup = 'all';
	/** Elements that may get the focus once it is drawn, the first one that is there. */
	focus: readonly string[] = [];
	/** An entry of the timeline that is to be looked at; empty for none. */
	private pointed = '';
	private drafts: Drafts = {};
	private draftsAt = 0;
	private readonly redacted = new Map<string, { readonly text: string; readonly clean: string }>();
	/** What a person opened and closed, by id; what is in neither is as it is at first. */
	private readonly opened = new Set<string>();
	private readonly closed = new Set<string>();
	private readonly refusals = new Map<string, string>();
	private readonly sources = new Map<string, SourceState>();
	private readonly pending = new Map<number, { readonly form: string; readonly after: readonly string[] }>();
	private requestId = 0;
	private keeping: ReturnType<typeof setTimeout> | undefined;

	constructor(
		private readonly host: Host<PageToHost>,
		private readonly incidentId: string,
	) {
		const kept = v.safeParse(Kept, host.kept());
		if (kept.success && kept.output.incidentId === incidentId) {
			const { drafts, draftsAt, open, closed, filter } = kept.output;
			this.drafts = drafts;
			this.draftsAt = draftsAt;
			this.filter = filter;
			for (const id of open) {
				this.opened.add(id);
			}
			for (const id of closed) {
				this.closed.add(id);
			}
		}
		this.keepState();
	}

	/** Moves to the entry that is to be looked at, where it is drawn. */
	private point(): void {
		if (this.pointed !== '' && this.content) {
			this.filter = 'all';
			this.opened.add('timeline-all');
			this.closed.delete('timeline-all');
			this.focus = [this.pointed, 'timeline-title'];
			this.pointed = '';
		}
	}

	receive(message: HostToPage): void {
		switch (message.type) {
			case 'replaced':
				return; // by a model of its own
			case 'shown':
				this.show(message);
				break;
			case 'unavailable':
				this.unavailable = message;
				break;
			case 'earlier':
				this.earlier = message.found;
				break;
			case 'progress':
				this.progress = message.message;
				break;
			case 'source':
				this.sources.set(message.frame, { source: message.source, why: message.why });
				break;
			case 'pointed':
				this.pointed = `entry-${message.entry}`;
				break;
			case 'answered':
				this.answer(message);
				break;
			default:
				assertNever(message);
		}
		this.point();
		this.onDidChange();
	}

	private show({ content, drafts, draftsAt }: Extract<HostToPage, { type: 'shown' }>): void {
		if (draftsAt > this.draftsAt) {
			this.takeOver(drafts, draftsAt);
		} else if (draftsAt < this.draftsAt && this.keeping === undefined) {
			this.keepSoon(); // the host may never have heard of it
		}
		if (content.trace.revision !== this.content?.trace.revision) {
			this.sources.clear();
		}
		if (!content.suspects.isAnalyzing) {
			this.progress = '';
		}
		this.content = content;
		this.unavailable = undefined;
	}

	/** The host has later ones: VS Code writes what a page keeps to the disk seldom, and a document that is made anew may have older ones still. */
	private takeOver(drafts: Drafts, draftsAt: number): void {
		for (const field of Object.keys(this.drafts).filter((one) => !(one in drafts))) {
			this.opened.delete(formOf(field));
		}
		for (const field of Object.keys(drafts).filter((one) => !(one in this.drafts) && !isSuggested(one))) {
			this.opened.add(formOf(field));
		}
		this.drafts = drafts;
		this.draftsAt = draftsAt;
		this.keepState();
	}

	// What is open

	isOpen(id: string, atFirst = false): boolean {
		return this.opened.has(id) || (atFirst && !this.closed.has(id));
	}

	/** @param focus what gets the focus then */
	setOpen(id: string, isOpen: boolean, ...focus: readonly string[]): void {
		this.opened.delete(id);
		this.closed.delete(id);
		(isOpen ? this.opened : this.closed).add(id);
		this.refusals.delete(id);
		this.focus = focus;
		this.keepSoon();
		this.onDidChange();
	}

	narrow(filter: 'all' | TimelineGroup): void {
		this.filter = filter;
		this.keepSoon();
		this.onDidChange();
	}

	// What is typed

	draft(field: string, atFirst = ''): string {
		return this.drafts[field] ?? atFirst;
	}

	type(field: string, text: string): void {
		this.change({ ...this.drafts, [field]: text });
		this.keepSoon();
		this.onDidChange();
	}

	/** Forgets what was typed in a form. */
	clear(form: string): void {
		const others = Object.entries(this.drafts).filter(([field]) => !field.startsWith(`${form}.`));
		if (others.length < Object.keys(this.drafts).length) {
			this.change(Object.fromEntries(others));
		}
		this.keepSoon();
	}

	private change(drafts: Drafts): void {
		this.drafts = drafts;
		this.draftsAt = Math.max(this.draftsAt + 1, Date.now()); // a clock may be set back
	}

	/** Whether something was typed in a form, and all of it would be there after a reload. */
	isKept(form: string): boolean {
		const isTyped = Object.entries(this.drafts).some(([field, text]) => field.startsWith(`${form}.`) && text !== '');
		return isTyped && this.keeping === undefined;
	}

	refusal(form: string): string {
		return this.refusals.get(form) ?? '';
	}

	refuse(form: string, why: string, ...focus: readonly string[]): void {
		this.refusals.set(form, why);
		this.focus = focus;
		this.onDidChange();
	}

	isBusy(form: string): boolean {
		return [...this.pending.values()].some((one) => one.form === form);
	}

	// What is asked of the host

	/**
	 * Asks for a change. Once it is made the form closes and what was typed in it is forgotten; where it is refused, both stay.
	 *
	 * @param form the form it was asked in, or what stands for it
	 * @param after what gets the focus when the form is gone
	 */
	act(form: string, action: Action, ...after: readonly string[]): void {
		if (this.isBusy(form)) {
			return;
		}
		this.requestId++;
		this.pending.set(this.requestId, { form, after });
		this.refusals.delete(form);
		this.host.send({ type: 'acted', requestId: this.requestId, action });
		this.onDidChange();
	}

	open(what: Opening): void {
		this.host.send({ type: 'opened', what });
	}

	retry(): void {
		this.host.send({ type: 'retried' });
	}

	/** The source of a frame; asked for when it is first wanted. */
	source(frame: { readonly trace: number; readonly exception: number; readonly frame: number }): SourceState {
		const key = `${frame.trace}.${frame.exception}.${frame.frame}`;
		const known = this.sources.get(key);
		if (known) {
			return known;
		}
		this.sources.set(key, 'asked');
		this.host.send({ type: 'sourceWanted', trace: frame.trace, exception: frame.exception, frame: frame.frame });
		return 'asked';
	}

	private answer({ requestId, refused, done = '' }: Extract<HostToPage, { type: 'answered' }>): void {
		const request = this.pending.get(requestId);
		if (!request) {
			return;
		}
		const { form, after } = request;
		this.pending.delete(requestId);
		if (refused !== undefined) {
			this.refusals.set(form, refused);
			return;
		}
		this.said = done;
		this.opened.delete(form);
		this.clear(form);
		this.keepNow(); // what was sent must not be offered again, however soon the page goes away
		this.focus = after;
	}

	// What is kept

	keepNow(): void {
		if (this.keeping !== undefined) {
			clearTimeout(this.keeping);
			this.keeping = undefined;
			this.keepState();
			this.host.send({
				type: 'drafted',
				incidentId: this.incidentId,
				drafts: this.cleanDrafts(),
				draftsAt: this.draftsAt,
			});
			this.onDidChange();
		}
	}

	private keepSoon(): void {
		clearTimeout(this.keeping);
		this.keeping = setTimeout(() => this.keepNow(), KEEP_PAUSE_MS);
	}

	private keepState(): void {
		const state: Kept = {
			incidentId: this.incidentId,
			drafts: this.cleanDrafts(),
			draftsAt: this.draftsAt,
			open: [...this.opened],
			closed: [...this.closed],
			filter: this.filter,
		};
		this.host.keep(state);
	}

	/** What is typed, without its secrets: what is kept may be synchronized and backed up. */
	private cleanDrafts(): Drafts {
		const typed = Object.entries(this.drafts).filter(([, text]) => text !== '');
		return Object.fromEntries(typed.map(([field, text]) => [field, this.clean(field, text)]));
	}

	private clean(field: string, text: string): string {
		const known = this.redacted.get(field);
		if (known?.text === text) {
			return known.clean;
		}
		const steps = redactSteps(text, this.content?.redaction ?? { emailAddresses: true, keys: [] });
		let step = steps.next();
		while (!step.done) {
			step = steps.next();
		}
		const clean = step.value.text;
		this.redacted.set(field, { text, clean });
		return clean;
	}
}
