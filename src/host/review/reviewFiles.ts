import * as vscode from 'vscode';
import { Disposables } from '../../base/disposables';
import { FaultlineError } from '../../base/errors';
import type { Incident, Review } from '../../core/incident/record';
import { withActions } from '../../core/review/actionDiff';
import { draftReview } from '../../core/review/draft';
import { builtInTemplate } from '../../core/review/templates';
import { writeReview } from '../../core/review/write';
import type { App } from '../app';
import { settings } from '../settings';
import { HeldReviews } from './heldReviews';
import { REVIEW_SCHEME, reviewedIncident, reviewUri } from './reviewUri';

/** What VS Code was given of a document. */
interface Given {
	readonly shown: string;
	/** Epoch milliseconds, as it was told. */
	readonly at: number;
	/** The incident's review then; empty where there was none. */
	readonly review: string;
}

interface Needs extends Pick<App, 'incidents' | 'onDidChangeIncidents' | 'log'> {
	/** The workspace's. */
	readonly memory: vscode.Memento;
	/** Told once something that was held is in the record. */
	readonly didSettle: () => void;
}

/**
 * Reviews as files that VS Code reads and writes: a review in the record, or a draft of one. VS Code itself keeps what is typed and not saved, and
 * asks before one is written over that was changed elsewhere: it goes by `mtime`, which is when the review was written. Action items that change
 * beside it show at once where nothing is typed, and are no reason to ask where something is. What VS Code saves by itself is held for a while.
 */
export class ReviewFiles implements vscode.Disposable {
	private readonly owned = new Disposables();
	private readonly given = new Map<string, Given>();
	/** When a review was written that a person wants to be written over, having been told of it; by document. */
	private readonly accepted = new Map<string, number>();
	/** By incident: Markdown, for the draft of a review that is not there yet. */
	private readonly templates = new Map<string, string>();

	private readonly held: HeldReviews;
	/** Documents that VS Code is about to save because somebody paused. */
	private readonly paused = new Set<string>();
	/** Writings into the record, one after the other. */
	private writing: Promise<unknown> = Promise.resolve();

