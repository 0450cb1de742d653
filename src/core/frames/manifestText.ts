// What is read out of manifests without their package managers' parsers. They come from anywhere: each function here is linear in its text.

/** A JSON object; undefined for anything else. */
export function json(text: string): Readonly<Record<string, unknown>> | undefined {
	try {
		return object(JSON.parse(text.replace(/^\uFEFF/, '')));
	} catch {
		return undefined;
	}
}

export function object(value: unknown): Readonly<Record<string, unknown>> | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as Readonly<Record<string, unknown>>)
		: undefined;
}

/** The strings of a list; none where it is no list. */
export const texts = (value: unknown): readonly string[] =>
	Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

/** What stands in quotation marks, each on a line of its own or with others. */
export const quoted = (list: string): readonly string[] =>
	[...list.matchAll(/["']([^"'\n]*)["']/g)].map(([, one = '']) => one);

/** The lines of `[name]` up to the next table. */
export function tomlSection(text: string, name: string): string {
	if (!text.includes(`[${name}]`)) {
		return '';
	}
	const lines = text.split('\n').map((line) => line.trimEnd());
	const start = lines.findIndex((line) => line.trimStart() === `[${name}]`);
	const end = lines.findIndex((line, i) => i > start && /^\s*\[[^[\]]+\]$|^\s*\[\[/.test(line));
	return start < 0 ? '' : lines.slice(start + 1, end < 0 ? undefined : end).join('\n');
}

/** The text between the brackets of `name = […]`, or between its braces, without the lines that are comments. */
export function tomlEnclosed(section: string, name: string, [open = '', close = '']: string): string {
	const lines = section.split('\n');
	const start = lines.findIndex((one) => {
		const value = one.startsWith(name) ? one.slice(name.length).trimStart() : '';
		return value.startsWith('=') && value.slice(1).trimStart().startsWith(open);
	});
	if (start < 0) {
		return '';
	}
	const rest = lines
		.slice(start)
		.filter((one) => !one.trimStart().startsWith('#'))
		.join('\n');
	const from = rest.indexOf(open) + 1;
	const to = rest.indexOf(close, from);
	return rest.slice(from, to < 0 ? undefined : to);
}

/** `a = "b"`, with or without quotation marks on the left. */
export const tomlPairs = (section: string): readonly (readonly [string, string])[] =>
	[...section.matchAll(/^[ \t]*(?:"([^"\n]*)"|'([^'\n]*)'|([\w.-]+))[ \t]*=[ \t]*["']([^"'\n]*)["']/gm)].map(
		([, double, single, bare, value = '']) => [double ?? single ?? bare ?? '', value] as const,
	);

/** The items of a list in block or flow style. */
export function yamlList(text: string, name: string): readonly string[] {
	const lines = text.split('\n');
	const start = lines.findIndex((line) => line.startsWith(`${name}:`));
	if (start < 0) {
		return [];
	}
	const rest = [(lines[start] ?? '').slice(name.length + 1), ...lines.slice(start + 1)];
	if (rest[0]?.trimStart().startsWith('[')) {
		const flow = rest.filter((line) => !line.trimStart().startsWith('#')).join('\n');
		const [from, to] = [flow.indexOf('[') + 1, flow.indexOf(']')];
		return flow
			.slice(from, to < 0 ? undefined : to)
			.split(',')
			.map((one) => one.trim().replace(/^["']|["']$/g, ''))
			.filter(Boolean);
	}
	const items: string[] = [];
	for (const line of rest.slice(1)) {
		const item = /^\s*-\s+(?:"([^"]*)"|'([^']*)'|([^#\s]+))/.exec(line);
		if (item) {
			items.push(item[1] ?? item[2] ?? item[3] ?? '');
		} else if (/^\S/.test(line) && !line.startsWith('#')) {
			break;
		}
	}
	return items;
}
