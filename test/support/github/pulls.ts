// What the double does with pull requests, in the bare repository where that is needed.
import type { Asked, Reply } from './contract';
import { failure, invalid, made, newestFirst, type PullIssue, type Serving } from './replies';
import type { Issue, Repository } from './state';

/** Pull requests that a commit came by, or that it merged; newest first. */
export function pullsWith(repository: Repository, sha: string): readonly PullIssue[] {
	return newestFirst(repository.issues.values()).filter(
		(issue): issue is PullIssue =>
			issue.pull !== undefined && [...issue.pull.commits, issue.pull.mergeCommit].includes(sha),
	);
}

export function createPull(body: Asked['body'], repository: Repository, { state, present, account }: Serving): Reply {
	const [owner, ref = ''] = String(body.head).includes(':')
		? String(body.head).split(':', 2)
		: [repository.owner, String(body.head)];
	const source = state.repositories.find(
		(one) => one.owner === owner && (one === repository || one.parent === repository),
	);
	const base = String(body.base);
	const head = source?.git.sha(`refs/heads/${ref}`);
	const target = repository.git.sha(`refs/heads/${base}`);
	if (!source || head === undefined || target === undefined) {
		return failure(422, 'Validation Failed', {
			errors: [{ resource: 'PullRequest', code: 'invalid', field: head === undefined ? 'head' : 'base' }],
		});
	}
	if (source !== repository) {
		repository.git.run('fetch', '--quiet', source.git.folder, `refs/heads/${ref}`);
	}
	const commits = repository.git.run('rev-list', '--reverse', `${target}..${head}`).split('\n').filter(Boolean);
	if (commits.length === 0) {
		return invalid('PullRequest', `No commits between ${base} and ${ref}`);
	}
	const from = `${source.owner}/${source.name}`;
	const isOpen = ({ state: now, pull }: Issue) =>
		now === 'open' && pull?.head.ref === ref && pull.head.repository === from && pull.base === base;
	if ([...repository.issues.values()].some(isOpen)) {
		return invalid('PullRequest', `A pull request already exists for ${owner}:${ref}.`, 'head');
	}
	const issue = state.addPull(
		repository,
		{ title: String(body.title), body: (body.body as string | undefined) ?? null, author: account.login },
		{ head: { ref, sha: head, repository: from }, base, draft: body.draft === true, commits },
	);
	return made(present.pull(repository, issue));
}

/** Merges in the bare repository; undefined where it cannot be done. */
export function merged({ git }: Repository, { title, number, pull }: PullIssue, method: string): string | undefined {
	const base = git.sha(`refs/heads/${pull.base}`);
	if (base === undefined || git.isProtected(pull.base) || method === 'rebase') {
		return undefined;
	}
	try {
		const [tree = ''] = git.run('merge-tree', '--write-tree', base, pull.head.sha).split('\n');
		const parents = method === 'squash' ? ['-p', base] : ['-p', base, '-p', pull.head.sha];
		const subject =
			method === 'squash' ? `${title} (#${number})` : `Merge pull request #${number} from ${pull.head.ref}`;
		const sha = git.run('commit-tree', tree, ...parents, '-m', subject);
		git.run('update-ref', `refs/heads/${pull.base}`, sha, base);
		return sha;
	} catch {
		return undefined; // a conflict
	}
}
