// What an incident knows, where a template asks for it.
import { isoText } from '../../base/isoTime';
import { code, quoted, text } from '../incident/exchange/markdownText';
import type { Incident } from '../incident/record';
import { bodyOf, defused, type IssueSections } from './issueDraft';
import type { FormField } from './issueForm';
import type { IssueTemplate } from './templates';

/** What a heading may ask for, the most particular first: “Steps to reproduce the bug” asks for steps. */
const KINDS = [
	['steps', /\b(?:steps?|reproduc\w*|repro)\b/],
	['expected', /\bexpect\w*\b/],
	[
		'trace',
		/\b(?:stack ?traces?|traces?|tracebacks?|backtraces?|logs?|log output|console|exceptions?|error (?:messages?|output|text))\b/,
	],
	['lastGood', /\b(?:last (?:known )?(?:good|working)|used to work|worked before|regress\w*)\b/],
	['suspects', /\b(?:suspect\w*|culprits?|root cause|caused by|breaking (?:change|commit))\b/],
	['version', /\b(?:versions?|releases?|revisions?|commits?|builds?)\b/],
	['environment', /\b(?:environments?|deployments?)\b/],
	['service', /\b(?:services?|components?|modules?|affected areas?)\b/],
	['priority', /\b(?:priority|severity)\b/],
	['started', /\b(?:when did|since when|started|start time|began)\b/],
	['links', /\b(?:links?|references?)\b/],
	[
		'description',
		/\b(?:descri\w*|summary|what happened|what happens|actual|current behaviou?r|overview|problem|bug|issue|outage|incident)\b/,
	],
] as const;
type Kind = (typeof KINDS)[number][0];

/** What sections of our own story say; who has it elsewhere does not get it twice. */
const STORY: readonly Kind[] = ['description', 'trace', 'suspects', 'links'];

/**
 * A template with what the incident knows under the headings that ask for it, each thing once, and the rest of the incident's story behind. All that the
 * template says stays. A description whose own headings say steps, or what was expected, is taken apart where the template asks for them.
 */
export function fillTemplate(template: IssueTemplate, sections: IssueSections, incident: Incident): string {
	const asked = sectionsIn(template.body).map((section) => ({ ...section, kind: kindOf(section.heading) }));
	const known = knownOf(sections, incident, new Set(asked.flatMap(({ kind }) => kind ?? [])));
	const fields = new Map(template.fields.map((field) => [field.label, field]));
	const placed = new Set<Kind>();
	const filled = asked.map(({ lines, heading = '', kind }) => {
		const own = lines.join('\n').trimEnd();
		const content =
			kind === undefined || placed.has(kind) ? '' : contentFor(kind, fields.get(heading), known, incident);
		if (kind === undefined || content === '') {
			return own;
		}
		placed.add(kind);
		return `${own}\n\n${content}`;
	});
	const rest = bodyOf({
		...sections,
		...Object.fromEntries(STORY.map((kind) => [kind, placed.has(kind) ? '' : known[kind]])),
	});
	return [...filled, rest].filter((part) => part.trim() !== '').join('\n\n');
}

/** Of a list, the choice that says the same; boxes are a person's own to tick. */
function contentFor(kind: Kind, field: FormField | undefined, known: Known, incident: Incident): string {
	if (field === undefined || (!field.isTicked && field.options.length === 0)) {
		return known[kind];
	}
	const { release, lastGood, environment, service, priority } = incident;
	const words: Partial<Record<Kind, string | undefined>> = {
		version: release,
		lastGood,
		environment,
		service,
		priority,
	};
	const word = words[kind]?.toLowerCase();
	const isSame = (option: string) => {
		const said = option.toLowerCase();
		return word !== undefined && said.startsWith(word) && !/^[\p{L}\p{N}]/u.test(said.slice(word.length));
	};
	return field.isTicked ? '' : (field.options.find(isSame) ?? '');
}

/** Fields of a form that want something and have nothing, or no tick, in a body. */
export function unfilled({ fields }: Pick<IssueTemplate, 'fields'>, body: string): readonly string[] {
	const sections = sectionsIn(body);
	return fields.flatMap(({ label, isRequired, isTicked, musts }) => {
		const lines = sections.find(({ heading }) => heading === label)?.lines.slice(1) ?? [];
		const content = lines.map((line) => line.trim()).filter((line) => line !== '');
		const ticked = content.flatMap((line) => /^- \[x\] (.*)$/i.exec(line)?.[1] ?? []);
		const isMissing = isRequired && (isTicked ? ticked : content).length === 0;
		return isMissing || musts.some((must) => !ticked.includes(must)) ? [label] : [];
	});
}

interface Section {
	/** With its heading. */
	readonly lines: readonly string[];
	readonly heading?: string;
}

/** A text by its headings; lines in bold alone are some, as GitHub's own templates have them. Code and comments hold none. */
function sectionsIn(markdown: string): readonly Section[] {
	const sections: { lines: string[]; heading?: string }[] = [{ lines: [] }];
	let fence: string | undefined;
	let isComment = false;
	for (const line of markdown.split('\n')) {
		const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
		if (mark !== undefined && !isComment) {
			fence = fence === undefined ? mark : mark.startsWith(fence) ? undefined : fence;
		}
		const heading = fence !== undefined || isComment || mark !== undefined ? undefined : headingIn(line);
		if (heading !== undefined) {
			sections.push({ lines: [line], heading });
		} else {
			sections.at(-1)?.lines.push(line);
		}
		isComment =
			fence === undefined && (isComment ? !line.includes('-->') : line.lastIndexOf('<!--') > line.lastIndexOf('-->'));
	}
	return sections;
}

function headingIn(line: string): string | undefined {
	const [, hashes, bold] = /^(?:#{1,6}[ \t]+(\S.*?)|\*\*([^*]+)\*\*:?)[ \t]*$/.exec(line) ?? [];
	return (hashes ?? bold)?.trim();
}

function kindOf(heading = ''): Kind | undefined {
	const words = heading.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ');
	return KINDS.find(([, asks]) => asks.test(words))?.[0];
}

type Known = Readonly<Record<Kind, string>>;

/** As Markdown; empty where the incident has none. */
function knownOf(sections: IssueSections, incident: Incident, asked: ReadonlySet<Kind>): Known {
	const { release, lastGood, environment, service, priority, startedAt } = incident;
	const parts = new Map<Kind, string>();
	const rest: string[] = [];
	for (const { lines, heading } of sectionsIn(incident.description.replaceAll(/\r\n?/g, '\n'))) {
		const kind = kindOf(heading);
		if ((kind === 'steps' || kind === 'expected') && asked.has(kind) && !parts.has(kind)) {
			parts.set(kind, lines.slice(1).join('\n'));
		} else {
			rest.push(lines.join('\n'));
		}
	}
	const said = (markdown = '') => (markdown.trim() === '' ? '' : defused(quoted(markdown.trim())));
	const name = (raw = '') => defused(text(raw));
	const named = (raw = '') => (raw === '' ? '' : code(raw));
	return {
		description: parts.size === 0 ? sections.description : said(rest.join('\n')),
		...{ steps: said(parts.get('steps')), expected: said(parts.get('expected')) },
		...{ trace: sections.trace, suspects: sections.suspects, links: sections.links },
		...{ version: named(release), lastGood: named(lastGood) },
		...{ environment: name(environment), service: name(service), priority: name(priority) },
		started: isoText(startedAt),
	};
}
