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
import { reviewedIncident, reviewUri } from './reviewUri';

/** What VS Code was given of a document. */
interface Given {
	readonly shown: string;
	/** Epoch milliseconds, as it was told. */
	readonly at: number;
	/** The incident's review then; empty where there was none. */
	readonly review: string;
}

/**
 * Reviews as files that VS Code reads and writes: a review in the record, or a draft of one. VS Code itself keeps what is typed and not saved, and
 * asks before one is written over that was changed elsewhere: it goes by `mtime`, which is when the review was written. Action items that change
 * beside it show at once where nothing is typed, and are no reason to ask where something is.
 */
export class ReviewFiles implements vscode.Disposable {
	private readonly owned = new Disposables();
	private readonly given = new Map<string, Given>();
	/** When a review was written that a person wants to be written over, having been told of it; by document. */
	private readonly accepted = new Map<string, number>();
	/** By incident: Markdown, for the draft of a review that is not there yet. */
	private readonly templates = new Map<string, string>();

	constructor(
		private readonly app: Pick<App, 'incidents' | 'onDidChangeIncidents'>,
		/** Told of documents that say something else now. */
		private readonly changed: Pick<vscode.EventEmitter<vscode.FileChangeEvent[]>, 'fire'>,
	) {
		this.owned.add(app.onDidChangeIncidents((ids) => void this.refresh(ids)));
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
		const size = Buffer.byteLength(this.contentOf(incident));
		return { type: vscode.FileType.File, ctime: incident.createdAt, mtime: this.timeOf(uri, incident), size };
	}

	async readFile(uri: vscode.Uri): Promise<Uint8Array> {
		const incident = await this.incidentOf(uri);
		const shown = this.contentOf(incident);
		this.given.set(uri.toString(), { shown, at: this.timeOf(uri, incident), review: incident.review?.text ?? '' });
		return Buffer.from(shown);
	}

	async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
		const incidents = await this.app.incidents();
		const { id, review } = await this.incidentOf(uri);
		const text = Buffer.from(content).toString();
		const before = this.given.get(uri.toString());
		// VS Code has asked by now where the review is another one than the one it was given.
		const base = before && { review: review?.text ?? '', shown: before.shown };
		let written: Incident;
		try {
			written = await incidents.writeReview(id, text, base);
		} catch (error) {
			throw FaultlineError.is(error) ? vscode.FileSystemError.Unavailable(error.message) : error;
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
		return isTyped || given.shown === this.contentOf(incident) ? given.at : given.at + 1;
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
			if (incident && uri && given && given.shown !== this.contentOf(incident)) {
				this.changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
			}
		}
	}
}

/** Whose local time reviews tell. */
export const localZone = (): string =>
	settings.reviews().timeZone || new Intl.DateTimeFormat().resolvedOptions().timeZone;
