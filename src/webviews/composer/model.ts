import { assertNever } from '../../base/assertNever';
import {
	type Channels,
	type ComposerDraft,
	type ComposerToHost,
	type Copy,
	type HostToComposer,
	type Preview,
	promisesNext,
	TYPED_LIMIT,
} from '../../protocol/composer';

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

	/** Something that was typed is longer than is taken, so it is neither kept nor sent. */
	get isTooLong(): boolean {
		const { known = '', impact = '', doing = '', title = '', text = '' } = this.draft ?? {};
		return [known, impact, doing, title, text].some(({ length }) => length > TYPED_LIMIT);
	}

	/** The next update is promised for a time that is over. @param now epoch milliseconds */
	isPromisePast(now: number): boolean {
		const { nextAt = null, kind = 'status' } = this.draft ?? {};
		return nextAt !== null && promisesNext(kind) && nextAt <= now;
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

	chooseKind(kind: ComposerDraft['kind']): void {
		if (this.draft) {
			this.turnTo(kind, this.draft.audience, this.draft.channels);
		}
	}

	/** Another audience has other channels, and words of its own. */
	chooseAudience(audience: ComposerDraft['audience']): void {
		if (this.draft) {
			const words = this.wordsFor(audience);
			this.turnTo(this.draft.kind, audience, this.channels.filter(isFor(audience)).map(idOf), words);
		}
	}

	/** What was only taken from the last update does not come along to customers, nor from them. */
	private wordsFor(audience: ComposerDraft['audience']): Partial<ComposerDraft> {
		const { draft, shown } = this;
		if (!draft || !shown || (draft.audience === 'customers') === (audience === 'customers')) {
			return {};
		}
		const { customers, inside } = shown.words;
		const [from, to] = audience === 'customers' ? [inside, customers] : [customers, inside];
		return Object.fromEntries(
			(['known', 'impact', 'doing'] as const).flatMap((part) => (draft[part] === from[part] ? [[part, to[part]]] : [])),
		);
	}

	/** What was written by hand stays with whom it was written for. */
	private turnTo(
		kind: ComposerDraft['kind'],
		audience: ComposerDraft['audience'],
		channels: string[],
		words: Partial<ComposerDraft> = {},
	): void {
		if (!this.draft) {
			return;
		}
		const { title, text, isOwn, others = [] } = this.draft;
		const left = isOwn ? [{ kind: this.draft.kind, audience: this.draft.audience, title, text }] : [];
		const isThere = (one: { kind: string; audience: string }) => one.kind === kind && one.audience === audience;
		const kept = [...others, ...left];
		const own = kept.findLast(isThere);
		this.change({
			...words,
			...{ kind, audience, channels, isOwn: own !== undefined, others: kept.filter((one) => !isThere(one)) },
			...(own && { title: own.title, text: own.text }),
		});
	}

	choose(channel: string): void {
		this.chosen = channel;
		this.onDidChange();
	}

	submit(): void {
		if (this.isPromisePast(Date.now())) {
			this.onDidChange();
		} else if (this.preview && this.isCurrent && this.preview.sendings.length > 0 && !this.isSending) {
			this.isSending = true;
			this.refusal = '';
			this.requestId++;
			this.send({ type: 'sent', requestId: this.requestId, picture: this.preview.picture });
			this.onDidChange();
		}
	}

	copy(what: Copy['id']): void {
		if (this.preview && this.isCurrent) {
			this.send({ type: 'copied', picture: this.preview.picture, what });
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

	/** What is connected meanwhile is chosen for its audience; what somebody chose or left out stays so. */
	private showChannels(channels: Channels): void {
		const known = new Set(this.channels.map(idOf));
		const isFirst = this.shown === undefined;
		this.channels = channels;
		if (this.draft && !isFirst) {
			const { audience, channels: chosen } = this.draft;
			const isChosen = ({ id }: { readonly id: string }) => (known.has(id) ? chosen.includes(id) : true);
			this.draft = { ...this.draft, channels: channels.filter(isFor(audience)).filter(isChosen).map(idOf) };
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
		}
		if (this.draft && !this.isTooLong) {
			this.send({ type: 'changed', revision: this.revision, draft: this.draft });
		}
	}
}

const idOf = ({ id }: Channels[number]): string => id;
const isFor =
	(audience: ComposerDraft['audience']) =>
	({ audiences }: Channels[number]): boolean =>
		audiences.includes(audience);
