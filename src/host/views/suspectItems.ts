import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Verdict } from '../../core/incident/record';
import { deployedFacts, deployedSentence } from '../deploymentWords';
import { pullRequestFacts, pullRequestSentence } from '../pullRequestWords';
import { ago, opinionName, opinionWithout, percent, shortSha } from '../words';
import { clip, item, markdown, SUBDUED } from './item';
import type { CommitNode, DeploymentNode, FileNode, OpinionNode, PullRequestNode, ReasonNode } from './nodeTypes';

const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

const CONFIRMED = new vscode.ThemeColor('testing.iconPassed');

export function commitItem(node: CommitNode, now: number): vscode.TreeItem {
	const { commit, verdict, ruledOut } = node;
	const { reasons } = commit;
	const pulls = node.pullRequests ?? [];
	const deployed = node.deployed ?? [];
	const numbers = pulls.map(({ number }) => `#${number}`).join(' ');
	const age = commit.date === '' ? '' : ago(Date.parse(commit.date), now, vscode.env.language);
	const share = commit.score === undefined ? '' : percent(commit.score, vscode.env.language);
	const word = verdictWord(verdict);
	const shown = verdict?.verdict === 'dismissed' || (ruledOut !== undefined && !verdict) ? 'out' : verdict?.verdict;
	const joined = (...parts: readonly string[]) => parts.filter((part) => part !== '').join(' · ');
	const below = reasons.length + pulls.length + deployed.length;
	const isOpen = below > 0 && (node.rank === 1 || verdict?.verdict === 'confirmed') && shown !== 'out';
	return {
		...item(
			commit.subject || shortSha(commit.sha),
			below === 0 ? None : isOpen ? Expanded : Collapsed,
			{ out: 'circle-slash', confirmed: 'pass-filled', open: 'git-commit' }[shown ?? 'open'],
			shown === 'out' ? SUBDUED : shown === 'confirmed' ? CONFIRMED : undefined,
			{
				description: joined(word, ruledOut ?? '', numbers, shortSha(commit.sha), age, share),
				tooltip: markdown(
					(text) => `**${text(commit.subject || shortSha(commit.sha))}**`,
					(text) => text(joined(word, shortSha(commit.sha), commit.date.slice(0, 10), share)),
					(text) => text(ruledOut ?? ''),
					...pulls.map(
						(pull) => (text: (raw: string) => string) => text(pullRequestSentence(pull, now, vscode.env.language)),
					),
					...deployed.map(
						(one) => (text: (raw: string) => string) => text(deployedSentence(one, now, vscode.env.language)),
					),
					(text) => reasons.map((reason) => `- ${text(reason.detail)}`).join('\n'),
					(text) => (commit.author === undefined ? '' : text(l10n.t('Committed by {0}', commit.author))),
				),
				spoken: [spokenCommit(node), share, age, word].filter((part) => part !== '').join(', '),
			},
		),
		contextValue: `commit.${verdict?.verdict ?? (ruledOut === undefined ? 'open' : 'ruledOut')}`,
		command: {
			command: 'faultline.showCommitDiff',
			title: l10n.t('Show Diff'),
			arguments: [{ incidentId: node.incidentId, sha: node.sha }],
		},
	};
}

function spokenCommit({ commit, rank, of, ruledOut }: CommitNode): string {
	if (rank !== undefined) {
		return l10n.t('Suspect commit {0} of {1}: {2}', rank, of, commit.subject);
	}
	const name = commit.subject || shortSha(commit.sha);
	return ruledOut === undefined ? l10n.t('Commit {0}', name) : l10n.t('Commit {0}, ruled out: {1}', name, ruledOut);
}

function verdictWord(verdict: Verdict | undefined): string {
	if (verdict === undefined) {
		return '';
	}
	return verdict.verdict === 'dismissed'
		? l10n.t('dismissed')
		: verdict.by === 'bisection'
			? l10n.t('found by bisection')
			: l10n.t('confirmed');
}

