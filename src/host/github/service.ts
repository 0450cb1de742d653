import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type FollowedNeeds, type FollowedPullRequests, followedPullRequests } from '../../app/followedPullRequests';
import { type SuspectOrigins, suspectOrigins } from '../../app/suspectOrigins';
import type { Listen } from '../../base/emitter';
import { FaultlineError } from '../../base/errors';
import { apiAddress, GITHUB_ADDRESS, type HostAddress } from '../../core/github/address';
import { type HostedRepository, hostedRemotes, type KnownHosts } from '../../core/github/remote';
import type { Incident } from '../../core/incident/record';
import type { Clock } from '../../core/ports/clock';
import type { CodeHost } from '../../core/ports/codeHost';
import type { IssueTracker } from '../../core/ports/issueTracker';
import type { Log } from '../../core/ports/log';
import type { Repository } from '../../core/ports/repository';
import { settings } from '../settings';
import type { HostedChoices } from './hostedChoices';
import { sessionToken } from './signIn';
import type { GitHubTokens } from './tokens';

export type GitHubHost = CodeHost & IssueTracker;

/** GitHub, and servers of GitHub Enterprise, as commands reach them. */
export interface GitHub {
	/** Hosts that are GitHub's, by the settings. */
	known(): KnownHosts;
	/** Where the hosts are, github.com first. */
	addresses(): readonly HostAddress[];
	/** A host as whoever is signed in sees it, without asking anybody: undefined where nobody is. */
	quietly(host: string): Promise<GitHubHost | undefined>;
	/**
	 * The same, for something that a person asked for: they are asked to sign in where they are not.
	 *
	 * @param why what it is needed for, in a sentence
	 * @param isAnew asks even who is signed in: the host does not take that any more
	 * @throws FaultlineError `github.notSignedIn`, `github.unknownHost`
	 */
	signedIn(host: string, why: string, isAnew?: boolean): Promise<GitHubHost>;
	/** A host by a token. */
	by(address: HostAddress, token: string): Promise<GitHubHost>;
	readonly tokens: GitHubTokens;
	readonly choices: HostedChoices;
	readonly origins: SuspectOrigins;
	/** Pull requests that incidents are linked to. */
	readonly followed: FollowedPullRequests;
	/** Ids of incidents of which more is known: of their suspects, or of what they are linked to. */
	readonly onDidChangeOrigins: Listen<string>;
	/** Tells that more is known of an incident. */
	tell(incidentId: string): void;
	/** Somebody signed in or out, or gave or took a token: what another account was told is forgotten, and asked for anew. */
	accountsChanged(): Promise<void>;
}

export interface GitHubNeeds {
	readonly log: Log;
	readonly clock: Clock;
	readonly tokens: GitHubTokens;
	readonly choices: HostedChoices;
	readonly openRepository: (folder: string, signal: AbortSignal) => Promise<Repository>;
	/** Loads the client and makes one. */
	readonly connect: (connection: {
		readonly host: string;
		readonly api: string;
		readonly token: string;
	}) => Promise<GitHubHost>;
	readonly changed: { fire(incidentId: string): void; readonly event: Listen<string> };
	/** Incidents whose pull requests are followed. */
	readonly followedIncidents: () => Promise<readonly Incident[]>;
	readonly onMerged: FollowedNeeds['onMerged'];
	/** Ends what goes on in the background. */
	readonly alive: AbortSignal;
}

export function gitHub(needs: GitHubNeeds): GitHub {
	const { log, clock, tokens, choices, openRepository, connect, changed, alive, followedIncidents, onMerged } = needs;
	/** One for each host, with what it knows by ETag; another token is another account. */
	const clients = new Map<string, { readonly token: string; readonly client: Promise<GitHubHost> }>();
	const addresses = () => {
		const { enterprise, editorsEnterprise } = settings.github();
		const others = [enterprise, editorsEnterprise].flatMap((one) => one ?? []);
		return [
			GITHUB_ADDRESS,
			...others.filter((one, index) => others.findIndex(({ host }) => host === one.host) === index),
		];
	};
	const addressOf = (host: string) => addresses().find((one) => one.host === host);
	const by = (address: HostAddress, token: string): Promise<GitHubHost> => {
		const known = clients.get(address.host);
		if (known?.token === token) {
			return known.client;
		}
		const client = connect({ host: address.host, api: apiAddress(address), token });
		clients.set(address.host, { token, client });
		return client;
	};
	const tokenFor = async (address: HostAddress) => (await tokens.get(address.host)) ?? (await sessionToken(address));
	const quietly = async (host: string) => {
		const address = addressOf(host);
		const token = address && (await tokenFor(address));
		return address && token ? by(address, token) : undefined;
	};
	const known = () => ({
		enterprise: addresses()
			.slice(1)
			.map(({ host }) => host),
		aliases: settings.github().sshAliases,
	});
	const hosted = async (incident: Incident, signal: AbortSignal): Promise<HostedRepository | undefined> => {
		if (!vscode.workspace.isTrusted || incident.repository === undefined || !settings.github().showsPullRequests) {
			return undefined;
		}
		const { root, remoteAddresses } = await openRepository(incident.repository, signal);
		const all = hostedRemotes(await remoteAddresses(signal), known()).map(({ repository }) => repository);
		return choices.of(root, all) ?? all[0];
	};
	const origins = suspectOrigins(
		{
			...{ hosted, clock, log },
			hostOf: ({ host }) => quietly(host),
			containedIn: async ({ repository: folder = '' }, tips, shas, given) =>
				(await openRepository(folder, given)).containedIn(tips, shas, given),
			onDidChange: (id) => changed.fire(id),
		},
		alive,
	);
	const followed = followedPullRequests(
		{
			...{ incidents: followedIncidents, known, onMerged, clock, log },
			hostOf: async (host) =>
				vscode.workspace.isTrusted && settings.github().showsPullRequests ? quietly(host) : undefined,
			onDidChange: (id) => changed.fire(id),
			after: (ms, work) => {
				const timer = setTimeout(work, ms);
				return () => clearTimeout(timer);
			},
		},
		alive,
	);
	return {
		...{ known, addresses, quietly, by, tokens, choices, origins, followed },
		signedIn: async (host, why, isAnew) => {
			const address = addressOf(host);
			if (!address) {
				throw unknownHost(host);
			}
			const token = (await tokens.get(host)) ?? (await sessionToken(address, why, isAnew));
			if (token === undefined) {
				throw unknownHost(host);
			}
			return by(address, token);
		},
		onDidChangeOrigins: changed.event,
		tell: (id) => changed.fire(id),
		accountsChanged: async () => {
			let isAnother = false;
			for (const [host, { token }] of [...clients]) {
				const address = addressOf(host);
				if (!address || (await tokenFor(address)) !== token) {
					clients.delete(host); // with what it knows by ETag
					isAnother = true;
				}
			}
			if (isAnother) {
				followed.forget();
				origins.forget();
			}
			origins.retry();
			followed.soon();
		},
	};
}

const unknownHost = (host: string) =>
	new FaultlineError(
		'github.unknownHost',
		l10n.t('{0} is no host that is known to be GitHub’s. Name it in the settings first.', host),
	);
