import * as l10n from '@vscode/l10n';
import { code, fenced, quoted, text, time } from '../incident/exchange/markdownText';
import { type Link, linkKindName } from '../incident/links';
import type { Incident } from '../incident/record';
import { statusWord } from '../incident/statusWord';
import type { PullRequest } from '../ports/codeHost';
import type { SuspectCommit } from '../suspects/model';

/** What GitHub takes of a title, and of a body less what is needed round it. */
const TITLE_LENGTH = 256;
const BODY_LENGTH = 60_000;
/** Lines of a trace; the innermost are first in most languages. */
const TRACE_LINES = 80;
const SUSPECTS = 5;

/** Between a sign and its word it is not seen, and keeps the two from being a mention or a reference: GitHub looks for those in what is shown. */
const APART = '\u200B';

/**
 * A text in which nobody is called and nothing is referred to or closed, whatever it says: mentions (`@all`), numbers of issues (`#12`,
 * `GH-12`, `owner/name#12`) and their addresses. Not for what stands in code, where GitHub looks for none of it.
 */
export function defused(markdown: string): string {
	return markdown
		.replaceAll(/@(?=[\p{L}\p{N}_])/gu, `@${APART}`)
		.replaceAll(/#(?=\d)/g, `#${APART}`)
		.replaceAll(/\b(gh)-(?=\d)/gi, `$1-${APART}`)
		.replaceAll(/\/(issues|pull|discussions)\/(?=\d)/gi, `/$1/${APART}`);
}

/** A title in one line, with nothing in it that calls or closes. */
export function issueTitle(raw: string): string {
	const line = defused(raw.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim());
	return line.length > TITLE_LENGTH ? `${line.slice(0, TITLE_LENGTH - 1)}…` : line;
}

/** The parts of an issue's body; empty where the incident has none. */
export type IssueSections = Readonly<Record<'key' | 'facts' | 'description' | 'trace' | 'suspects' | 'links', string>>;

/**
 * The same story as the incident, for the body of an issue: state, description, traces, suspects with their pull requests, links. What anybody wrote
 * is text in it, but for the description, which is Markdown in a quotation.
 */
export function issueSections(
	incident: Incident,
	pullRequests: ReadonlyMap<string, readonly PullRequest[]>,
): IssueSections {
	const { description, evidence, analysis, links = [] } = incident;
	const suspects = analysis?.commits.slice(0, SUSPECTS) ?? [];
	return {
		key: incident.key,
		facts: factsOf(incident),
		description: description.trim() === '' ? '' : defused(quoted(description.trim())),
		trace: evidence.map(traceText).join('\n\n'),
		suspects: suspects.map((one, index) => `${index + 1}. ${suspectText(one, pullRequests)}`).join('\n'),
		links: links.map((link) => `- ${linkText(link)}`).join('\n'),
	};
}

/** The sections one after the other, each under its heading. */
export function issueBody(incident: Incident, pullRequests: ReadonlyMap<string, readonly PullRequest[]>): string {
	return shortened(bodyOf(issueSections(incident, pullRequests)));
}

export function bodyOf({ facts, description, trace, suspects, links }: IssueSections): string {
	const under = (heading: string, section: string) => (section === '' ? '' : `## ${heading}\n\n${section}`);
	return [
		facts,
		description,
		under(l10n.t('Stack trace'), trace),
		under(l10n.t('Suspect commits'), suspects),
		under(l10n.t('Links'), links),
	]
		.filter(Boolean)
		.join('\n\n');
}

/** A body as far as GitHub takes it. */
export const shortened = (body: string): string =>
	body.length > BODY_LENGTH ? `${body.slice(0, BODY_LENGTH)}\n…` : body;

/** A trace in code, its first lines only. */
export const traceText = ({ text: raw }: { readonly text: string }): string => fenced(firstLines(raw));

/** A commit as a list names it, with the pull request that it came by. */
export function commitText(
	{ sha, subject }: { readonly sha: string; readonly subject: string },
	pullRequests: ReadonlyMap<string, readonly PullRequest[]>,
): string {
	const pull = pullRequests.get(sha)?.[0];
	const from = pull ? `, ${l10n.t('pull request {0}', `[${pull.number}](${encoded(pull.url)})`)}` : '';
	return `${code(sha.slice(0, 10))} ${defused(text(subject))}${from}`;
}

/** A suspect with how sure it is, and why, in lines below it. */
export function suspectText(suspect: SuspectCommit, pullRequests: ReadonlyMap<string, readonly PullRequest[]>): string {
	const why = suspect.reasons.slice(0, 3).map(({ detail }) => `   - ${defused(text(detail))}`);
	return [`${commitText(suspect, pullRequests)}: ${Math.round(suspect.score * 100)} %`, ...why].join('\n');
}

/** A link of an incident with what it leads to. */
export const linkText = ({ kind, url, title }: Link): string =>
	`${linkKindName(kind)}: [${defused(text(title.trim() || url))}](${encoded(url)})`;

/** What is known of an incident in short, a line for each fact. */
export function factsOf(incident: Incident): string {
	const { key, priority, status, category, subcategory, service, environment, release } = incident;
	const rows: readonly (readonly [string, string | undefined])[] = [
		[l10n.t('Incident'), key],
		[l10n.t('Priority'), priority],
		[l10n.t('Status'), statusWord(status)],
		[l10n.t('Category'), [category, subcategory].filter(Boolean).join(' / ')],
		[l10n.t('Service'), [service, environment].filter(Boolean).join(', ')],
		[l10n.t('Deployed revision'), release],
	];
	const started = `- ${l10n.t('Started')}: ${time(incident.startedAt)}`;
	const said = rows.flatMap(([name, value]) => (value ? [`- ${name}: ${defused(text(value))}`] : []));
	return [...said, started].join('\n');
}

/** An address that ends where Markdown thinks that it does. */
const encoded = (url: string) =>
	url.replaceAll(/[\s()<>\\]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);

function firstLines(raw: string): string {
	const lines = raw.split(/\r\n|\n|\r/);
	const rest = lines.length - TRACE_LINES;
	return rest <= 0 ? raw : `${lines.slice(0, TRACE_LINES).join('\n')}\n${l10n.t('… {0} more lines', rest)}`;
}

/** The document in which an issue is edited before it is sent: its title as a heading, then its body. */
export const draftText = (title: string, body: string): string => `# ${title}\n\n${body}\n`;

/** What such a document says by now; undefined where its first line is no title. */
export function readDraft(document: string): { readonly title: string; readonly body: string } | undefined {
	const [first = '', ...rest] = document.replaceAll('\r\n', '\n').split('\n');
	const title = first.replace(/^#+\s*/, '').trim();
	return title === '' || title.length > TITLE_LENGTH ? undefined : { title, body: rest.join('\n').trim() };
}
