import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { mitigationsIn } from '../../src/adapters/git/revert/mitigations';
import { planPick, planRevert, planRollback } from '../../src/app/revert/planRevert';
import type { Mitigations, Prepared, PreparedBranch } from '../../src/core/ports/mitigation';
import type { Repository } from '../../src/core/ports/repository';
import { branchName } from '../../src/core/revert/branchName';
import type { Plan } from '../../src/core/revert/model';
import { never, type RepositoryBuilder, silentLog } from './repository';

export const INCIDENT = { id: '01J00000000000000000000000', key: 'INC-7F3KQ' };

/** A repository with what makes branches in it, and what they told of. */
export class Reverting {
	readonly homes = mkdtempSync(join(tmpdir(), 'faultline-reverts-'));
	readonly made: PreparedBranch[] = [];
	private constructor(
		readonly built: RepositoryBuilder,
		readonly repository: Repository,
		private mitigated: Mitigations | undefined,
	) {}

	/** @param folder another worktree or clone of it */
	static async in(built: RepositoryBuilder, folder = built.folder): Promise<Reverting> {
		built.git('config', 'user.name', 'Robin');
		built.git('config', 'user.email', 'robin@example.com');
		const { openRepository } = await import('../../src/adapters/git/openRepository');
		const repository = await openRepository(folder, silentLog, never());
		const reverting = new Reverting(built, repository, undefined);
		reverting.mitigated = await mitigationsIn(
			repository.root,
			{ homes: reverting.homes },
			() => false,
			silentLog,
			never(),
		);
		return reverting;
	}

	get mitigations(): Mitigations {
		return this.mitigated as Mitigations;
	}

	readonly onMade = async (made: PreparedBranch): Promise<void> => {
		this.made.push(made);
	};

	private async about(ref: string) {
		const { key } = INCIDENT;
		const sha = await this.repository.resolve(ref, never());
		return { repository: this.repository, history: this.mitigations.history, base: { ref, sha }, key };
	}

	async plan(revisions: readonly string[], onto = 'refs/heads/main', evenIfReverted = false): Promise<Plan> {
		const shas = await Promise.all(revisions.map((revision) => this.repository.resolve(revision, never())));
		return planRevert(await this.about(onto), shas, { evenIfReverted }, never());
	}

	async rollback(good: string, deployed: string, onto = 'refs/heads/main'): Promise<Plan> {
		const [from, to] = await Promise.all([good, deployed].map((one) => this.repository.resolve(one, never())));
		return planRollback(await this.about(onto), from ?? '', to ?? '', never());
	}

	async pick(revisions: readonly string[], onto: string): Promise<Plan> {
		const shas = await Promise.all(revisions.map((revision) => this.repository.resolve(revision, never())));
		return planPick(await this.about(onto), shas, await this.repository.resolve('main', never()), never());
	}

	prepare(plan: Plan, branch = branchName(plan.kind, INCIDENT.key, plan.steps[0]?.subject ?? '')): Promise<Prepared> {
		return this.mitigations.prepare({ plan, branch, incident: INCIDENT }, this.onMade, never());
	}

	/** Reverts, and gives the branch that was made. */
	async reverted(revisions: readonly string[], onto?: string): Promise<PreparedBranch> {
		const prepared = await this.prepare(await this.plan(revisions, onto));
		if (prepared.kind !== 'ready') {
			throw new Error(`It was not ready, but ${JSON.stringify(prepared)}`);
		}
		return prepared.made;
	}

	/** What is on the way, in the repository and beside it; empty when nothing is. */
	left(): readonly string[] {
		const common = join(
			this.repository.root,
			execFileSync('git', ['rev-parse', '--git-common-dir'], { cwd: this.repository.root, encoding: 'utf8' }).trim(),
		);
		const folders = [
			join(this.built.folder, '.git/faultline'),
			join(this.built.folder, '.git/worktrees'),
			join(common, 'faultline'),
		];
		return [...new Set(folders)]
			.flatMap((folder) => files(folder).map((file) => relative(this.built.folder, file)))
			.concat(readdirSync(this.homes));
	}

	remove(): void {
		rmSync(this.homes, { recursive: true, force: true });
		this.built.remove();
	}
}

function files(folder: string): string[] {
	try {
		return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
			entry.isDirectory() ? [join(folder, entry.name), ...files(join(folder, entry.name))] : [join(folder, entry.name)],
		);
	} catch {
		return [];
	}
}

/** What a person has in a repository: work tree, index, HEAD, stash, configuration, all refs but `faultline/…`; as it is on disk. */
export function personsOwn(folder: string): Readonly<Record<string, string>> {
	const own: Record<string, string> = {};
	const isOwn = (path: string) =>
		!/^\.git(?:\/(?:objects|faultline|worktrees|logs\/refs\/(?:heads|remotes\/\w+)\/faultline|refs\/(?:heads|remotes\/\w+)\/faultline)(?:\/|$))/.test(
			path,
		);
	for (const file of files(folder)) {
		const path = relative(folder, file);
		if (isOwn(path) && statSync(file).isFile()) {
			own[path] = `${statSync(file).mtimeMs} ${readFileSync(file, 'latin1')}`;
		}
	}
	return own;
}
