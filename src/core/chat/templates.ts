import * as l10n from '@vscode/l10n';
import { text as literal } from '../incident/exchange/markdownText';
import type { Incident } from '../incident/record';
import { roleName } from '../incident/roles';
import { changesFor, moreChanges } from './changes';
import type { Audience, Message, MessageKind } from './model';

const LENGTH = 20_000;

/** What a person writes for a message, beside what the incident says. */
export interface MessageParts {
	readonly kind: MessageKind;
	readonly audience: Audience;
	readonly known: string;
	readonly impact: string;
	readonly doing: string;
	/** Epoch milliseconds; `null` where none is promised. */
	readonly nextAt: number | null;
}

/** Words for what the core has no words for: times in the person's own zone, and states. */
export interface MessageWords {
	readonly time: (at: number) => string;
	readonly status: string;
}

/** How a message is written where the repository does not say. The first line is the title. */
export function defaultTemplate(kind: MessageKind, audience: Audience): string {
	const isOutside = audience === 'customers';
	const title = {
		announce: isOutside ? l10n.t('We are looking into a problem: {0}', '{{title}}') : '{{key}} {{title}}',
		status: isOutside ? l10n.t('Update: {0}', '{{title}}') : `{{key}} {{title}}: ${l10n.t('update')}`,
		major: isOutside ? l10n.t('Update: {0}', '{{title}}') : `${l10n.t('Major incident')} {{key}}: {{title}}`,
		standDown: isOutside ? l10n.t('Over: {0}', '{{title}}') : `${l10n.t('Stood down')}: {{key}} {{title}}`,
		review: isOutside ? l10n.t('What happened: {0}', '{{title}}') : `${l10n.t('Review of')} {{key}} {{title}}`,
	}[kind];
	const parts = ['{{known}}', `**${l10n.t('Impact')}:** {{impact}}`, `**${l10n.t('What we do')}:** {{doing}}`];
	const changes = [`**${l10n.t('What changed')}**`, '', '{{changes}}'].join('\n');
	const next = l10n.t('Next update: {0}', '{{next}}');
	const body = {
		announce: [...parts, next],
		status: [...parts, ...(isOutside ? [] : [changes]), next],
		major: [...parts, ...(isOutside ? [] : [changes]), next],
		standDown: [
			'{{known}}',
			...(isOutside ? [] : ['{{summary}}']),
			`**${l10n.t('Impact')}:** {{impact}}`,
			...(isOutside ? [] : [changes]),
		],
		review: ['{{known}}', ...(isOutside ? [] : ['{{review}}'])],
	}[kind];
	return [`# ${title}`, ...body].join('\n\n');
}

/**
 * A message as its template has it. What an incident says of itself is text and nothing else; what the person writes is Markdown. A block whose values are all
 * empty is left out.
 */
export function composed(template: string, incident: Incident, parts: MessageParts, words: MessageWords): Message {
	const values = valuesOf(incident, parts, words);
	const blocks = template
		.slice(0, LENGTH)
		.replaceAll(/\r\n?/g, '\n')
		.trim()
		.split(/\n{2,}(?![^\n]*\{\{changes\}\})/);
	const filled = blocks.flatMap((block) => fill(block, values) ?? []);
	const [first = '', ...rest] = filled;
	const heading = /^#\s+(.*)(?:\n([\s\S]*))?$/.exec(first);
	const title = unescapedLine(heading?.[1] ?? `${incident.key} ${incident.title}`);
	const text = heading ? [heading[2] ?? '', ...rest] : filled;
	return {
		title,
		text: text.filter((block) => block.trim() !== '').join('\n\n'),
		facts: factsFor(incident, parts, words),
		nextAt: parts.nextAt,
	};
}

const VALUE = /\{\{\s*([a-z]+)\s*\}\}/g;

/** @returns undefined for a block that has values, and none that says something */
function fill(block: string, values: Readonly<Record<string, string>>): string | undefined {
	let known = 0;
	let said = 0;
	const text = block.replaceAll(VALUE, (whole, name: string) => {
		if (!Object.hasOwn(values, name)) {
			return whole;
		}
		known++;
		said += values[name] === '' ? 0 : 1;
		return values[name] ?? '';
	});
	return known > 0 && said === 0 ? undefined : text;
}

function valuesOf(incident: Incident, parts: MessageParts, words: MessageWords): Readonly<Record<string, string>> {
	const { sentences, more } = changesFor(incident, parts.audience);
	const changes = [...(more > 0 ? [moreChanges(more)] : []), ...sentences];
	return {
		...{ key: incident.key, title: literal(incident.title), priority: incident.priority, status: words.status },
		service: literal(incident.service ?? ''),
		environment: literal(incident.environment ?? ''),
		commander: literal(incident.roles?.commander ?? ''),
		started: words.time(incident.startedAt),
		known: parts.known.trim(),
		impact: parts.impact.trim(),
		doing: parts.doing.trim(),
		changes: changes.map((sentence) => `- ${literal(sentence)}`).join('\n'),
		next: parts.nextAt === null ? '' : words.time(parts.nextAt),
		summary: literal(incident.major?.stoodDown?.summary ?? ''),
		review: incident.review?.text.trim() ?? '',
	};
}

/** State in a few words, as much of it as concerns the audience; customers hear what is written for them and no more. */
function factsFor(incident: Incident, { audience }: MessageParts, words: MessageWords): Message['facts'] {
	const { service, environment, roles, priority, startedAt } = incident;
	const facts = {
		status: { label: l10n.t('Status'), value: words.status },
		priority: { label: l10n.t('Priority'), value: priority },
		service: { label: l10n.t('Service'), value: [service, environment].filter(Boolean).join(', ') },
		commander: { label: roleName('commander'), value: roles?.commander ?? '' },
		started: { label: l10n.t('Started'), value: words.time(startedAt) },
	};
	const shown = {
		responders: [facts.status, facts.priority, facts.service, facts.commander, facts.started],
		engineering: [facts.status, facts.priority, facts.service, facts.started],
		leadership: [facts.status, facts.priority, facts.commander, facts.started],
		customers: [],
	}[audience];
	return shown.filter(({ value }) => value !== '').map(({ label, value }) => ({ label, value: oneLine(value) }));
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** A title is plain text everywhere, so what was escaped for Markdown is taken back. */
const unescapedLine = (markdown: string): string => oneLine(markdown.replaceAll(/\\([!-/:-@[-`{-~])/g, '$1'));
