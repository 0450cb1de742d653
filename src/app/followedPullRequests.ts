import { FaultlineError, isAbort } from '../base/errors';
import { type HostedNumber, type KnownHosts, numberInAddress } from '../core/github/remote';
import type { Incident } from '../core/incident/record';
import { isOver } from '../core/incident/triage/groups';
import type { Clock } from '../core/ports/clock';
import type { CodeHost, PullRequestState } from '../core/ports/codeHost';
import type { Log } from '../core/ports/log';

/** How soon it is asked again; twice as long each time nothing changed, or nothing could be asked. */
const FIRST_MS = 15_000;
const LAST_MS = 10 * 60_000;
/** What was asked for only now, as new, is not asked for again with all others. */
const FRESH_MS = 5000;
/** Pull requests that are asked for in one round, each by one request. */
const A_ROUND = 20;
/** So many answers are remembered. */
const KEPT = 500;

/** By address of its page. */
export type FollowedStates = ReadonlyMap<string, PullRequestState>;

export interface FollowedNeeds {
	/** Those that are worked on, whole, those of late first. */
	readonly incidents: () => Promise<readonly Incident[]>;
	readonly known: () => KnownHosts;
	/** Asks nobody to sign in: undefined where nobody is, or where nothing may be asked. */
	readonly hostOf: (host: string) => Promise<Pick<CodeHost, 'pullRequest'> | undefined>;
	/** Links of an incident stand otherwise than they did. */
	readonly onDidChange: (incidentId: string) => void;
	/** A pull request that an incident is linked to is merged; may be told more than once. */
	readonly onMerged: (incident: Incident, url: string, state: PullRequestState) => void;
	/** Calls once, after a time; what it gives takes that back. */
	readonly after: (ms: number, work: () => void) => () => void;
	readonly clock: Clock;
	readonly log: Log;
}

/** Pull requests that incidents are linked to, asked for again and again while somebody may be looking. Nothing of it is on disk. */
export interface FollowedPullRequests {
	/** What is known by now of those that an incident is linked to. */
	of(incident: Incident): FollowedStates;
	/** Somebody is looking, or nobody is any more. */
	look(isLooking: boolean): void;
	/** Somebody signed in or out: looks soon, whatever was said before. */
	soon(): void;
	/** Incidents changed: looks for what they are newly linked to; the others keep their time, however often something changes. */
	incidentsChanged(): void;
	/** Forgets what another account was told. */
	forget(): void;
	/** Asks now for all that may have changed. Never rejects. */
	round(): Promise<void>;
}

/** Errors that say something of one issue or pull request, and nothing of its host. */
export const OF_ONE = ['notFound', 'forbidden', 'missingScope', 'disabled', 'invalid'].map((code) => `github.${code}`);

