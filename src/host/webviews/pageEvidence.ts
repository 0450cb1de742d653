// What the incident page shows of the trace and of the suspects: the tree's nodes, as a webview takes them.
import * as l10n from '@vscode/l10n';
import { printable } from '../../base/printable';
import type { Incident, Verdict } from '../../core/incident/record';
import { type Analysis, fittingFiles, type Reason } from '../../core/suspects/model';
import { withOriginals } from '../../core/suspects/originals';
import type { InAppRules } from '../../core/trace/inAppRules';
import type { Exception } from '../../core/trace/model';
import { distinctTraces } from '../../core/trace/repeats';
import type { Commit, Frame, Run, Suspects, TraceSection } from '../../protocol/pageEvidence';
import { remedyOf } from '../remedies';
import { childrenOf, incidentChildren, titleOf } from '../views/nodes';
import type { ExceptionNode, FrameNode, IncidentNode, Node, OpenedIncident, SectionNode } from '../views/nodeTypes';
import { whyNowhere } from '../whyNowhere';
import { exceptionTitle, shortSha } from '../words';

/** So many frames of an exception are shown: a stack that overflowed has ten thousand, and all say the same. */
const FRAMES_SHOWN = 200;
/** Of a text without a trace, and of a message; in UTF-16 units. */
const TEXT_SHOWN = 20_000;

/** @param node stands for the incident */
export function traceSection(node: IncidentNode, opened: OpenedIncident, rules: InAppRules): TraceSection {
	const { incident, shown, parsed } = opened;
	const revision = shown.analysis ? shortSha(shown.analysis.revision) : '';
	const excerpts = incident.evidence.flatMap(({ excerptOf }) => excerptOf ?? []);
	const section = incidentChildren(node, opened, rules).find((child): child is SectionNode => child.kind === 'trace');
	if (!section) {
		const texts = incident.evidence.map(({ text }) => printableLines(text.slice(0, TEXT_SHOWN)));
		return { exceptions: [], more: '', excerpts, texts, revision };
	}
	const traces = withOriginals(parsed.traces, shown.analysis?.originals);
	const below = childrenOf(section);
	const exceptions = below.filter((child): child is ExceptionNode => child.kind === 'exception');
	const of = (node: ExceptionNode) => traces[node.trace]?.exceptions[node.exception];
	const notes = below.flatMap((child) => (child.kind === 'note' ? child.label : []));
	const first = traces[0]?.exceptions[0];
	const shownExceptions =
		exceptions.length > 0
			? exceptions.map((one) => exceptionOf(one.id, one.title, one.times, of(one), childrenOf(one)))
			: [exceptionOf(section.id, loneTitle(first), distinctTraces(traces)[0]?.times ?? 1, first, below)];
	const longest = Math.max(0, ...traces.flatMap((trace) => trace.exceptions.map(({ frames }) => frames.length)));
	const cut = longest > FRAMES_SHOWN ? [l10n.t('Of each exception the first {0} frames are shown.', FRAMES_SHOWN)] : [];
	return { exceptions: shownExceptions, more: [...notes, ...cut].join(' '), excerpts, texts: [], revision };
}

function loneTitle(exception: Exception | undefined): string {
	return exception ? exceptionTitle(exception.relation, titleOf(exception)) : '';
}

function exceptionOf(
	id: string,
	title: string,
	times: number,
	exception: Exception | undefined,
	nodes: readonly Node[],
): TraceSection['exceptions'][number] {
	const message = exception?.message ?? '';
	return {
		id,
		title,
		times,
		message: message.includes('\n') ? message.slice(0, TEXT_SHOWN) : '',
		runs: runsOf(nodes),
	};
}

/** Frames in the order of the calls; those of one's own in a row together, as vendor frames are. */
function runsOf(nodes: readonly Node[]): Run[] {
	const runs: { isVendor: boolean; frames: Frame[] }[] = [];
	let left = FRAMES_SHOWN;
	for (const node of nodes) {
		const isVendor = node.kind === 'vendorFrames';
		const all = isVendor ? node.children : node.kind === 'frame' ? [node] : [];
		const frames = all.slice(0, left).map(frameOf);
		left -= frames.length;
		const last = runs.at(-1);
		if (!isVendor && last && !last.isVendor) {
			last.frames.push(...frames);
		} else if (frames.length > 0) {
			runs.push({ isVendor, frames });
		}
	}
	return runs;
}

