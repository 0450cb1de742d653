// Text that somebody wrote, as Markdown that is nothing but text.
import { isoText } from '../../../base/isoTime';

export const time = (ms: number | undefined) => (ms === undefined ? undefined : isoText(ms));

/** One line of text that is nothing but text: what means something in Markdown or HTML stands behind a backslash, addresses and mentions too. */
export function text(raw: string): string {
	return raw
		.replaceAll(/\s+/g, ' ')
		.trim()
		.replaceAll(/[\\`*_[\]<>&|~$!@#]/g, '\\$&')
		.replaceAll('://', ':\\//')
		.replaceAll(/www\./gi, (www) => `${www.slice(0, -1)}\\.`)
		.replace(/^(\d*)([-+=.)])/, '$1\\$2');
}

/** In backquotes, more of them than there are in it. */
export function code(raw: string): string {
	const line = raw.replaceAll(/\s+/g, ' ').replaceAll('|', '\u2223');
	const fence = '`'.repeat(longestRun(line) + 1);
	return line.includes('`') ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}

export function fenced(raw: string): string {
	const fence = '`'.repeat(Math.max(3, longestRun(raw) + 1));
	return `${fence}text\n${raw.replaceAll(/\r\n?/g, '\n').replace(/\n+$/, '')}\n${fence}`;
}

/** As it was written, but inside a quotation, and with nothing that is HTML. */
export function quoted(raw: string): string {
	return raw
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.split(/\r\n|\n|\r/)
		.map((line) => `> ${line}`.trimEnd())
		.join('\n');
}

function longestRun(raw: string): number {
	return (raw.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}
