import type { ShownOpinion } from '../../app/secondOpinion';
import type { Deployed, PullRequests } from '../../app/suspectOrigins';
import type { Verdict } from '../../core/incident/record';
import type { Excluded, Reason, SuspectCommit, SuspectFile } from '../../core/suspects/model';
import type {
	Below,
	CommitNode,
	DeploymentNode,
	FileNode,
	IncidentNode,
	OpinionNode,
	OpinionsNode,
	PullRequestNode,
	ReasonNode,
	SectionNode,
} from './nodeTypes';
import { section } from './section';

/** What a second opinion opens into. */
export function opinionNodes(parent: OpinionsNode, opinions: readonly ShownOpinion[]): readonly OpinionNode[] {
	return opinions.map((opinion, index) => {
		const children: ReasonNode[] = [];
		const { commit } = opinion;
		const node: OpinionNode = {
			kind: 'opinion',
			id: `${parent.id}/${opinion.rule === 'monitor' ? index : opinion.rule}`,
			incidentId: parent.incidentId,
			parent,
			opinion,
			children,
			...(commit && { sha: commit.sha }),
		};
		const sentences = [opinion.about, opinion.detail]
			.filter(Boolean)
			.map((detail) => ({ kind: opinion.rule, detail, weight: 0 }));
		children.push(...reasons(node, sentences));
		return node;
	});
}

/** Suspects in the order of the analysis, but what is confirmed comes first, and what was dismissed is set apart below. */
export function commitsSection(
	parent: IncidentNode,
	suspects: readonly SuspectCommit[],
	verdicts: readonly Verdict[],
	{ pullRequests, deployed }: { readonly pullRequests: PullRequests; readonly deployed: Deployed },
): SectionNode {
	const byOthers = verdicts.filter(({ sha }) => suspects.every((commit) => commit.sha !== sha));
	const all: readonly Omit<CommitNode, keyof Below>[] = [
		...byOthers.map((verdict) => ({
			kind: 'commit' as const,
			sha: verdict.sha,
			commit: { ...verdict, reasons: [] },
			of: suspects.length,
			verdict,
		})),
		...suspects.map((commit, index) => ({
			kind: 'commit' as const,
			sha: commit.sha,
			commit,
			rank: index + 1,
			of: suspects.length,
			verdict: verdicts.find(({ sha }) => sha === commit.sha),
		})),
	];
	const said = (word: Verdict['verdict'] | undefined) => all.filter(({ verdict }) => verdict?.verdict === word);
	const nodesBelow = (self: SectionNode, some: typeof all): CommitNode[] =>
		some.map((commit) => ({
			...commit,
			...{ id: `${self.id}/${commit.sha}`, incidentId: self.incidentId, parent: self },
			pullRequests: pullRequests.get(commit.sha) ?? [],
			deployed: deployed.get(commit.sha) ?? [],
		}));
	const dismissed = said('dismissed');
	return {
		...section(parent, 'commits', suspects.length),
		best: said(undefined)[0]?.commit.score ?? 0,
		confirmed: said('confirmed').length,
		children: (self) => [
			...nodesBelow(self, [...said('confirmed'), ...said(undefined)]),
			...(dismissed.length === 0
				? []
				: [
						{
							...section(parent, 'dismissed', dismissed.length),
							parent: self,
							children: (below: SectionNode) => nodesBelow(below, dismissed),
						},
					]),
		],
	};
}

/** Commits that evidence pointed at and that cannot be it. */
export function ruledOutSection(
	parent: IncidentNode,
	excluded: readonly Excluded[],
	verdicts: readonly Verdict[],
): SectionNode {
	return {
		...section(parent, 'ruledOut', excluded.length),
		children: (self) =>
			excluded.map(({ sha, reason, subject = '', date = '' }) => ({
				kind: 'commit',
				id: `${self.id}/${sha}`,
				incidentId: self.incidentId,
				parent: self,
				sha,
				commit: { sha, subject, date, reasons: [] },
				of: excluded.length,
				verdict: verdicts.find((verdict) => verdict.sha === sha),
				ruledOut: reason,
			})),
	};
}

export function filesSection(parent: IncidentNode, files: readonly SuspectFile[]): SectionNode {
	return {
		...section(parent, 'files', files.length),
		best: files[0]?.score ?? 0,
		children: (self) =>
			files.map((file, index) => ({
				kind: 'file',
				id: `${self.id}/${file.path}`,
				incidentId: self.incidentId,
				parent: self,
				path: file.path,
				file,
				rank: index + 1,
				of: files.length,
			})),
	};
}

export function reasons(parent: CommitNode | FileNode | OpinionNode, all: readonly Reason[]): readonly ReasonNode[] {
	return all.map((reason, index) => ({
		kind: 'reason',
		id: `${parent.id}/reason/${index}`,
		incidentId: parent.incidentId,
		parent,
		reason,
		...(parent.kind !== 'file' && parent.sha !== undefined && { sha: parent.sha }),
		...(parent.kind === 'file' && { path: parent.path }),
		...(reason.at && { path: reason.at.path, line: reason.at.line }), // and nothing else: others may have written it
	}));
}

export function pullRequestNodes(parent: CommitNode): readonly PullRequestNode[] {
	return (parent.pullRequests ?? []).map((pullRequest) => ({
		kind: 'pullRequest',
		id: `${parent.id}/pull/${pullRequest.number}`,
		incidentId: parent.incidentId,
		parent,
		pullRequest,
		sha: parent.sha,
		number: pullRequest.number,
	}));
}

export function deploymentNodes(parent: CommitNode): readonly DeploymentNode[] {
	return (parent.deployed ?? []).map((deployed) => ({
		...{ kind: 'deployment', parent, deployed },
		id: `${parent.id}/deployed/${deployed.environment}`,
		incidentId: parent.incidentId,
	}));
}
