import type { SectionId } from './model';
import { headingOf } from './sectionNames';

/** Templates that are always there. */
export const BUILT_IN_TEMPLATES = ['default', 'short', 'major'] as const;
export type BuiltInTemplate = (typeof BUILT_IN_TEMPLATES)[number];

const DEFAULT: readonly SectionId[] = [
	'summary',
	'impact',
	'timeline',
	'intervals',
	'trigger',
	'rootCauses',
	'contributing',
	'wentWell',
	'wasHard',
	'lucky',
	'actions',
	'links',
];

const SECTIONS: Readonly<Record<BuiltInTemplate, readonly SectionId[]>> = {
	default: DEFAULT,
	short: ['summary', 'impact', 'timeline', 'trigger', 'rootCauses', 'actions'],
	major: ['summary', 'impact', 'responders', 'communication', ...DEFAULT.slice(2)],
};

/** A template as the Markdown that a team would write for one of its own: headings, in which the record fills in what it knows. */
export function builtInTemplate(name: BuiltInTemplate): string {
	const sections = SECTIONS[name].map((id) => `## ${headingOf(id)}`);
	return `---\ntemplate: ${name}\n---\n\n# {{key}} {{title}}\n\n${sections.join('\n\n')}\n`;
}

/** What a template may ask for by its name in double braces. */
export type Blanks = Readonly<Record<'key' | 'title' | 'date' | 'priority' | 'service', string>>;

/** A template with its blanks filled in; what is none stays as it is written. @param blanks as Markdown */
export const filled = (template: string, blanks: Blanks): string =>
	template
		.replace(/^\uFEFF/, '')
		.replaceAll(/\{\{\s*(key|title|date|priority|service)\s*\}\}/g, (_all, name: keyof Blanks) => blanks[name]);