function frameOf(node: FrameNode): Frame {
	const { trace, exception, frame, of, location, why, isInApp, isInnermost, isMapped, revision } = node;
	const isNowhere = location === null && revision !== undefined;
	const [path, line] = location ? [location.path, location.line ?? of.line] : [of.file ?? '', of.line];
	const notes = [
		isNowhere ? whyNowhere(of, why, revision) : '',
		location && fittingFiles(location) > 1 ? l10n.t('{0} files fit', fittingFiles(location)) : '',
		of.repeated === undefined ? '' : l10n.t('{0} calls', of.repeated + 1),
	];
	return {
		...{ trace, exception, frame, isInApp, isInnermost },
		name: of.function ?? l10n.t('(anonymous)'),
		place: path !== '' && line !== undefined ? `${path}:${line}` : path,
		isLocated: Boolean(location),
		canOpen: Boolean(location) || isMapped || isNowhere,
		notes: notes.filter((note) => note !== ''),
		raw: printable(of.raw.trim()).slice(0, 1000),
	};
}

/** What is asked of an incident for its suspects. */
interface Suspected {
	readonly incident: Incident;
	readonly hasTrace: boolean;
	readonly isAnalyzing: boolean;
	/** The suspects that an analysis which is still going points at by now. */
	readonly soFar?: Pick<Analysis, 'commits' | 'files'> | undefined;
	/** Those that brought a commit, in words. */
	readonly pullRequestsOf: (sha: string) => Commit['pullRequests'];
	/** Where it was deployed to, in words. */
	readonly deployedOf: (sha: string) => Commit['deployed'];
	readonly isTrusted: boolean;
}

/** Suspects in the order of the analysis, but what is confirmed comes first and what was dismissed last. */
export function suspectsSection({
	incident,
	hasTrace,
	isAnalyzing,
	soFar,
	isTrusted,
	...origins
}: Suspected): Suspects {
	const { analysis, verdicts = [] } = incident;
	const { commits: named, files } = soFar ?? analysis ?? { commits: [], files: [] };
	const others = verdicts.filter(({ sha }) => named.every((commit) => commit.sha !== sha));
	const commits = [
		...others.map((verdict) => commitOf({ ...verdict, reasons: [] }, verdict, origins)),
		...named.map((commit, index) => ({
			...commitOf(
				commit,
				verdicts.find(({ sha }) => sha === commit.sha),
				origins,
			),
			score: share(commit.score),
			rank: index + 1,
		})),
	];
	const said = (word: Commit['verdict']) => commits.filter(({ verdict }) => verdict === word);
	return {
		state: analysis ? 'analyzed' : hasTrace ? 'notAnalyzed' : 'noTrace',
		isAnalyzing,
		isUntrusted: !isTrusted,
		commits: [...said('confirmed'), ...said('none'), ...said('dismissed')],
		files: files.map(({ path, score, reasons }) => ({
			path,
			score: share(score),
			reasons: reasons.map(reasonOf),
		})),
		ruledOut: (analysis?.excluded ?? []).map(({ sha, reason, subject = '' }) => ({ sha, subject, reason })),
		problems: problemsOf(incident).map(({ code, message }) => ({
			message,
			isWeak: code === 'weakEvidence',
			remedy: remedyOf(code, incident.id)?.title,
		})),
	};
}

/** What an analysis says is missing; each sentence once. The page names a problem by its place in this list. */
export function problemsOf({ analysis }: Incident) {
	const problems = analysis?.problems ?? [];
	return problems.filter(
		(problem, index) => problems.findIndex(({ message }) => message === problem.message) === index,
	);
}

function commitOf(
	{ sha, subject, date, reasons }: Pick<Verdict, 'sha' | 'subject' | 'date'> & { readonly reasons: readonly Reason[] },
	verdict: Verdict | undefined,
	{ pullRequestsOf, deployedOf }: Pick<Suspected, 'pullRequestsOf' | 'deployedOf'>,
): Commit {
	const at = Date.parse(date);
	return {
		sha,
		subject,
		...(!Number.isNaN(at) && { at }),
		reasons: reasons.map(reasonOf),
		pullRequests: [...pullRequestsOf(sha)],
		deployed: [...deployedOf(sha)],
		verdict: verdict?.verdict ?? 'none',
		isBisected: verdict?.by === 'bisection',
	};
}

const reasonOf = ({ detail, weight, at }: Reason) => ({
	detail,
	weight: share(weight),
	...(at && { at: { path: at.path, line: at.line } }),
});

/** A newer version may say what is no share. */
const share = (value: number) => Math.min(1, Math.max(0, Number.isFinite(value) ? value : 0));

const printableLines = (text: string) =>
	text
		.split(/\r\n|\n|\r/)
		.map(printable)
		.join('\n');
