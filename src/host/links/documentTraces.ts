import * as vscode from 'vscode';
import { isAbort } from '../../base/errors';
import { type FrameSpan, frameSpans } from '../../core/trace/frameSpans';
import type { ParsedText, Trace } from '../../core/trace/model';
import type { App } from '../app';

/** Longer documents get no links: VS Code itself does less for them, too. In UTF-16 units. */
const MAX_LENGTH = 32 * 1024 * 1024;
/** Frames of a document that get a link; more are a log of one failure over and over. */
const MAX_SPANS = 5000;
/** Documents whose traces are kept: those in sight, and some that one goes back to. */
const KEPT = 8;

/** The traces of a document as it was at one version. */
export interface DocumentFrames {
	readonly spans: readonly FrameSpan[];
	readonly traces: readonly Trace[];
}

interface Entry {
	readonly version: number;
	readonly abort: AbortController;
	readonly frames: Promise<DocumentFrames>;
}

const NONE: DocumentFrames = { spans: [], traces: [] };

/** Reads the traces of documents, each version of a document once; gives up as soon as the text changes or the document is closed. */
export class DocumentTraces implements vscode.Disposable {
	private readonly entries = new Map<string, Entry>();
	private readonly listening: vscode.Disposable;

	constructor(private readonly parse: App['parse']) {
		this.listening = vscode.Disposable.from(
			vscode.workspace.onDidChangeTextDocument(({ document }) => this.forget(document, true)),
			vscode.workspace.onDidCloseTextDocument((document) => this.forget(document, false)),
		);
	}

	/** Never rejects for a text that changed meanwhile: then there is nothing. */
	async of(document: vscode.TextDocument): Promise<DocumentFrames> {
		const key = document.uri.toString();
		const known = this.entries.get(key);
		const entry = known?.version === document.version ? known : this.begin(document);
		this.entries.delete(key);
		this.entries.set(key, entry); // the last one is the newest
		for (const oldest of [...this.entries.keys()].slice(0, -KEPT)) {
			this.drop(oldest);
		}
		try {
			return await entry.frames;
		} catch (error) {
			if (isAbort(error) || entry.abort.signal.aborted) {
				return NONE;
			}
			throw error;
		}
	}

	dispose(): void {
		this.listening.dispose();
		for (const key of [...this.entries.keys()]) {
			this.drop(key);
		}
	}

	private begin(document: vscode.TextDocument): Entry {
		const abort = new AbortController();
		const key = document.uri.toString();
		const entry = { version: document.version, abort, frames: this.read(document.getText(), abort.signal) };
		this.drop(key);
		entry.frames.catch(() => this.entries.get(key) === entry && this.entries.delete(key));
		return entry;
	}

	private async read(text: string, signal: AbortSignal): Promise<DocumentFrames> {
		if (text.length > MAX_LENGTH) {
			return NONE;
		}
		const parsed: ParsedText = await this.parse(text, signal);
		return { traces: parsed.traces, spans: frameSpans(text, parsed, MAX_SPANS) };
	}

	private forget(document: vscode.TextDocument, isOlder: boolean): void {
		const key = document.uri.toString();
		const entry = this.entries.get(key);
		if (entry && !(isOlder && entry.version === document.version)) {
			this.drop(key);
		}
	}

	private drop(key: string): void {
		this.entries.get(key)?.abort.abort();
		this.entries.delete(key);
	}
}
