import { text } from '../incident/exchange/markdownText';

/** What an answer can be shown by, that a record has. */
export const EVIDENCE_KINDS = ['event', 'commit', 'frame', 'note', 'pullRequest', 'link'] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** A link in one line of Markdown. */
export interface EvidenceLink {
	/** Markdown, as it is written. */
	readonly label: string;
	readonly url: string;
}

/** Evidence that a record offers. */
export interface OfferedEvidence extends EvidenceLink {
	readonly kind: EvidenceKind;
}

/** A part of a record: an entry of the timeline, a suspect commit, a frame (trace, exception and frame by their numbers), or a root-cause note. */
export type RecordPart =
	| { readonly kind: 'event' | 'note'; readonly id: string }
	| { readonly kind: 'commit'; readonly sha: string }
	| { readonly kind: 'frame'; readonly at: readonly [trace: number, exception: number, frame: number] };

/** An address of a part of an incident's record, which opens the incident also where a link in a text is followed. */
export function partAddress(key: string, part: RecordPart): string {
	const said = part.kind === 'commit' ? part.sha : part.kind === 'frame' ? part.at.join('.') : part.id;
	return `vscode://faultline.faultline/incident/${key}?${part.kind}=${said}`;
}

const ADDRESS =
	/^[a-z][a-z-]{0,30}:\/\/faultline\.faultline\/incident\/([\w-]{1,40})\?(event|note|commit|frame)=([\w.]{1,64})$/;

/** What an address of `partAddress` leads to, in whichever edition of VS Code it was written; undefined for any other. */
export function partAt(url: string): { readonly key: string; readonly part: RecordPart } | undefined {
	const [, key = '', kind, said = ''] = ADDRESS.exec(url) ?? [];
	if (kind === 'commit') {
		return /^[0-9a-f]{40,64}$/.test(said) ? { key, part: { kind, sha: said } } : undefined;
	}
	if (kind === 'frame') {
		const [, ...at] = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})$/.exec(said) ?? [];
		const [trace, exception, frame] = at.map(Number);
		return trace === undefined || exception === undefined || frame === undefined
			? undefined
			: { key, part: { kind, at: [trace, exception, frame] } };
	}
	return kind === 'event' || kind === 'note' ? { key, part: { kind, id: said } } : undefined;
}

export const evidenceMarkdown = ({ label, url }: EvidenceLink): string => `[${label}](${url})`;

/**
 * The link that a line of Markdown is, where it is one and nothing else, and leads to the web or to a part of a record. What is written in another way, with a title or by a reference, is text to
 * us; so is a label that has a link, a picture or HTML in it.
 */
export function evidenceLink(line: string): EvidenceLink | undefined {
	const [, plain] =
		/^<?(https?:\/\/[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:\/(?:[\w./~%?=+#-]*[a-z0-9/])?)?)>?$/i.exec(line) ?? [];
	if (plain !== undefined && line.startsWith('<') === line.endsWith('>')) {
		return { label: text(plain), url: plain };
	}
	const end = labelEnd(line);
	const [, url] = /^\(([a-z][a-z-]{0,30}:\/\/(?:[^\s()<>\\&]|&(?![#\w]+;))+)\)$/i.exec(line.slice(end)) ?? [];
	const leadsSomewhere = url !== undefined && (/^https?:/i.test(url) || partAt(url) !== undefined);
	return end < 0 || !leadsSomewhere ? undefined : { label: line.slice(1, end - 1), url };
}

/** Where the label ends that a line begins with, behind its bracket; -1 where it begins with none of plain text and code. */
function labelEnd(line: string): number {
	if (!line.startsWith('[') || /[\r\n]|^\[(?:\\.|[^\\\]])*\]:/.test(line)) {
		return -1;
	}
	for (let at = 1; at < line.length; at++) {
		const sign = line.charAt(at);
		if (sign === '\\') {
			at++;
		} else if (sign === '`') {
			const fence = /^`+/.exec(line.slice(at))?.[0] ?? '';
			const close = closing(line, at + fence.length, fence);
			if (close < 0) {
				return -1;
			}
			at = close + fence.length - 1;
		} else if (sign === ']') {
			return at > 1 && line.slice(1, at).trim() !== '' ? at + 1 : -1;
		} else if (
			/[[<&!@]/.test(sign) ||
			(sign === '^' && at === 1) ||
			/^(?:https?:\/\/|www\.)/i.test(line.slice(at, at + 8))
		) {
			return -1;
		}
	}
	return -1;
}

/** Where a run of exactly these backquotes is. */
function closing(line: string, from: number, fence: string): number {
	for (let at = from; at < line.length; ) {
		const start = line.indexOf('`', at);
		if (start < 0) {
			return -1;
		}
		const run = /^`+/.exec(line.slice(start))?.[0] ?? '';
		if (run === fence) {
			return start;
		}
		at = start + run.length;
	}
	return -1;
}

/** A label as people see it. */
export const shownLabel = (label: string): string =>
	label
		.replaceAll(
			/(`+) ?(.+?) ?\1|\\([!-/:-@[-`{-~])/g,
			(_all, _fence, inside?: string, sign?: string) => inside ?? sign ?? '',
		)
		.replaceAll(/\s+/g, ' ')
		.trim();