/** @param signal ends what goes on in the background */
export function followedPullRequests(needs: FollowedNeeds, signal: AbortSignal): FollowedPullRequests {
	const { clock, log, onDidChange, onMerged } = needs;
	const states = new Map<string, PullRequestState>();
	let isLooking = false;
	let wait = FIRST_MS;
	let dueAt = 0;
	let lastAt = Number.NEGATIVE_INFINITY;
	let stop = () => {};
	let going: Promise<void> | undefined;
	/** Asked for while a round went on. */
	let wanted: Which | undefined;
	/** By address: when each was asked for last. */
	let askedAt = new Map<string, number>();
	/** Counts accounts: what was asked for by one is not remembered once there is another. */
	let account = 0;

	const plan = () => {
		stop();
		stop = isLooking && !signal.aborted ? needs.after(Math.max(0, dueAt - clock.now()), () => void round()) : () => {};
	};
	const linked = (incident: Incident): readonly { readonly url: string; readonly at: HostedNumber }[] =>
		(incident.links ?? []).flatMap(({ kind, url }) => {
			const at = kind === 'pullRequest' ? numberInAddress(url, needs.known()) : undefined;
			return at?.kind === 'pullRequest' ? [{ url, at }] : [];
		});
	const remember = (url: string, state: PullRequestState) => {
		const before = states.get(url);
		states.delete(url);
		states.set(url, state);
		for (const [oldest] of states) {
			if (states.size <= KEPT) {
				break;
			}
			states.delete(oldest);
		}
		return JSON.stringify(before) !== JSON.stringify(state);
	};
	/** Those that were asked for longest ago come first, so that all have their turn. */
	const dueIn = (incidents: readonly Incident[], which: Which) => {
		const all = new Map(
			incidents
				.flatMap(linked)
				.filter(({ url }) => !isSettled(states.get(url)))
				.map((one) => [one.url, one]),
		);
		askedAt = new Map([...askedAt].filter(([url]) => all.has(url)));
		const at = (url: string) => askedAt.get(url) ?? Number.NEGATIVE_INFINITY;
		return [...all.values()]
			.filter(({ url }) => (which === 'all' ? clock.now() - at(url) >= FRESH_MS : !askedAt.has(url)))
			.sort((one, other) => (at(one.url) < at(other.url) ? -1 : at(one.url) > at(other.url) ? 1 : 0))
			.slice(0, A_ROUND);
	};
	/** @returns whether anything is otherwise */
	const ask = async (which: Which): Promise<boolean> => {
		const incidents = (await needs.incidents()).filter((incident) => !isOver(incident));
		const changed = new Set<string>();
		const troubled = new Set<string>();
		for (const { url, at } of dueIn(incidents, which)) {
			const { host: name } = at.repository;
			const host = troubled.has(name) ? undefined : await needs.hostOf(name);
			if (!host) {
				continue;
			}
			askedAt.set(url, clock.now());
			const asker = account;
			try {
				const state = await host.pullRequest(at.repository, at.number, signal);
				if (asker === account && remember(url, state)) {
					changed.add(url);
				}
			} catch (error) {
				if (isAbort(error)) {
					throw error;
				}
				// A quiet matter: what is known is shown, and a later round asks again. Other hosts may be well.
				log.debug(url, FaultlineError.is(error) ? `${error.code}: ${error.message}` : error);
				if (!FaultlineError.is(error) || !OF_ONE.includes(error.code)) {
					troubled.add(name);
				}
			}
		}
		for (const incident of incidents) {
			const own = linked(incident);
			if (own.some(({ url }) => changed.has(url))) {
				onDidChange(incident.id);
			}
			for (const { url } of own) {
				const state = states.get(url);
				if (state?.state === 'merged') {
					onMerged(incident, url, state);
				}
			}
		}
		return changed.size > 0;
	};
	const round = (which: Which = 'all'): Promise<void> => {
		if (going) {
			wanted = wanted === 'all' ? 'all' : which;
			return going;
		}
		going = (async () => {
			let hasChanged = false;
			try {
				hasChanged = await ask(which);
			} catch (error) {
				if (!isAbort(error)) {
					log.debug('linked pull requests', error);
				}
			} finally {
				going = undefined;
				if (which === 'all') {
					lastAt = clock.now();
					wait = hasChanged || wanted === 'all' ? FIRST_MS : Math.min(wait * 2, LAST_MS);
					dueAt = clock.now() + (wanted === 'all' ? 0 : wait);
				} else if (hasChanged) {
					wait = FIRST_MS;
					dueAt = Math.min(dueAt, clock.now() + FIRST_MS);
				}
				const isNewWanted = wanted === 'new';
				wanted = undefined;
				plan();
				if (isNewWanted && isLooking) {
					void round('new');
				}
			}
		})();
		return going;
	};
	return {
		of: (incident) =>
			new Map(
				linked(incident).flatMap(({ url }) => {
					const state = states.get(url);
					return state ? [[url, state] as const] : [];
				}),
			),
		look: (isNow) => {
			if (isNow && !isLooking) {
				// Who comes back may come from the page of the pull request.
				wait = FIRST_MS;
				dueAt = Math.min(dueAt, Math.max(clock.now(), lastAt + FIRST_MS));
			}
			isLooking = isNow;
			plan();
		},
		soon: () => {
			wait = FIRST_MS;
			if (going) {
				wanted = 'all';
			} else {
				dueAt = clock.now();
				plan();
			}
		},
		incidentsChanged: () => {
			if (isLooking && !signal.aborted) {
				void round('new');
			}
		},
		forget: () => {
			account++;
			states.clear();
			askedAt.clear();
		},
		round: () => round(),
	};
}

/** All that may have changed, or only those that were never asked for. */
type Which = 'all' | 'new';

/** Whether it stays as it is: a closed one may be opened again, but who does so is on its page. */
const isSettled = (state: PullRequestState | undefined) => state?.state === 'merged' || state?.state === 'closed';
