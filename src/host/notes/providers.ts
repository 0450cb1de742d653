import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { noteKindName } from '../../core/notes/note';
import { commandUri } from '../links/linkTarget';
import { plainLabel } from '../plainLabel';
import { plainMarkdown } from '../plainMarkdown';
import { clip } from '../views/item';
import { statusName } from '../words';
import type { DocumentNotes, ShownNote } from './documentNotes';
import type { NoteBook } from './noteBook';
import { firstLine, stateWords } from './noteWords';
import type { RepositoryNotes } from './repositoryNotes';

const SHOW = 'faultline.showRootCauseNote';
const OPEN = 'faultline.openIncident';
/** A note may be a page long; its thread has all of it. */
const CLIPPED = 400;

/** “Root cause of INC-7F3KQ” above the lines of notes that are not resolved. */
export class NoteLenses implements vscode.CodeLensProvider {
	private readonly changed = new vscode.EventEmitter<void>();
	readonly onDidChangeCodeLenses = this.changed.event;

	constructor(
		private readonly book: NoteBook,
		private readonly documents: DocumentNotes,
	) {
		documents.onDidChange(() => this.changed.fire());
	}

	provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
		return this.documents
			.of(document)
			.filter(({ note }) => note.resolved === undefined)
			.map(({ incident, note, rows }) => {
				const summary = this.book.summary(incident);
				const title = l10n.t(
					'{0} of {1}: {2}',
					noteKindName(note.kind),
					summary?.key ?? '',
					plainLabel(clip(summary?.title ?? '', 80)),
				);
				return new vscode.CodeLens(new vscode.Range(rows[0], 0, rows[0], 0), {
					...{ title, command: SHOW, tooltip: firstLine(note) },
					arguments: [{ incidentId: incident, noteId: note.id }],
				});
			});
	}
}

/** On lines with notes: the incident, in what state it is, and what was noted. */
export class NoteHover implements vscode.HoverProvider {
	constructor(
		private readonly book: NoteBook,
		private readonly documents: DocumentNotes,
		private readonly places: RepositoryNotes,
	) {}

	async provideHover(
		document: vscode.TextDocument,
		position: vscode.Position,
		token: vscode.CancellationToken,
	): Promise<vscode.Hover | undefined> {
		const here = this.documents.of(document).filter(({ rows: [first, last] }) => {
			return position.line >= first && position.line <= last;
		});
		if (here.length === 0) {
			return undefined;
		}
		const abort = new AbortController();
		const cancelling = token.onCancellationRequested(() => abort.abort());
		try {
			const parts: vscode.MarkdownString[] = [];
			for (const note of here) {
				parts.push(await this.textOf(note, abort.signal));
			}
			return new vscode.Hover(parts);
		} finally {
			cancelling.dispose();
		}
	}

	private async textOf(
		{ incident, note, followed, repository, head }: ShownNote,
		signal: AbortSignal,
	): Promise<vscode.MarkdownString> {
		const summary = this.book.summary(incident);
		const isOther = followed.kind !== 'lines' || followed.state !== 'same';
		const by = isOther
			? await this.places.tracker.whoRemoved(repository, head, note.anchor, signal).catch(() => undefined)
			: undefined;
		const ref = { incidentId: incident, noteId: note.id };
		const about = [summary?.priority, summary && statusName(summary.status), note.resolved && l10n.t('note resolved')];
		const lines = [
			`**${escaped(l10n.t('{0} of {1}: {2}', noteKindName(note.kind), summary?.key ?? '', summary?.title ?? ''))}** · ${escaped(about.filter(Boolean).join(' · '))}`,
			escaped(clip(note.text, CLIPPED)),
			escaped(stateWords(followed, by)),
			`[${escaped(l10n.t('Show Note'))}](${commandUri(SHOW, ref)}) · [${escaped(l10n.t('Open Incident'))}](${commandUri(OPEN, ref)})`,
		];
		const markdown = new vscode.MarkdownString(lines.filter((line) => line !== '').join('\n\n'));
		markdown.isTrusted = { enabledCommands: [SHOW, OPEN] };
		markdown.supportHtml = false;
		return markdown;
	}
}

const escaped = (raw: string): string => plainMarkdown(raw.replaceAll(/\s+/g, ' ').trim()).replaceAll('&nbsp;', ' ');
