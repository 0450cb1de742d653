import { isAbort } from '../../base/errors';
import type { Trace } from '../../core/trace/model';
import type { FormDraft, HostToForm } from '../../protocol/form';
import type { App } from '../app';
import { settings } from '../settings';
import { duplicatesOf } from './duplicates';
import { tracePlaces } from './tracePlaces';
import { previewOf } from './tracePreview';

/** Other incidents are looked through when nothing was typed for so long. */
const LOOK_AFTER_MS = 350;

/** What the form tells while one types: what the trace holds and where that is, and which incident it may be already. */
export class FormHints {
	private parsing = new AbortController();
	private looking = new AbortController();
	private soon: ReturnType<typeof setTimeout> | undefined;
	private traces: readonly Trace[] = [];
	private release = '';
	/** Of the trace that was parsed last. */
	private revision = 0;

	/** @param isNew duplicates are looked for */
	constructor(
		private readonly app: App,
		private readonly isNew: boolean,
		private readonly draft: () => FormDraft,
		private readonly post: (message: HostToForm) => void,
	) {}

	/** First what the text holds, then where that is in the repository; whatever is typed meanwhile ends it. */
	async parse(revision: number = this.revision): Promise<void> {
		this.parsing.abort();
		const abort = new AbortController();
		this.parsing = abort;
		this.revision = revision;
		const { trace, release } = this.draft();
		this.release = release;
		try {
			const { text, removed } = await this.app.redact(trace, abort.signal);
			const parsed = await this.app.parse(text, abort.signal);
			const { traces } = parsed;
			const title = traces.length > 0 ? (await this.app.draft(text, abort.signal)).incident.title : '';
			this.traces = traces;
			this.lookSoon();
			const previewed = { parsed, text, title, revision, removed };
			this.post(previewOf(previewed, settings.inAppRules()));
			const places = traces.length > 0 ? await tracePlaces(this.app, traces, release, abort.signal) : undefined;
			if (places && !abort.signal.aborted) {
				this.post(previewOf({ ...previewed, places }, settings.inAppRules()));
			}
		} catch (error) {
			if (!isAbort(error) && !abort.signal.aborted) {
				this.app.log.warn('trace preview', error);
			}
		}
	}

	/** Something else than the trace was typed. */
	async changed(): Promise<void> {
		this.lookSoon();
		if (this.draft().release !== this.release && this.traces.length > 0) {
			await this.parse();
		}
	}

	dispose(): void {
		this.parsing.abort();
		this.looking.abort();
		clearTimeout(this.soon);
	}

	private lookSoon(): void {
		clearTimeout(this.soon);
		this.looking.abort();
		if (this.isNew) {
			this.soon = setTimeout(() => void this.look(), LOOK_AFTER_MS);
		}
	}

	private async look(): Promise<void> {
		const abort = new AbortController();
		this.looking = abort;
		try {
			const { title, description } = this.draft();
			const incidents = await this.app.incidents();
			const found = await duplicatesOf(this.app, incidents, { title, description, traces: this.traces }, abort.signal);
			if (!abort.signal.aborted) {
				this.post({ type: 'duplicates', found: [...found] });
			}
		} catch (error) {
			if (!isAbort(error) && !abort.signal.aborted) {
				this.app.log.warn('duplicates', error);
			}
		}
	}
}
