import { FaultlineError, isAbort } from '../base/errors';
import { type HostedRepository, keyOf } from '../core/github/remote';
import type { Incident } from '../core/incident/record';
import type { Clock } from '../core/ports/clock';
import type { CodeHost, Deployment, PullRequest } from '../core/ports/codeHost';
import type { Log } from '../core/ports/log';
import { type DeployedTo, deployedTo } from './deployedTo';

/** What is not settled may change: it is asked for again after so long. */
const FRESH_MS = 5 * 60_000;
/** After a failure nothing is asked for so long. */
const REST_MS = 60_000;
/** So many commits are remembered; those that were asked for first are forgotten first. */
const KEPT = 2000;
/** Suspects of one incident that are asked about: one request holds them all. */
const ASKED = 50;

/** By commit, newest first. */
export type PullRequests = ReadonlyMap<string, readonly PullRequest[]>;

/** By commit. */
export type Deployed = ReadonlyMap<string, readonly DeployedTo[]>;

/** What is known of where suspects are deployed is kept for so many incidents. */
const KEPT_INCIDENTS = 100;

interface Answer {
	readonly pullRequests: readonly PullRequest[];
	readonly at: number;
}

export interface OriginsNeeds {
	/** Where an incident's repository is hosted; undefined where that is nowhere that is known, or where nobody has said which of several. */
	readonly hosted: (incident: Incident, signal: AbortSignal) => Promise<HostedRepository | undefined>;
	/** Asks nobody to sign in: undefined where nobody is. */
	readonly hostOf: (repository: HostedRepository) => Promise<Pick<CodeHost, 'originsOf'> | undefined>;
	/** Which of some commits each of others has in its history, as the incident's repository knows it. */
	readonly containedIn: (
		incident: Incident,
		tips: readonly string[],
		shas: readonly string[],
		signal: AbortSignal,
	) => Promise<ReadonlyMap<string, ReadonlySet<string>>>;
	/** What an incident's pull requests are now is other than it was. */
	readonly onDidChange: (incidentId: string) => void;
	readonly clock: Clock;
	readonly log: Log;
}

/** The pull requests that brought the suspects of incidents: what is known at once, what is not as soon as it is there. Nothing of it is on disk. */
export interface SuspectOrigins {
	/** What is known by now. Whatever is missing is asked for, by one request, and told when it is there. */
	of(incident: Incident): PullRequests;
	/** Where suspects were deployed to, as far as that is known by now; `of` asks for it with the same request. */
	deployedOf(incident: Incident): Deployed;
	/** Asks at once. @throws FaultlineError `github.*` */
	refresh(incident: Incident, signal: AbortSignal): Promise<PullRequests>;
	/** Forgets what failed and where nobody was signed in, and tells of the incidents that are waiting for it. */
	retry(): void;
	/** Forgets what another account was told, and tells of all incidents that were shown. */
	forget(): void;
}

