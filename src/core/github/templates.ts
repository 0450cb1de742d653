// Templates of issues, as a repository has them.
import { type FormField, fieldText, readFields, scalar } from './issueForm';

/** A template that somebody may start an issue from. */
export interface IssueTemplate {
	readonly name: string;
	/** What titles begin with; may be empty. */
	readonly title: string;
	readonly labels: readonly string[];
	/** Markdown. */
	readonly body: string;
	/** Of a form; none of Markdown. */
	readonly fields: readonly FormField[];
}

/** Where a repository has the body of our own issues. */
export const OWN_TEMPLATE = '.faultline/templates/issue.md';

const PLACE = /^\.github\/(?:issue_template\/[^/]+\.(?:md|ya?ml)|issue_template\.md)$/i;
const LENGTH = 40_000;

/** Whether a file is a template; `config.yml` says what else GitHub offers. */
export const isTemplate = (path: string): boolean => PLACE.test(path) && !/\/config\.ya?ml$/i.test(path);

/** @returns undefined where there is nothing to start from */
export function readTemplate(path: string, raw: string): IssueTemplate | undefined {
	const text = raw.slice(0, LENGTH).replaceAll(/\r\n?/g, '\n');
	const file = path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
	return /\.ya?ml$/i.test(path) ? readForm(file, text) : readMarkdown(file, text);
}

function readMarkdown(file: string, text: string): IssueTemplate | undefined {
	const [, front = '', rest = text] = /^---\n([\s\S]*?)\n---[ \t]*(?:\n([\s\S]*))?$/.exec(text) ?? [];
	const body = rest.trim();
	return body === '' ? undefined : { ...headOf(file, front.split('\n')), body, fields: [] };
}

/** Of a form its fields, as GitHub itself writes an issue that is made of one. */
function readForm(file: string, text: string): IssueTemplate | undefined {
	const lines = text.split('\n');
	const start = lines.findIndex((line) => /^body:/.test(line));
	const fields = start < 0 ? [] : readFields(lines.slice(start + 1));
	return fields.length === 0
		? undefined
		: { ...headOf(file, lines.slice(0, start)), body: fields.map(fieldText).join('\n\n'), fields };
}

function headOf(file: string, lines: readonly string[]): Omit<IssueTemplate, 'body' | 'fields'> {
	const value = (key: string) => {
		const found = lines.findIndex((line) => line.startsWith(`${key}:`));
		return found < 0 ? undefined : { text: (lines[found] ?? '').slice(key.length + 1).trim(), at: found };
	};
	const labels = value('labels');
	const listed: string[] = [];
	for (const line of labels?.text === '' ? lines.slice(labels.at + 1) : []) {
		const item = /^\s*-\s+(\S.*)$/.exec(line)?.[1];
		if (item === undefined) {
			break;
		}
		listed.push(item);
	}
	const inline = (labels?.text ?? '').replace(/^\[(.*)\]$/, '$1').split(',');
	return {
		name: scalar(value('name')?.text ?? '') || file,
		title: scalar(value('title')?.text ?? ''),
		labels: [...listed, ...inline].map(scalar).filter(Boolean),
	};
}

/** A repository's own body with our sections where it names them: `{{facts}}`, `{{description}}`, `{{trace}}`, `{{suspects}}`, `{{links}}`, `{{key}}`. */
export function filledIn(template: string, sections: Readonly<Record<string, string>>): string {
	return template
		.slice(0, LENGTH)
		.replaceAll(/\{\{\s*([a-z]+)\s*\}\}/g, (whole, name: string) =>
			Object.hasOwn(sections, name) ? (sections[name] ?? '') : whole,
		)
		.replaceAll(/\n{3,}/g, '\n\n')
		.trim();
}