	constructor(
		private readonly app: Needs,
		/** Told of documents that say something else now. */
		private readonly changed: Pick<vscode.EventEmitter<vscode.FileChangeEvent[]>, 'fire'>,
	) {
		this.owned.add(app.onDidChangeIncidents((ids) => void this.refresh(ids)));
		this.held = this.owned.add(new HeldReviews({ memory: app.memory, due: (id) => void this.tryToSettle(id) }));
		this.owned.add(
			vscode.workspace.onWillSaveTextDocument(({ document: { uri }, reason }) => {
				this.paused.delete(uri.toString());
				if (uri.scheme === REVIEW_SCHEME && reason === vscode.TextDocumentSaveReason.AfterDelay) {
					this.paused.add(uri.toString());
				}
			}),
		);
		const left = () => {
			for (const id of this.held.ids()) {
				void this.tryToSettle(id);
			}
		};
		this.owned.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => uri.scheme === REVIEW_SCHEME && left()));
		this.owned.add(vscode.window.onDidChangeWindowState(({ focused }) => !focused && left()));
		left(); // what a window that went away had held
	}

	/** Whether what was saved of an incident's review is not in its record yet. */
	isHeld(incidentId: string): boolean {
		return this.held.of(incidentId) !== undefined;
	}

	/**
	 * Writes what is held of an incident's review into its record. A review that somebody else wrote meanwhile is remembered beside it.
	 *
	 * @returns whether anything was
	 */
	settle(incidentId: string): Promise<boolean> {
		return this.inTurn(async () => {
			const held = this.held.of(incidentId);
			if (!held) {
				return false;
			}
			const incidents = await this.app.incidents();
			const before = await incidents.get(incidentId);
			const written = await incidents.writeReview(incidentId, held.text, this.baseOf(before, held));
			await this.held.forget(incidentId);
			this.app.didSettle();
			const uri = reviewUri(written);
			const given = this.given.get(uri.toString());
			if (given && written.review) {
				// For VS Code it was saved long ago: it reads it again only where it says more now, and nothing is typed.
				this.given.set(uri.toString(), { shown: held.text, at: given.at, review: written.review.text });
				this.accepted.set(uri.toString(), written.review.at);
				await this.refresh([incidentId]);
			}
			return true;
		});
	}

	/** Says by which template the review of an incident is to be begun. */
	begin(incidentId: string, template: string): void {
		this.templates.set(incidentId, template);
	}

	/** The review that was written elsewhere since VS Code was given the document; undefined where there is none. */
	async newerThan(uri: vscode.Uri): Promise<Review | undefined> {
		const { review } = await this.incidentOf(uri);
		const given = this.given.get(uri.toString());
		return given && review && review.text !== given.review ? review : undefined;
	}

	/** Lets a document be saved over a newer review that its writer was told of. */
	accept(uri: vscode.Uri, { at }: Review): void {
		this.accepted.set(uri.toString(), at);
	}

	/** What a document shows of an incident. */
	contentOf(incident: Incident): string {
		const { id, review, actions = [], major } = incident;
		if (review?.text.trim()) {
			return withActions(review.text, actions);
		}
		const template = this.templates.get(id) ?? builtInTemplate(major ? 'major' : 'default');
		return withActions(writeReview(draftReview(incident, { template, timezone: localZone() })), actions);
	}

	async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
		const incident = await this.incidentOf(uri);
		const size = Buffer.byteLength(this.shownOf(incident));
		return { type: vscode.FileType.File, ctime: incident.createdAt, mtime: this.timeOf(uri, incident), size };
	}

	async readFile(uri: vscode.Uri): Promise<Uint8Array> {
		const incident = await this.incidentOf(uri);
		const shown = this.shownOf(incident);
		const review = this.held.of(incident.id)?.review ?? incident.review?.text ?? '';
		this.given.set(uri.toString(), { shown, at: this.timeOf(uri, incident), review });
		return Buffer.from(shown);
	}

	async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
		const text = Buffer.from(content).toString();
		const isPause = this.paused.delete(uri.toString()) && vscode.window.state.focused;
		await this.inTurn(async () => {
			const incident = await this.incidentOf(uri);
			const given = this.given.get(uri.toString());
			if (isPause && given && text.trim() !== '' && !this.held.isOld(incident.id, Date.now())) {
				await this.held.hold(incident.id, text, { review: given.review, shown: given.shown, since: Date.now() });
				this.given.set(uri.toString(), { ...given, shown: text });
			} else {
				await this.write(uri, incident, text);
			}
		});
	}

	private async write(uri: vscode.Uri, incident: Incident, text: string): Promise<void> {
		const { id, review } = incident;
		const before = this.given.get(uri.toString());
		const held = this.held.of(id);
		// VS Code has asked by now where the review is another one than the one it was given.
		const base = held ? this.baseOf(incident, held) : before && { review: review?.text ?? '', shown: before.shown };
		let written: Incident;
		try {
			written = await (await this.app.incidents()).writeReview(id, text, base);
		} catch (error) {
			throw FaultlineError.is(error) ? vscode.FileSystemError.Unavailable(error.message) : error;
		}
		if (held) {
			await this.held.forget(id);
			this.app.didSettle();
		}
		const shown = this.contentOf(written);
		const at = written.review?.at ?? written.createdAt;
		const { text: kept = '' } = written.review ?? {};
		this.given.set(uri.toString(), { shown: text, at, review: kept });
		this.accepted.delete(uri.toString());
		if (shown !== text) {
			// What was saved says more: ids of new action items, marks in the place of secrets. VS Code reads it again only where it is younger.
			setTimeout(() => {
				this.given.set(uri.toString(), { shown: text, at: at + 1, review: kept });
				this.changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
			}, 0);
		}
	}

	/** What a text that was held began with; what the record says now where its writer was told of that. */
	private baseOf(incident: Incident | undefined, { review, shown }: { review: string; shown: string }) {
		const uri = incident && reviewUri(incident).toString();
		const isTold = uri !== undefined && this.accepted.get(uri) === incident?.review?.at;
		return { review: isTold ? (incident?.review?.text ?? '') : review, shown, isBeside: true };
	}

	/** What a document says of an incident: what is held of it is younger than what is in its record. */
	private shownOf(incident: Incident): string {
		return this.held.of(incident.id)?.text ?? this.contentOf(incident);
	}

	private inTurn<T>(work: () => Promise<T>): Promise<T> {
		const done = this.writing.then(work);
		this.writing = done.catch(() => undefined);
		return done;
	}

	/** Leaves it held where it cannot be written now, or where something newer is typed and about to be saved. */
	private async tryToSettle(incidentId: string): Promise<void> {
		const isTyped = vscode.workspace.textDocuments.some(
			({ isDirty, uri }) => isDirty && reviewedIncident(uri) === incidentId,
		);
		try {
			if (isTyped) {
				this.held.wait(incidentId);
			} else {
				await this.settle(incidentId);
			}
		} catch (error) {
			this.app.log.warn('a review that is held', error);
			this.held.wait(incidentId);
		}
	}

	dispose(): void {
		this.owned.dispose();
	}

	/** When the review was written; a little later where what is shown beside it changed and nothing is typed, so that VS Code reads it again. */
	private timeOf(uri: vscode.Uri, incident: Incident): number {
		const written = incident.review?.at ?? incident.createdAt;
		const given = this.given.get(uri.toString());
		const isAccepted = this.accepted.get(uri.toString()) === written;
		if (!given || (given.at < written && !isAccepted)) {
			return written;
		}
		const isTyped = vscode.workspace.textDocuments.some((one) => one.isDirty && one.uri.toString() === uri.toString());
		return isTyped || given.shown === this.shownOf(incident) ? given.at : given.at + 1;
	}

	private async incidentOf(uri: vscode.Uri): Promise<Incident> {
		const id = reviewedIncident(uri);
		const incident = id === undefined ? undefined : await (await this.app.incidents()).get(id);
		if (!incident || incident.isDeleted) {
			throw vscode.FileSystemError.FileNotFound(uri);
		}
		return incident;
	}

	private async refresh(ids: readonly string[]): Promise<void> {
		if (this.given.size === 0) {
			return;
		}
		const incidents = await this.app.incidents();
		for (const id of ids) {
			const incident = await incidents.get(id);
			const uri = incident && reviewUri(incident);
			const given = uri && this.given.get(uri.toString());
			if (incident && uri && given && given.shown !== this.shownOf(incident)) {
				this.changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
			}
		}
	}
}

/** Whose local time reviews tell. */
export const localZone = (): string =>
	settings.reviews().timeZone || new Intl.DateTimeFormat().resolvedOptions().timeZone;
