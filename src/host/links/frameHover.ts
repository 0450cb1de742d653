import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { FaultlineError, isAbort } from '../../base/errors';
import { fittingFiles } from '../../core/suspects/model';
import { spanAt } from '../../core/trace/frameSpans';
import type { App } from '../app';
import type { LinkRef } from '../args';
import { stateSentence } from '../driftSentence';
import { gitUri } from '../editor/gitDocuments';
import type { DeployedPlace } from '../flows/openFile';
import { knownOf, placeInHome, type TraceHome } from '../flows/traceHome';
import { whereNow } from '../flows/whereNow';
import { plainMarkdown } from '../plainMarkdown';
import { whyNowhereSentence } from '../whyNowhere';
import { shortSha } from '../words';
import { excerpt } from './excerpt';
import { commandUri, linkRef } from './linkTarget';

const LINES_AROUND = 3;

/** The commands that links of a hover may run. */
const COMMANDS = {
	open: 'faultline.openFrame',
	atRevision: 'faultline.openFrameAtRevision',
	compare: 'faultline.compareFrame',
} as const;

/** On a frame in a document: the deployed source round its line, what became of the line, and the ways to it. */
export class FrameHover implements vscode.HoverProvider {
	constructor(private readonly app: App) {}

	async provideHover(
		document: vscode.TextDocument,
		position: vscode.Position,
		token: vscode.CancellationToken,
	): Promise<vscode.Hover | undefined> {
		const { spans, traces } = await this.app.documentTraces.of(document);
		const span = spanAt(spans, document.offsetAt(position));
		const trace = span && traces[span.trace];
		if (!span || !trace || token.isCancellationRequested || !vscode.workspace.isTrusted) {
			return undefined;
		}
		const abort = new AbortController();
		const cancelling = token.onCancellationRequested(() => abort.abort());
		const [start, end] = span.of.range;
		const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
		try {
			const { home, placeOf } = await placeInHome(this.app, trace, document.uri, abort.signal);
			const placed = placeOf(span.exception, span.frame);
			if (!placed?.location) {
				return new vscode.Hover(
					sentence(whyNowhereSentence(placed?.frame ?? span.of, placed?.why, home.revision)),
					range,
				);
			}
			const { location, frame } = placed;
			const repository =
				location.repository === undefined
					? home.repository
					: await this.app.openRepository(location.repository, abort.signal);
			const revision = location.revision ?? home.revision;
			const place = {
				repository,
				revision,
				path: location.path,
				line: location.line ?? frame.line,
				...knownOf(home, frame),
			};
			const text = await this.textOf(home, place, fittingFiles(location), linkRef(document, start), abort.signal);
			return new vscode.Hover(text, range);
		} catch (error) {
			if (isAbort(error) || abort.signal.aborted) {
				return undefined;
			}
			if (FaultlineError.is(error)) {
				return new vscode.Hover(sentence(error.message), range);
			}
			throw error;
		} finally {
			cancelling.dispose();
		}
	}

	private async textOf(
		home: TraceHome,
		place: DeployedPlace,
		fitting: number,
		ref: LinkRef,
		signal: AbortSignal,
	): Promise<vscode.MarkdownString> {
		const { repository, revision, path, line = 1 } = place;
		// Opened as a document, since VS Code knows the language of a file best.
		const deployed = await vscode.workspace.openTextDocument(gitUri(repository, revision, path));
		const now = repository.isBare ? undefined : await whereNow(this.app, place, signal);
		const isChanged = now?.drift.kind === 'changed' || now?.drift.kind === 'gone';
		const by = isChanged ? await this.app.whoChangedLine({ repository, revision, path, line }, signal) : undefined;
		const where = home.incident
			? l10n.t('deployed in {0} · {1}', nameOf(home), home.incident.key)
			: l10n.t('at {0}', nameOf(home));
		const markdown = new vscode.MarkdownString(`**${escaped(`${path}:${line}`)}** · ${escaped(where)}\n`);
		markdown.appendMarkdown(`\n${excerpt(deployed.getText(), line, deployed.languageId, LINES_AROUND)}\n\n`);
		const isSaid = now?.drift.kind === 'guessed' && now.drift.fileLines !== undefined;
		const sentences = [
			line <= deployed.lineCount || isSaid
				? ''
				: l10n.t('The file has only {0} lines there: it is probably not the revision that ran.', deployed.lineCount),
			now ? stateSentence(place, now, by) : '',
			fitting > 1 ? l10n.t('{0} files fit this frame; this is the likeliest.', fitting) : '',
		];
		markdown.appendMarkdown(`${escaped(sentences.filter((one) => one !== '').join(' '))}\n\n`);
		const isThere = now?.uri !== undefined;
		const links = [
			...(isThere ? [linked(l10n.t('Open in Working Tree'), COMMANDS.open, ref)] : []),
			linked(l10n.t('Open at Deployed Revision'), COMMANDS.atRevision, ref),
			...(isThere ? [linked(l10n.t('Compare Both'), COMMANDS.compare, ref)] : []),
		];
		markdown.appendMarkdown(links.join(' · '));
		markdown.isTrusted = { enabledCommands: Object.values(COMMANDS) };
		markdown.supportHtml = false;
		return markdown;
	}
}

/** `v1.4.0 (abc1234)`; a name that is an object name is not said twice. */
function nameOf({ name, revision }: TraceHome): string {
	return revision.startsWith(name) ? shortSha(revision) : `${name} (${shortSha(revision)})`;
}

function linked(title: string, command: string, ref: LinkRef): string {
	return `[${escaped(title)}](${commandUri(command, ref)})`;
}

/** Text as text, on one line that may be broken: paths, subjects and messages come from anywhere. */
function escaped(raw: string): string {
	const oneLine = raw.replaceAll(/\s+/g, ' ').trim();
	return plainMarkdown(oneLine).replaceAll('&nbsp;', ' ');
}

function sentence(text: string): vscode.MarkdownString {
	return new vscode.MarkdownString(escaped(text));
}
