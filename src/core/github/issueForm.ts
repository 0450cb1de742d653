// Forms of issues: `.github/ISSUE_TEMPLATE/*.yml`. Only what an issue made of one has is read, line by line; of YAML's shorthands those that GitHub's own
// documentation uses.

/** A field that an issue made of a form has. */
export interface FormField {
	readonly label: string;
	/** What may be chosen, or ticked; empty where anything may be written. */
	readonly options: readonly string[];
	/** Boxes to tick, which are a person's own to tick. */
	readonly isTicked: boolean;
	/** Those among them that have to be ticked. */
	readonly musts: readonly string[];
	readonly isRequired: boolean;
	/** What it begins with. */
	readonly value: string;
}

/** @param lines of the form's `body` */
export function readFields(lines: readonly string[]): readonly FormField[] {
	const first = lines.find((line) => /^\s*-\s/.test(line));
	const indent = first === undefined ? 0 : indentOf(first);
	const items: string[][] = [];
	for (const line of lines) {
		if (indentOf(line) === indent && /^\s*-\s/.test(line)) {
			items.push([line.replace('-', ' ')]);
		} else if (line.trim() !== '' && indentOf(line) <= indent && !/^\s*#/.test(line)) {
			break; // another key of the form
		} else {
			items.at(-1)?.push(line);
		}
	}
	return items.flatMap((item) => fieldIn(item) ?? []);
}

function fieldIn(lines: readonly string[]): FormField | undefined {
	const type = scalar(found(lines, 'type')?.text ?? '');
	const label = scalar(found(lines, 'label')?.text ?? '');
	if (label === '' || type === 'markdown') {
		return undefined;
	}
	const options = optionsOf(lines);
	const validations = lines.findIndex((line) => /^\s*validations:/.test(line));
	const isTicked = type === 'checkboxes';
	const musts = isTicked ? options.flatMap((option) => (option.isRequired ? [option.text] : [])) : [];
	return {
		...{ label, isTicked, musts, options: options.map((option) => option.text) },
		isRequired: validations >= 0 && lines.slice(validations).some((line) => /^\s+required:\s*true\b/.test(line)),
		value: type === 'textarea' || type === 'input' ? textOf(lines, found(lines, 'value')) : '',
	};
}

interface Found {
	readonly at: number;
	readonly text: string;
}

/** The first one of a key that is not one of a list. */
function found(lines: readonly string[], key: string): Found | undefined {
	const at = lines.findIndex((line) => new RegExp(`^\\s+${key}:`).test(line));
	return at < 0 ? undefined : { at, text: (lines[at] ?? '').replace(/^\s*[\w-]+:/, '').trim() };
}

/** A word, or a block of lines. */
function textOf(lines: readonly string[], value: Found | undefined): string {
	if (value === undefined || !/^[|>]/.test(value.text)) {
		return scalar(value?.text ?? '');
	}
	const block = linesBelow(lines, value.at);
	const indent = Math.min(...block.filter((line) => line.trim() !== '').map(indentOf));
	return block
		.map((line) => line.slice(indent))
		.join('\n')
		.trim();
}

function optionsOf(lines: readonly string[]): readonly { readonly text: string; readonly isRequired: boolean }[] {
	const list = found(lines, 'options');
	if (list === undefined) {
		return [];
	}
	if (list.text.startsWith('[')) {
		const words = list.text.replace(/^\[(.*)\].*$/, '$1').split(',');
		return words.map((word) => ({ text: scalar(word), isRequired: false })).filter(({ text }) => text !== '');
	}
	const options: { text: string; isRequired: boolean }[] = [];
	for (const line of lines.slice(list.at + 1)) {
		const word = /^\s*-\s+(?:label:\s*)?(\S.*)$/.exec(line)?.[1];
		const last = options.at(-1);
		if (word !== undefined) {
			options.push({ text: scalar(word), isRequired: false });
		} else if (/^\s*validations:/.test(line)) {
			break;
		} else if (last && /^\s+required:\s*true\b/.test(line)) {
			last.isRequired = true;
		}
	}
	return options.filter(({ text }) => text !== '');
}

function linesBelow(lines: readonly string[], at: number): readonly string[] {
	const own = indentOf(lines[at] ?? '');
	const rest = lines.slice(at + 1);
	const end = rest.findIndex((line) => line.trim() !== '' && indentOf(line) <= own);
	return end < 0 ? rest : rest.slice(0, end);
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** A plain or quoted word of YAML; blocks and references are left out. */
export function scalar(raw: string): string {
	const text = raw.trim();
	const quoted = /^(['"])(.*)\1(?:\s+#.*)?$/.exec(text);
	if (quoted) {
		return (quoted[2] ?? '').replaceAll(quoted[1] === "'" ? "''" : '\\"', quoted[1] ?? '');
	}
	return /^[|>&*!{[]/.test(text) ? '' : text.replace(/\s+#.*$/, '');
}

/** A field as GitHub writes it into an issue. */
export function fieldText({ label, options, isTicked, value }: FormField): string {
	const content = isTicked ? options.map((option) => `- [ ] ${option}`).join('\n') : value;
	return content === '' ? `### ${label}` : `### ${label}\n\n${content}`;
}
