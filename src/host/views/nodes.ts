import * as l10n from '@vscode/l10n';
import { monitorOf } from '../../core/alerts/kinds';
import { isInApp } from '../../core/frames/inApp';
import type { Incident } from '../../core/incident/record';
import type { AnalysisProblem } from '../../core/suspects/model';
import { withOriginals } from '../../core/suspects/originals';
import type { InAppRules } from '../../core/trace/inAppRules';
import type { Exception, Frame, Trace } from '../../core/trace/model';
import { distinctTraces } from '../../core/trace/repeats';
import { remedyOf } from '../remedies';
import { exceptionTitle } from '../words';
import type {
	EarlierNode,
	ExceptionNode,
	FrameNode,
	IncidentNode,
	Node,
	NoteNode,
	OpenedIncident,
	OpinionsNode,
	SectionNode,
	VendorNode,
} from './nodeTypes';
import { alertsSection, recordSections } from './recordNodes';
import {
	commitsSection,
	deploymentNodes,
	filesSection,
	pullRequestNodes,
	reasons,
	ruledOutSection,
} from './suspectNodes';

/** More than this many exceptions are summed up in one line: a log with a thousand repetitions is still one incident. */
const EXCEPTIONS_SHOWN = 20;
/** So many vendor frames in a row are folded into one node. */
const VENDOR_RUN = 2;

/**
 * What an incident opens into: its trace, then the suspects or what stands in for them.
 *
 * @param rules what the person says of frames
 */
export function incidentChildren(parent: IncidentNode, opened: OpenedIncident, rules: InAppRules): readonly Node[] {
	const { incident, shown, parsed, isAnalyzing, soFar, pullRequests = new Map(), deployed = new Map() } = opened;
	const { incidentId } = parent;
	const { analysis } = incident;
	const id = (part: string) => `${incidentId}/${part}`;
	const note = (name: NoteNode['note'], label: string, tooltip?: string, part: string = name): NoteNode => ({
		kind: 'note',
		note: name,
		id: id(part),
		incidentId,
		parent,
		label,
		tooltip,
	});
	const traces = withOriginals(parsed.traces, analysis?.originals);
	const hasTrace = traces.length > 0;
	const children: Node[] = hasTrace
		? [traceSection(parent, shown, traces, rules)]
		: [note('noTrace', l10n.t('No stack trace'))];
	if (isAnalyzing) {
		children.push(note('analyzing', soFar ? l10n.t('Analyzing… so far:') : l10n.t('Analyzing…')));
	} else if (analysis === undefined && hasTrace) {
		children.push(note('notAnalyzed', l10n.t('Not analyzed yet'), l10n.t('Look for the change behind this trace')));
	}
	const verdicts = incident.verdicts ?? [];
	const { commits, files } = soFar ?? analysis ?? { commits: [], files: [] };
	if (verdicts.length > 0 || commits.length > 0) {
		children.push(commitsSection(parent, commits, verdicts, { pullRequests, deployed }));
	}
	if (files.length > 0) {
		children.push(filesSection(parent, files));
	}
	if (incident.alerts) {
		children.unshift(alertsSection(parent, incident));
	}
	const recorded: readonly Node[] = [
		...(opened.hasOthers ? [{ kind: 'earlier' as const, id: id('earlier'), incidentId, parent }] : []),
		...recordSections(parent, incident, opened),
	];
	if (analysis === undefined) {
		return [...children, ...recorded];
	}
	if (analysis.excluded.length > 0) {
		children.push(ruledOutSection(parent, analysis.excluded, verdicts));
	}
	if (analysis.locations.flat(2).some(Boolean) || incident.alerts?.some(({ source }) => monitorOf(source)?.suspects)) {
		children.push({ kind: 'secondOpinion', id: id('secondOpinion'), incidentId, parent });
	}
	const problems = isAnalyzing ? [] : distinct(analysis.problems);
	return [
		...children,
		...problems.map(({ code, message }, index) => ({
			...note('problem', message, message, `problem/${index}`),
			remedy: remedyOf(code, incidentId),
		})),
		...recorded,
	];
}

/** The children of any node below an incident: its own need its trace parsed first. */
export function childrenOf(node: Exclude<Node, IncidentNode>): readonly Node[] {
	switch (node.kind) {
		case 'trace':
		case 'commits':
		case 'files':
		case 'dismissed':
		case 'ruledOut':
		case 'alerts':
		case 'links':
		case 'attachedFiles':
		case 'timelineNotes':
		case 'actions':
		case 'checks':
		case 'rootCauseNotes':
			return node.children(node);
		case 'exception':
			return node.children(node);
		case 'vendorFrames':
			return node.children;
		case 'commit':
			return [...pullRequestNodes(node), ...deploymentNodes(node), ...reasons(node, node.commit.reasons)];
		case 'file':
			return reasons(node, node.file.reasons);
		case 'opinion':
		case 'earlierIncident':
			return node.children;
		default:
			return [];
	}
}

/** A node that says why there are no others. */
export function failureNode(parent: OpinionsNode | EarlierNode, label: string): NoteNode {
	const { incidentId } = parent;
	return { kind: 'note', note: 'problem', id: `${parent.id}/failed`, incidentId, parent, label, tooltip: label };
}

