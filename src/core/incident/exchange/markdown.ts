import * as l10n from '@vscode/l10n';
import { isoText } from '../../../base/isoTime';
import { readFrontMatter } from '../../review/frontMatter';
import type { Incident, Verdict } from '../record';
import { ROLES, roleName } from '../roles';
import { statusWord } from '../statusWord';
import { code, fenced, quoted, text, time } from './markdownText';
import { responseMarkdown } from './responseMarkdown';
import { rootCauseNotesMarkdown } from './rootCauseNotesMarkdown';

/**
 * An incident as Markdown, for people who read it outside of the editor: state, evidence, suspects, timeline. What anybody wrote is text in it:
 * nothing of it becomes a heading, a link, HTML, or the end of a fence. Only the description, notes and the review are Markdown of their own, as quotations.
 */
export function incidentMarkdown(incident: Incident): string {
	return `${[
		`# ${incident.key} ${text(incident.title)}`,
		stateOf(incident),
		incident.description.trim() === '' ? undefined : quoted(incident.description.trim()),
		...responseMarkdown(incident),
		...evidenceOf(incident),
		...suspectsOf(incident),
		verdictsOf(incident.verdicts ?? []),
		timelineOf(incident),
		...rootCauseNotesMarkdown(incident),
		...reviewOf(incident),
	]
		.filter((part) => part !== undefined)
		.join('\n\n')}\n`;
}

function stateOf(incident: Incident): string {
	const { priority, impact, urgency, priorityOverride } = incident;
	const rows: readonly (readonly [string, string | undefined])[] = [
		[
			l10n.t('Priority'),
			priorityOverride
				? l10n.t('{0}, overridden (impact {1}, urgency {2}): {3}', priority, impact, urgency, priorityOverride.reason)
				: l10n.t('{0} (impact {1}, urgency {2})', priority, impact, urgency),
		],
		[l10n.t('Status'), statusWord(incident.status)],
		[l10n.t('Category'), [incident.category, incident.subcategory].filter(Boolean).join(' / ')],
		[l10n.t('Service'), incident.service],
		[l10n.t('Environment'), incident.environment],
		...ROLES.map((role) => [roleName(role), incident.roles?.[role]] as const),
		[l10n.t('Deployed revision'), incident.release],
		[l10n.t('Last known good'), incident.lastGood],
		[l10n.t('Started'), time(incident.startedAt)],
		[l10n.t('Detected'), time(incident.detectedAt)],
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
	const entries = timeline.map(({ at, actor, sentence, provenance, recordedAt, isUndone }) =>
		[
			`- ${isoText(at)}`,
			text(sentence),
			`(${[
				actor && text(actor),
				word[provenance],
				recordedAt !== undefined && l10n.t('written at {0}', isoText(recordedAt)),
				isUndone && l10n.t('undone'),
			]
				.filter(Boolean)
				.join(', ')})`,
		].join(' '),
	);
	return [`## ${l10n.t('Timeline')}`, '', ...entries].join('\n');
}

function reviewOf({ review }: Incident): readonly string[] {
	return review
		? [`## ${l10n.t('Post-Incident Review')}`, quoted(review.text.slice(readFrontMatter(review.text).end).trim())]
		: [];
}
