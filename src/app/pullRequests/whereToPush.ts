import { FaultlineError } from '../../base/errors';
import {
	addressLike,
	type HostedRemote,
	type HostedRepository,
	hostedRepository,
	isSameRepository,
	type KnownHosts,
} from '../../core/github/remote';
import type { CodeHost, RepositoryFacts } from '../../core/ports/codeHost';
import type { PushTarget } from '../../core/ports/mitigation';

/** Where a branch is pushed to, for a pull request to a repository. */
export interface PushPlace {
	/** Its `name` is a remote's, or an address where no remote leads there. */
	readonly remote: PushTarget;
	readonly repository: HostedRepository;
}

export interface Where {
	/** The repository that the pull request is of, as its host tells of it. */
	readonly about: RepositoryFacts;
	/** The same, as the remote's address has it: it may have been renamed since. */
	readonly asRemote: HostedRepository;
	readonly targets: readonly PushTarget[];
	/** Which repositories the remotes fetch from. */
	readonly hosted: readonly HostedRemote[];
	readonly known: KnownHosts;
}

/**
 * The remote of the repository itself for who may push there, else their own fork: the one that there is, or one that is made for them.
 *
 * @param mayFork asks the person for a fork, by who they are
 * @returns undefined where they want none
 * @throws FaultlineError `github.*`
 */
export async function whereToPush(
	host: Pick<CodeHost, 'me' | 'about' | 'fork'>,
	{ about, asRemote, targets, hosted, known }: Where,
	mayFork: (me: string) => Promise<boolean>,
	signal: AbortSignal,
): Promise<PushPlace | undefined> {
	const remotesOf = (repository: HostedRepository) =>
		hosted.find((one) => isSameRepository(one.repository, repository))?.remotes ?? [];
	/** What a remote fetches from says where it pushes to only where its own address for that is none of a host's, as a folder of this machine. */
	const pushesTo = ({ url }: PushTarget) => hostedRepository(url, known);
	const fetching = (repository: HostedRepository) => targets.find(({ name }) => remotesOf(repository).includes(name));
	const targetOf = (repository: HostedRepository): PushTarget | undefined => {
		const byName = fetching(repository);
		const isThere = (target: PushTarget) => {
			const to = pushesTo(target);
			return to !== undefined && isSameRepository(to, repository);
		};
		return targets.find(isThere) ?? (byName && pushesTo(byName) === undefined ? byName : undefined);
	};
	const configured = fetching(asRemote) ?? fetching(about.repository);
	const elsewhere = configured && pushesTo(configured);
	if (
		configured &&
		elsewhere?.host === about.repository.host &&
		!isSameRepository(elsewhere, asRemote) &&
		!isSameRepository(elsewhere, about.repository)
	) {
		return { remote: configured, repository: elsewhere }; // a person who pulls from one and pushes to the other said so by `pushurl`
	}
	const own = targetOf(asRemote) ?? targetOf(about.repository);
	/** By a remote, else by an address of the form that the remote's has. */
	const at = (repository: HostedRepository): PushPlace => {
		const like =
			own && (addressLike(own.url, asRemote, repository) ?? addressLike(own.url, about.repository, repository));
		const url = like ?? `https://${repository.host}/${repository.owner}/${repository.name}.git`;
		return { remote: targetOf(repository) ?? { name: url, url }, repository };
	};
	if (about.canPush) {
		return own ? { remote: own, repository: about.repository } : at(about.repository);
	}
	const me = await host.me(signal);
	const fork = await forkOf(host, about.repository, me, signal);
	if (fork) {
		return at(fork.repository);
	}
	return (await mayFork(me)) ? at((await host.fork(about.repository, signal)).repository) : undefined;
}

/** The fork that somebody has by the same name; GitHub finds one of another name when it is asked to make one. */
async function forkOf(
	host: Pick<CodeHost, 'about'>,
	repository: HostedRepository,
	me: string,
	signal: AbortSignal,
): Promise<RepositoryFacts | undefined> {
	try {
		const found = await host.about({ ...repository, owner: me }, signal);
		return found.parent && isSameRepository(found.parent, repository) ? found : undefined;
	} catch (error) {
		if (FaultlineError.is(error, 'github.notFound')) {
			return undefined;
		}
		throw error;
	}
}
