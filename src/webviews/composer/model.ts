import { assertNever } from '../../base/assertNever';
import type { Channels, ComposerDraft, ComposerToHost, HostToComposer, Preview } from '../../protocol/composer';

type Shown = Extract<HostToComposer, { type: 'shown' }>;

/** What the composer shows: what was typed, and what the host says would be sent of that. */
export class ComposerModel {
	shown: Shown | undefined;
	draft: ComposerDraft | undefined;
	channels: Channels = [];
	preview: Preview | undefined;
	/** Why nothing was sent; empty where nothing was refused. */
	refusal = '';
	isSending = false;
	/** Which channel's preview is open. */
	chosen: string | undefined;
	onDidChange: () => void = () => {};
	private revision = 0;
	private requestId = 0;

	constructor(private readonly send: (message: ComposerToHost) => void) {}

	/** The preview is of what is typed now. */
	get isCurrent(): boolean {
		return this.preview?.revision === this.revision;
	}

	receive(message: HostToComposer): void {
		switch (message.type) {
			case 'shown':
				this.shown = message;
				this.draft = message.draft;
				this.ask();
				break;
			case 'channels':
				this.showChannels(message.channels);
				break;
			case 'preview':
				this.takePreview(message);
				break;
			case 'refused':
				if (message.requestId === this.requestId) {
					this.refusal = message.message;
					this.isSending = false;
				}
				break;
			default:
				assertNever(message);
		}
		this.onDidChange();
	}

	change(change: Partial<ComposerDraft>): void {
		if (this.draft) {
			this.draft = { ...this.draft, ...change };
			this.refusal = '';
			this.ask();
			this.onDidChange();
		}
	}

	/** Another audience has other channels, and words of its own. */
	chooseAudience(audience: ComposerDraft['audience']): void {
		const channels = this.channels.filter(({ audiences }) => audiences.includes(audience)).map(({ id }) => id);
		this.change({ audience, channels, isOwn: false });
	}

	choose(channel: string): void {
		this.chosen = channel;
		this.onDidChange();
	}

	submit(): void {
		if (this.preview && this.isCurrent && this.preview.sendings.length > 0 && !this.isSending) {
			this.isSending = true;
			this.refusal = '';
			this.requestId++;
			this.send({ type: 'sent', requestId: this.requestId, picture: this.preview.picture });
			this.onDidChange();
		}
	}

	connect(to: 'slack' | 'teams'): void {
		this.send({ type: 'connect', to });
	}

	cancel(): void {
		this.send({ type: 'cancelled' });
	}

	startOver(): void {
		this.send({ type: 'startedOver' });
	}

	private showChannels(channels: Channels): void {
		const isFirst = this.shown === undefined;
		this.channels = channels;
		if (this.draft && !isFirst) {
			const { audience } = this.draft;
			const chosen = channels.filter(({ audiences }) => audiences.includes(audience)).map(({ id }) => id);
			this.draft = { ...this.draft, channels: chosen };
			this.ask();
		}
	}

	/** What the template writes is in the fields, until somebody writes there. */
	private takePreview(preview: Preview): void {
		if (preview.revision !== this.revision) {
			return;
		}
		this.preview = preview;
		if (this.draft && !this.draft.isOwn) {
			this.draft = { ...this.draft, title: preview.title, text: preview.text };
		}
	}

	private ask(): void {
		if (this.draft) {
			this.revision++;
			this.send({ type: 'changed', revision: this.revision, draft: this.draft });
		}
	}
}