export function opinionItem({ incidentId, opinion, sha }: OpinionNode, now: number): vscode.TreeItem {
	const { commit, about, detail } = opinion;
	const name = opinionName(opinion);
	const tooltip = `${about}\n${detail}`;
	if (!commit || sha === undefined) {
		const label = opinionWithout(opinion);
		return item(label, Collapsed, 'dash', SUBDUED, {
			tooltip,
			spoken: `${label}. ${detail}`,
		});
	}
	const age = ago(commit.date, now, vscode.env.language);
	return {
		...item(`${name}: ${commit.subject}`, Collapsed, 'git-commit', undefined, {
			description: `${shortSha(sha)} · ${age}`,
			tooltip,
			spoken: `${l10n.t('{0} names {1}', name, commit.subject)}. ${detail}`,
		}),
		contextValue: 'commit.opinion',
		command: { command: 'faultline.showCommitDiff', title: l10n.t('Show Diff'), arguments: [{ incidentId, sha }] },
	};
}

export function pullRequestItem(
	{ incidentId, pullRequest, sha, number }: PullRequestNode,
	now: number,
): vscode.TreeItem {
	const name = `#${number} ${pullRequest.title}`;
	const facts = pullRequestFacts(pullRequest, now, vscode.env.language);
	return {
		...item(name, None, pullRequest.state === 'merged' ? 'git-merge' : 'git-pull-request', undefined, {
			description: facts,
			tooltip: clip(`${name}\n${facts}`, 1000),
			spoken: l10n.t('Pull request {0}, {1}', name, facts),
		}),
		contextValue: 'pullRequest',
		command: {
			command: 'faultline.openPullRequest',
			title: l10n.t('Open Pull Request'),
			arguments: [{ incidentId, sha, number }],
		},
	};
}

export function deploymentItem({ deployed }: DeploymentNode, now: number): vscode.TreeItem {
	const { environment } = deployed;
	const facts = deployedFacts(deployed, now, vscode.env.language);
	return item(environment, None, 'rocket', deployed.now === 'gone' ? SUBDUED : undefined, {
		description: facts,
		tooltip: clip(`${environment}\n${facts}`, 1000),
		spoken: l10n.t('Environment {0}, {1}', environment, facts),
	});
}

export function fileItem(node: FileNode): vscode.TreeItem {
	const { file, path, rank, of } = node;
	const share = percent(file.score, vscode.env.language);
	const slash = path.lastIndexOf('/');
	return {
		...item(path.slice(slash + 1), Collapsed, 'file-code', undefined, {
			description: [path.slice(0, Math.max(slash, 0)), share].filter((part) => part !== '').join(' · '),
			tooltip: path,
			spoken: l10n.t('Suspect file {0} of {1}: {2}, {3}', rank, of, path, share),
		}),
		contextValue: 'file',
		command: {
			command: 'faultline.openSuspectFile',
			title: l10n.t('Open File'),
			arguments: [{ incidentId: node.incidentId, path }],
		},
	};
}

/** A reason leads to what it speaks of: its line, or else what the commit changed. */
export function reasonItem({ incidentId, reason, sha, path, line }: ReasonNode): vscode.TreeItem {
	const { detail } = reason;
	const command =
		path !== undefined
			? {
					command: 'faultline.openSuspectFile',
					title: line === undefined ? l10n.t('Open File') : l10n.t('Go to Line'),
					arguments: [{ incidentId, path, line }],
				}
			: sha !== undefined
				? { command: 'faultline.showCommitDiff', title: l10n.t('Show Diff'), arguments: [{ incidentId, sha }] }
				: undefined;
	return {
		...item(detail, None, 'circle-small', SUBDUED, {
			tooltip: command && line !== undefined ? `${detail}\n${command.title}` : detail,
			spoken: command ? `${detail}. ${command.title}` : detail,
		}),
		contextValue: ['reason', sha === undefined ? '' : 'commit', path === undefined ? '' : 'file']
			.filter(Boolean)
			.join('.'),
		...(command && { command }),
	};
}