/** An exception in one line: `TypeError: Cannot read properties of undefined`. */
export function titleOf({ type, message, thread }: Exception): string {
	const line = message.split('\n', 1)[0] ?? '';
	return [type, line].filter((part) => part !== '').join(': ') || thread || l10n.t('Stack trace');
}

function traceSection(
	parent: IncidentNode,
	incident: Incident,
	traces: readonly Trace[],
	rules: InAppRules,
): SectionNode {
	const all = distinctTraces(traces).flatMap(({ trace, index: t, times }) =>
		trace.exceptions.map((exception, e) => ({ exception, t, e, times })),
	);
	const first = all[0];
	return {
		kind: 'trace',
		id: `${parent.incidentId}/trace`,
		incidentId: parent.incidentId,
		parent,
		count: all.length,
		hint: first ? hintOf(titleOf(first.exception), all.length === 1 ? first.times : 1) : '',
		tooltip: [...excerpts(incident), ...all.slice(0, 10).map(({ exception }) => titleOf(exception))].join('\n'),
		best: 0,
		children: (self) => {
			if (first && all.length === 1) {
				return frames(self, incident, first.exception, first.t, first.e, rules);
			}
			const shown = all.slice(0, EXCEPTIONS_SHOWN).map(
				({ exception, t, e, times }): ExceptionNode => ({
					kind: 'exception',
					id: `${self.id}/${t}.${e}`,
					incidentId: self.incidentId,
					parent: self,
					trace: t,
					exception: e,
					title: exceptionTitle(exception.relation, titleOf(exception)),
					message: exception.message,
					times: e === 0 ? times : 1,
					children: (node) => frames(node, incident, exception, t, e, rules),
				}),
			);
			const rest = all.length - shown.length;
			return rest === 0
				? shown
				: [
						...shown,
						{
							kind: 'note',
							note: 'more',
							id: `${self.id}/more`,
							incidentId: self.incidentId,
							parent: self,
							label: l10n.t('{0} more exceptions', rest),
						},
					];
		},
	};
}

/** A lone exception has no node that could say how often it is there. */
function hintOf(title: string, times: number): string {
	return times === 1 ? title : l10n.t('{0}× {1}', times, title);
}

function frames(
	parent: SectionNode | ExceptionNode,
	incident: Incident,
	exception: Exception,
	t: number,
	e: number,
	rules: InAppRules,
): readonly Node[] {
	const locations = incident.analysis?.locations[t]?.[e];
	const isOurs = exception.frames.map((frame, f) => isInApp(frame, locations?.[f], rules));
	const innermost = isOurs.findIndex((is, f) => is && (!locations || Boolean(locations[f])));
	const nodeOf = (frame: Frame, f: number, under: Node): FrameNode => ({
		kind: 'frame',
		id: `${incident.id}/frame/${t}.${e}.${f}`,
		incidentId: incident.id,
		parent: under,
		trace: t,
		exception: e,
		frame: f,
		of: frame,
		why: incident.analysis?.unresolved?.[t]?.[e]?.[f],
		isMapped: Boolean(incident.analysis?.originals?.[t]?.[e]?.[f]),
		location: locations?.[f],
		isInApp: isOurs[f] ?? false,
		isInnermost: f === innermost,
		revision: incident.analysis?.revision,
	});
	const nodes: Node[] = [];
	for (let f = 0; f < exception.frames.length; ) {
		let end = f;
		while (isOurs[end] === false) {
			end++;
		}
		if (end - f >= VENDOR_RUN) {
			nodes.push(vendorRun(parent, `${incident.id}/vendor/${t}.${e}.${f}`, exception.frames.slice(f, end), f, nodeOf));
			f = end;
			continue;
		}
		const frame = exception.frames[f];
		if (frame) {
			nodes.push(nodeOf(frame, f, parent));
		}
		f++;
	}
	return nodes;
}

function vendorRun(
	parent: SectionNode | ExceptionNode,
	id: string,
	run: readonly Frame[],
	offset: number,
	nodeOf: (frame: Frame, index: number, under: Node) => FrameNode,
): VendorNode {
	const children: FrameNode[] = [];
	const node: VendorNode = { kind: 'vendorFrames', id, incidentId: parent.incidentId, parent, children };
	children.push(...run.map((frame, index) => nodeOf(frame, offset + index, node)));
	return node;
}

/** What of larger texts was kept. */
function excerpts({ evidence }: Incident): readonly string[] {
	return evidence.flatMap(({ excerptOf }) => excerptOf ?? []);
}

function distinct(problems: readonly AnalysisProblem[]): readonly AnalysisProblem[] {
	return problems.filter((problem, index) => problems.findIndex((p) => p.message === problem.message) === index);
}

/** Open ones before closed ones, newest first in each. */
export function inTreeOrder<T extends Pick<Incident, 'status' | 'createdAt'>>(incidents: readonly T[]): readonly T[] {
	const isOver = ({ status }: T) => (status === 'closed' || status === 'resolved' ? 1 : 0);
	return [...incidents].sort((a, b) => isOver(a) - isOver(b) || b.createdAt - a.createdAt);
}
