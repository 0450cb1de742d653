import * as l10n from '@vscode/l10n';
import { ageInWords, DAY_MS } from './age';

/** A frame's line, and the commit that last changed it; without one where blame knows none. */
export interface OpinionLine {
	readonly path: string;
	/** 1-based. */
	readonly line: number;
	readonly isInApp: boolean;
	readonly sha?: string;
}

/** When a commit was made; epoch milliseconds. */
export interface OpinionDates {
	readonly date: number;
	readonly authoredAt: number;
}

/** What the published rule of another product would name. */
export interface Opinion {
	readonly rule: 'sentry' | 'datadog';
	/** The rule, in a sentence. */
	readonly about: string;
	/** Full object name; absent where the rule names none. */
	readonly sha?: string;
	/** Why this one, or why none, in a sentence. */
	readonly detail: string;
}

const YEAR_MS = 365 * DAY_MS;
const NINETY_DAYS_MS = 90 * DAY_MS;

/**
 * What Sentry's and Datadog's rules would name. Both choose by date among the commits that last changed the lines of the trace; neither says how
 * often it is right. Lines are blamed at the deployed revision here, which is nearest to what they see: Sentry asks for the head of the default
 * branch at that time.
 *
 * @param lines those of frames that are in the repository, innermost first
 * @param dates of the commits in `lines`; one that is missing is left out
 * @param startedAt when the error was first seen, epoch milliseconds
 * @see https://docs.sentry.io/product/issues/suspect-commits/ (in-app frames, exact file and line, less than a year old); its source takes the newest
 *   committer date of all of them and then its age
 * @see https://docs.datadoghq.com/error_tracking/suspect_commits/ (a line of the trace, authored before the first error and at most 90 days before, newest)
 */
export function secondOpinion(
	lines: readonly OpinionLine[],
	dates: ReadonlyMap<string, OpinionDates>,
	startedAt: number,
): readonly Opinion[] {
	return [sentry(lines, dates, startedAt), datadog(lines, dates, startedAt)];
}

function sentry(lines: readonly OpinionLine[], dates: ReadonlyMap<string, OpinionDates>, startedAt: number): Opinion {
	const about = l10n.t(
		'Sentry’s rule: the newest commit on the lines of the in-app frames, if it is less than a year old. Sentry looks at the head of the default branch; this is at the deployed revision.',
	);
	const inApp = lines.filter(({ isInApp }) => isInApp);
	const newest = newestBy(inApp, dates, ({ date }) => date);
	if (!newest) {
		return none(
			'sentry',
			about,
			l10n.t('It names none: no in-app frame has a line with a history in this repository.'),
		);
	}
	if (newest.at <= startedAt - YEAR_MS) {
		const [sha, age] = [newest.line.sha.slice(0, 7), ageInWords(startedAt - newest.at)];
		const detail = l10n.t('It names none: the newest commit on these lines, {0}, was {1} old at the start.', sha, age);
		return none('sentry', about, detail);
	}
	return named('sentry', about, newest);
}

function datadog(lines: readonly OpinionLine[], dates: ReadonlyMap<string, OpinionDates>, startedAt: number): Opinion {
	const about = l10n.t(
		'Datadog’s rule: the newest commit on the lines of the stack trace that was written before the first error, and at most 90 days before.',
	);
	const authored = ({ authoredAt }: OpinionDates) => authoredAt;
	const newest = newestBy(lines, dates, authored, (at) => at < startedAt);
	if (!newest) {
		const detail = newestBy(lines, dates, authored)
			? l10n.t('It names none: all commits on these lines were written after the start.')
			: l10n.t('It names none: no frame has a line with a history in this repository.');
		return none('datadog', about, detail);
	}
	if (newest.at < startedAt - NINETY_DAYS_MS) {
		const [sha, age] = [newest.line.sha.slice(0, 7), ageInWords(startedAt - newest.at)];
		return none(
			'datadog',
			about,
			l10n.t(
				'It names none: the newest commit on these lines before the start, {0}, was written {1} before it.',
				sha,
				age,
			),
		);
	}
	return named('datadog', about, newest);
}

const none = (rule: Opinion['rule'], about: string, detail: string): Opinion => ({ rule, about, detail });

const named = (rule: Opinion['rule'], about: string, { line: { sha, line, path } }: Found): Opinion => ({
	...{ rule, about, sha },
	detail: l10n.t('It is the newest of them, on line {0} of {1}.', line, path),
});

interface Found {
	readonly line: OpinionLine & { readonly sha: string };
	readonly at: number;
}

/** The line whose commit is the newest; of equally new ones the innermost frame's. */
function newestBy(
	lines: readonly OpinionLine[],
	dates: ReadonlyMap<string, OpinionDates>,
	dateOf: (dates: OpinionDates) => number,
	isIn: (at: number) => boolean = () => true,
): Found | undefined {
	let newest: Found | undefined;
	for (const line of lines) {
		const { sha } = line;
		const known = sha === undefined ? undefined : dates.get(sha);
		if (sha === undefined || !known || !isIn(dateOf(known))) {
			continue;
		}
		if (!newest || dateOf(known) > newest.at) {
			newest = { line: { ...line, sha }, at: dateOf(known) };
		}
	}
	return newest;
}