/** @param signal ends what is asked in the background */
export function suspectOrigins(
	{ hosted, hostOf, containedIn, onDidChange, clock, log }: OriginsNeeds,
	signal: AbortSignal,
): SuspectOrigins {
	const answers = new Map<string, Answer>();
	const places = new Map<string, HostedRepository>();
	/** By repository. */
	const deployments = new Map<string, { readonly all: readonly Deployment[]; readonly at: number }>();
	/** By incident. */
	const deployed = new Map<string, Deployed>();
	const asking = new Set<string>();
	/** Until when nothing is asked for an incident: nobody is signed in, or its repository is nowhere that is known. */
	const quiet = new Map<string, number>();
	let restUntil = 0;
	/** Counts accounts: what was asked for by one is not remembered once there is another. */
	let account = 0;

	const isFresh = (answer: Answer | undefined) =>
		answer !== undefined &&
		(answer.pullRequests.some(({ state }) => state === 'merged') || clock.now() - answer.at < FRESH_MS);
	const isUpToDate = (repository: HostedRepository) =>
		clock.now() - (deployments.get(keyOf(repository))?.at ?? Number.NEGATIVE_INFINITY) < FRESH_MS;
	const missingOf = (repository: HostedRepository, shas: readonly string[]) => {
		const missing = shas.filter((sha) => !isFresh(answers.get(`${keyOf(repository)} ${sha}`)));
		// Deployments come with any commit.
		return missing.length > 0 || isUpToDate(repository) ? missing : shas.slice(0, 1);
	};
	const known = (repository: HostedRepository, shas: readonly string[]): PullRequests =>
		new Map(
			shas.flatMap((sha) => {
				const found = answers.get(`${keyOf(repository)} ${sha}`)?.pullRequests ?? [];
				return found.length > 0 ? [[sha, found] as const] : [];
			}),
		);
	const ask = async (repository: HostedRepository, shas: readonly string[], given: AbortSignal) => {
		const missing = missingOf(repository, shas);
		const host = missing.length > 0 ? await hostOf(repository) : undefined;
		if (!host) {
			return false;
		}
		const asker = account;
		const { pullRequests, deployments: all } = await host.originsOf(repository, missing, given);
		if (asker !== account) {
			return false;
		}
		deployments.set(keyOf(repository), { all, at: clock.now() });
		for (const sha of missing) {
			const key = `${keyOf(repository)} ${sha}`;
			answers.delete(key);
			answers.set(key, { pullRequests: pullRequests.get(sha) ?? [], at: clock.now() });
		}
		for (const [oldest] of answers) {
			if (answers.size <= KEPT) {
				break;
			}
			answers.delete(oldest);
		}
		return true;
	};
	/** Never throws: suspects are there without it. */
	const placeDeployments = async (
		incident: Incident,
		repository: HostedRepository,
		shas: readonly string[],
		given: AbortSignal,
	) => {
		const { all = [] } = deployments.get(keyOf(repository)) ?? {};
		try {
			const tips = [...new Set(all.flatMap(({ sha, hasSucceeded }) => (hasSucceeded ? [sha] : [])))];
			const contained = tips.length === 0 ? new Map() : await containedIn(incident, tips, shas, given);
			deployed.delete(incident.id);
			deployed.set(
				incident.id,
				new Map(shas.map((sha) => [sha, deployedTo(all, (tip) => contained.get(tip)?.has(sha))])),
			);
			for (const [oldest] of deployed) {
				if (deployed.size <= KEPT_INCIDENTS) {
					break;
				}
				deployed.delete(oldest);
			}
		} catch (error) {
			if (!isAbort(error)) {
				log.warn('deployments of suspects', error);
			}
		}
	};
	const background = async (incident: Incident, shas: readonly string[]) => {
		if (asking.has(incident.id)) {
			return;
		}
		asking.add(incident.id);
		try {
			const repository = await hosted(incident, signal);
			const isNew = repository !== undefined && !places.has(incident.id);
			if (repository) {
				places.set(incident.id, repository);
			}
			const isTold = repository !== undefined && (await ask(repository, shas, signal));
			if (repository && (isTold || isNew)) {
				await placeDeployments(incident, repository, shas, signal);
			}
			const isDeployed = [...(deployed.get(incident.id)?.values() ?? [])].some((some) => some.length > 0);
			if (isTold || (isNew && (isDeployed || known(repository, shas).size > 0))) {
				onDidChange(incident.id);
			} else {
				quiet.set(incident.id, clock.now() + REST_MS);
			}
		} catch (error) {
			if (!isAbort(error)) {
				// A quiet matter: the suspects are there without it, and the next look asks again.
				restUntil = clock.now() + REST_MS;
				quiet.set(incident.id, restUntil);
				log.warn('pull requests of suspects', FaultlineError.is(error) ? `${error.code}: ${error.message}` : error);
			}
		} finally {
			asking.delete(incident.id);
		}
	};
	return {
		of: (incident) => {
			const shas = suspectsOf(incident);
			const place = places.get(incident.id);
			const isMissing = !place || missingOf(place, shas).length > 0;
			if (shas.length > 0 && isMissing && clock.now() >= Math.max(restUntil, quiet.get(incident.id) ?? 0)) {
				void background(incident, shas);
			}
			return place ? known(place, shas) : new Map();
		},
		deployedOf: ({ id }) => deployed.get(id) ?? new Map(),
		refresh: async (incident, given) => {
			const shas = suspectsOf(incident);
			const repository = await hosted(incident, given);
			if (!repository) {
				return new Map();
			}
			places.set(incident.id, repository);
			await ask(repository, shas, given);
			await placeDeployments(incident, repository, shas, given);
			onDidChange(incident.id);
			return known(repository, shas);
		},
		retry: () => {
			restUntil = 0;
			const waiting = [...quiet.keys()];
			quiet.clear();
			waiting.forEach(onDidChange); // whoever shows them looks again
		},
		forget: () => {
			account++;
			restUntil = 0;
			answers.clear();
			deployments.clear();
			deployed.clear();
			const shown = [...new Set([...places.keys(), ...quiet.keys()])];
			quiet.clear();
			shown.forEach(onDidChange);
		},
	};
}

/** What an analysis names and what somebody judged. */
function suspectsOf({ analysis, verdicts = [] }: Incident): readonly string[] {
	const all = [...(analysis?.commits ?? []), ...verdicts].map(({ sha }) => sha);
	return [...new Set(all)].slice(0, ASKED);
}
