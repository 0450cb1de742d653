import * as l10n from '@vscode/l10n';
import { isoText } from '../../../base/isoTime';
import type { Incident, Verdict } from '../record';
import { statusWord } from '../statusWord';

/**
 * An incident as Markdown, for people who read it outside of the editor: state, evidence, suspects, timeline. What anybody wrote is text in it:
 * nothing of it becomes a heading, a link, HTML, or the end of a fence. Only the description is Markdown of its own, as a quotation.
 */
export function incidentMarkdown(incident: Incident): string {
	return `${[
		`# ${incident.key} ${text(incident.title)}`,
		stateOf(incident),
		incident.description.trim() === '' ? undefined : quoted(incident.description.trim()),
		...evidenceOf(incident),
		...suspectsOf(incident),
		verdictsOf(incident.verdicts ?? []),
		timelineOf(incident),
	]
		.filter((part) => part !== undefined)
		.join('\n\n')}\n`;
}

function stateOf(incident: Incident): string {
	const rows: readonly (readonly [string, string | undefined])[] = [
		[l10n.t('Priority'), l10n.t('{0} (impact {1}, urgency {2})', incident.priority, incident.impact, incident.urgency)],
		[l10n.t('Status'), statusWord(incident.status)],
		[l10n.t('Category'), [incident.category, incident.subcategory].filter(Boolean).join(' / ')],
		[l10n.t('Deployed revision'), incident.release],
		[l10n.t('Last known good'), incident.lastGood],
		[l10n.t('Started'), time(incident.startedAt)],
		[l10n.t('Acknowledged'), time(incident.acknowledgedAt)],
		[l10n.t('Mitigated'), time(incident.mitigatedAt)],
		[l10n.t('Resolved'), time(incident.resolvedAt)],
		[l10n.t('Closed'), time(incident.closedAt)],
	];
	const shown = rows.flatMap(([name, value]) => (value ? [`| ${name} | ${text(value)} |`] : []));
	return ['| | |', '| --- | --- |', ...shown].join('\n');
}

function evidenceOf({ evidence }: Incident): readonly string[] {
	return evidence.length === 0
		? []
		: [
				`## ${l10n.t('Evidence')}`,
				...evidence.flatMap(({ text: excerpt, excerptOf }) => [
					...(excerptOf === undefined ? [] : [text(excerptOf)]),
					fenced(excerpt),
				]),
			];
}

function suspectsOf({ analysis }: Incident): readonly string[] {
	if (!analysis) {
		return [];
	}
	const share = (score: number) => `${Math.round(score * 100)} %`;
	const reasons = (all: readonly { readonly detail: string }[]) => all.map(({ detail }) => `  - ${text(detail)}`);
	const commits = analysis.commits.flatMap((commit, index) => [
		`${index + 1}. ${code(commit.sha.slice(0, 10))} ${text(commit.subject)} (${text(commit.author)}, ${commit.date.slice(0, 10)}): ${share(commit.score)}`,
		...reasons(commit.reasons),
	]);
	const files = analysis.files.map((file, index) => `${index + 1}. ${code(file.path)}: ${share(file.score)}`);
	return [
		`## ${l10n.t('Suspects at {0}', analysis.revision.slice(0, 10))}`,
		...(commits.length > 0 ? [commits.join('\n')] : [l10n.t('No suspect commit.')]),
		...(files.length > 0 ? [l10n.t('Files:'), files.join('\n')] : []),
		...analysis.problems.map(({ message }) => text(message)),
	];
}

function verdictsOf(verdicts: readonly Verdict[]): string | undefined {
	if (verdicts.length === 0) {
		return undefined;
	}
	const word = { confirmed: l10n.t('confirmed as the cause'), dismissed: l10n.t('dismissed') };
	return [
		`## ${l10n.t('Verdicts')}`,
		'',
		...verdicts.map(({ sha, subject, verdict }) => `- ${code(sha.slice(0, 10))} ${text(subject)}: ${word[verdict]}`),
	].join('\n');
}

function timelineOf({ timeline }: Incident): string {
	const word = { observed: l10n.t('observed'), reported: l10n.t('reported'), inferred: l10n.t('inferred') };
	const entries = timeline.map(({ at, actor, sentence, provenance }) =>
		[
			`- ${isoText(at)}`,
			text(sentence),
			`(${[actor && text(actor), word[provenance]].filter(Boolean).join(', ')})`,
		].join(' '),
	);
	return [`## ${l10n.t('Timeline')}`, '', ...entries].join('\n');
}

const time = (ms: number | undefined) => (ms === undefined ? undefined : isoText(ms));

/** One line of text that is nothing but text: what means something in Markdown or HTML stands behind a backslash, addresses and mentions too. */
function text(raw: string): string {
	return raw
		.replaceAll(/\s+/g, ' ')
		.trim()
		.replaceAll(/[\\`*_[\]<>&|~$!@#]/g, '\\$&')
		.replaceAll('://', ':\\//')
		.replaceAll(/www\./gi, (www) => `${www.slice(0, -1)}\\.`)
		.replace(/^(\d*)([-+=.)])/, '$1\\$2');
}

/** In backquotes, more of them than there are in it. */
function code(raw: string): string {
	const line = raw.replaceAll(/\s+/g, ' ').replaceAll('|', '\u2223');
	const fence = '`'.repeat(longestRun(line) + 1);
	return line.includes('`') ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}

function fenced(raw: string): string {
	const fence = '`'.repeat(Math.max(3, longestRun(raw) + 1));
	return `${fence}text\n${raw.replaceAll(/\r\n?/g, '\n').replace(/\n+$/, '')}\n${fence}`;
}

/** As it was written, but inside a quotation, and with nothing that is HTML. */
function quoted(raw: string): string {
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
