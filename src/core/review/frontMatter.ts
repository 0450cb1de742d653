import type { FrontMatter } from './model';

const KNOWN = ['incident', 'template', 'status', 'timezone'] as const;
/** Lines that front matter has: keys, lists, what is continued, comments, nothing. */
const LINE = /^(?:[A-Za-z_][\w.-]*\s*:.*|\s+\S.*|- .*|# .*|\s*)$/;
const FENCE = /^---[ \t]*$/;
/** Front matter is a handful of lines. */
const LONGEST = 200;

/** What some editors begin a file with; Markdown's own parser passes over it, and counts from behind it. */
const MARK = '\ufeff';

/** Front matter with how much of the text it is; a byte order mark before it is a part of it. */
export function readFrontMatter(markdown: string): { readonly front: FrontMatter; readonly end: number } {
	const start = markdown.startsWith(MARK) ? MARK.length : 0;
	const none = { front: { other: '' }, end: start };
	const lines = markdown.slice(start).split('\n', LONGEST);
	if (!FENCE.test(lines[0]?.replace(/\r$/, '') ?? '')) {
		return none;
	}
	const end = lines.findIndex((line, place) => place > 0 && FENCE.test(line.replace(/\r$/, '')));
	const inside = lines.slice(1, end).map((line) => line.replace(/\r$/, ''));
	if (end < 0 || !inside.every((line) => LINE.test(line))) {
		return none;
	}
	const known: Partial<Record<(typeof KNOWN)[number], string>> = {};
	const other: string[] = [];
	for (const line of inside) {
		const [, key = '', raw = ''] = /^([a-z]+)\s*:(.*)$/.exec(line) ?? [];
		const name = KNOWN.find((one) => one === key);
		const value = name === undefined || known[name] !== undefined ? undefined : scalar(raw.trim());
		if (name === undefined || value === undefined) {
			other.push(line);
		} else {
			known[name] = value;
		}
	}
	const length = lines.slice(0, end + 1).reduce((sum, line) => sum + line.length + 1, start);
	return { front: { ...known, other: other.join('\n').trim() }, end: Math.min(length, markdown.length) };
}

/** The text of a value; undefined for what is more than one, or nothing. */
function scalar(raw: string): string | undefined {
	if (raw.startsWith('"')) {
		try {
			const value: unknown = JSON.parse(raw);
			return typeof value === 'string' ? value : undefined;
		} catch {
			return undefined;
		}
	}
	return /^[\w.+/-][\w.+/ :-]*$/.test(raw) && !raw.includes(': ') ? raw : undefined;
}

/** @returns with its lines of dashes; empty where there is nothing to say */
export function writeFrontMatter(front: FrontMatter): string {
	const lines = KNOWN.flatMap((key) => {
		const value = front[key];
		return value === undefined ? [] : [`${key}: ${scalar(value) === value ? value : JSON.stringify(value)}`];
	});
	const all = [...lines, ...(front.other === '' ? [] : [front.other])];
	return all.length === 0 ? '' : `---\n${all.join('\n')}\n---\n`;
}
