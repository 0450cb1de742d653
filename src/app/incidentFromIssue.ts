import { splitText, unixLines } from '../core/github/issueText';
import { type LabelReading, type LabelRules, readLabels } from '../core/github/labels';
import type { Link } from '../core/incident/links';
import { LEVELS, type Level, type Priority, type PriorityMatrix, priorityOf } from '../core/incident/priority';
import type { IssueComment, TrackedIssue } from '../core/ports/issueTracker';
import type { ParsedText } from '../core/trace/model';

/** An issue as an incident would tell it. */
export interface IssueIncident {
	readonly title: string;
	/** Markdown: what the issue says beside its traces. */
	readonly description: string;
	/** Traces of the issue's text, then of its comments; empty where there are none. */
	readonly trace: string;
	readonly reading: LabelReading;
	readonly link: Link;
}

const TITLE_LENGTH = 200;
const DESCRIPTION_LENGTH = 10_000;
const TRACE_LENGTH = 1_000_000;

/**
 * Reads an incident out of an issue. Nothing is made of it yet.
 *
 * @throws `signal.reason` when cancelled
 */
export async function incidentFromIssue(
	{ issue, comments }: { readonly issue: TrackedIssue; readonly comments: readonly IssueComment[] },
	parse: (text: string, signal: AbortSignal) => Promise<ParsedText>,
	rules: LabelRules,
	signal: AbortSignal,
): Promise<IssueIncident> {
	const split = async (markdown: string) => {
		const text = unixLines(markdown);
		const { traces } = await parse(text, signal);
		return splitText(
			text,
			traces.map(({ range }) => range),
		);
	};
	const body = await split(issue.body);
	const evidence = [body.evidence];
	for (const comment of comments) {
		evidence.push((await split(comment.body)).evidence);
	}
	return {
		title: issue.title
			.replaceAll(/[\s\p{Cc}]+/gu, ' ')
			.trim()
			.slice(0, TITLE_LENGTH),
		description: body.rest.slice(0, DESCRIPTION_LENGTH),
		trace: [...new Set(evidence)].filter(Boolean).join('\n\n').slice(0, TRACE_LENGTH),
		reading: readLabels(issue.labels, rules),
		link: issueLink(issue),
	};
}

export const issueLink = ({ number, title, url }: TrackedIssue): Link => ({
	kind: 'issue',
	url,
	title: `#${number} ${title}`,
});

/** The impact and urgency that give a priority, as near to each other as there are some; undefined where the matrix has none. */
export function levelsFor(
	priority: Priority,
	matrix: PriorityMatrix,
): { readonly impact: Level; readonly urgency: Level } | undefined {
	return LEVELS.flatMap((impact) => LEVELS.map((urgency) => ({ impact, urgency })))
		.filter(({ impact, urgency }) => priorityOf(impact, urgency, matrix) === priority)
		.sort((one, other) => Math.abs(one.impact - one.urgency) - Math.abs(other.impact - other.urgency))[0];
}
