import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isAbort } from '../../base/errors';
import { type FrameSpan, frameSpans } from '../../core/trace/frameSpans';
import type { Range, Trace } from '../../core/trace/model';
import { RecentLines } from '../../core/trace/recentLines';
import type { App } from '../app';
import { placeInHome } from '../flows/traceHome';
import type { Runner } from '../run';

/** Longer lines are looked at no further than here. */
const MAX_LINE = 4000;
/** What is remembered of each terminal's output, in UTF-16 units. */
const REMEMBERED = 128 * 1024;

/** A frame on a line of a terminal. */
class FrameLink extends vscode.TerminalLink {
	constructor(
		readonly found: FrameOnLine,
		readonly line: string,
		readonly terminal: vscode.Terminal,
	) {
		const [start, end] = found.on;
		super(start, end - start, l10n.t('Open where this line is now'));
	}
}

interface FrameOnLine {
	/** Where it is on the line. */
	readonly on: Range;
	readonly trace: Trace;
	readonly span: FrameSpan;
}

/**
 * Frames in terminals as links, container paths too. VS Code hands over one line, put together again where the terminal itself wrapped it. Where
 * shell integration tells what a command printed, the lines around are known as well, so that a frame that was broken over lines by whoever
 * printed it is read as a whole; without it, a line must speak for itself. Only frames that are in a file of the repository become links: the
 * others are left to VS Code's own.
 */
export class TerminalFrames implements vscode.TerminalLinkProvider<FrameLink>, vscode.Disposable {
	private readonly output = new Map<vscode.Terminal, RecentLines>();
	private readonly listening: vscode.Disposable;

	constructor(
		private readonly app: App,
		private readonly runner: Pick<Runner, 'run'>,
	) {
		this.listening = vscode.Disposable.from(
			vscode.window.onDidStartTerminalShellExecution(({ terminal, execution }) => {
				void this.follow(terminal, execution);
			}),
			vscode.window.onDidCloseTerminal((terminal) => this.output.delete(terminal)),
		);
	}

	async provideTerminalLinks(
		{ line, terminal }: vscode.TerminalLinkContext,
		token: vscode.CancellationToken,
	): Promise<FrameLink[]> {
		if (!vscode.workspace.isTrusted || line.trim() === '' || line.length > MAX_LINE) {
			return [];
		}
		const abort = new AbortController();
		const cancelling = token.onCancellationRequested(() => abort.abort());
		try {
			return await this.linksOn(line, terminal, abort.signal);
		} catch (error) {
			if (!isAbort(error)) {
				this.app.log.debug('no links in a line of a terminal', error); // shown while hovering: no place for a message
			}
			return [];
		} finally {
			cancelling.dispose();
		}
	}

	async handleTerminalLink({ found, line, terminal }: FrameLink): Promise<void> {
		await this.runner.run('terminal link', async (run) => {
			const [{ placeOfTraceFrame }, { openDeployedPlace }] = await Promise.all([
				import('../flows/framePlace'),
				import('../flows/openFile'),
			]);
			// VS Code keeps the links of a line, and makes them while the rest of the trace may be on its way: only the whole tells whose failure it is.
			const again = await this.framesOn(line, terminal, run.signal);
			const { trace, span } = again.find(({ on }) => on[0] === found.on[0]) ?? found;
			const near = terminal.shellIntegration?.cwd;
			const place = await placeOfTraceFrame(this.app, run, trace, span, near);
			if (place) {
				await openDeployedPlace(this.app, run, place);
			}
		});
	}

	dispose(): void {
		this.listening.dispose();
		this.output.clear();
	}

	private async linksOn(line: string, terminal: vscode.Terminal, signal: AbortSignal): Promise<FrameLink[]> {
		const links: FrameLink[] = [];
		for (const found of await this.framesOn(line, terminal, signal)) {
			const { placeOf } = await placeInHome(this.app, found.trace, terminal.shellIntegration?.cwd, signal);
			if (placeOf(found.span.exception, found.span.frame)?.location) {
				links.push(new FrameLink(found, line, terminal));
			}
		}
		return links;
	}

	private async framesOn(
		line: string,
		terminal: vscode.Terminal,
		signal: AbortSignal,
	): Promise<readonly FrameOnLine[]> {
		const around = this.output.get(terminal)?.around(line) ?? { text: line, range: [0, line.length] as const };
		const parsed = await this.app.parse(around.text, signal);
		return frameSpans(around.text, parsed, 500).flatMap((span) => {
			const on = onLine(around.text, span, around.range);
			const trace = parsed.traces[span.trace];
			return on && trace ? [{ on, trace, span }] : [];
		});
	}

	private async follow(terminal: vscode.Terminal, execution: vscode.TerminalShellExecution): Promise<void> {
		const lines = this.output.get(terminal) ?? new RecentLines(REMEMBERED);
		this.output.set(terminal, lines);
		try {
			for await (const data of execution.read()) {
				lines.add(data);
			}
			lines.add('\n');
		} catch (error) {
			this.app.log.debug('the output of a terminal could not be followed', error);
		}
	}
}

/** The part of a frame's link that is on a line, counted from that line's start; undefined where none is. */
function onLine(text: string, { link, of }: FrameSpan, [start, end]: Range): Range | undefined {
	const [from, to] = link ?? of.range;
	const first = Math.max(from, start);
	const last = Math.min(to, end);
	const shown = text.slice(first, last);
	const blank = shown.length - shown.trimStart().length;
	return first + blank < last ? [first + blank - start, last - start] : undefined;
}
