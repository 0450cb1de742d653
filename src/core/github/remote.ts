/** A repository on GitHub, or on a server of GitHub Enterprise. Names are compared without case, as GitHub does. */
export interface HostedRepository {
	/** Of the web address, in lower case: `github.com`, or an enterprise's own, with its port where that is not the usual one. */
	readonly host: string;
	readonly owner: string;
	readonly name: string;
}

/** A remote as git calls it, with the address that git would use: `insteadOf` is applied already. */
export interface Remote {
	readonly name: string;
	readonly url: string;
}

/** Which hosts are GitHub's. */
export interface KnownHosts {
	/** Hosts of GitHub Enterprise beside github.com, as in a web address. */
	readonly enterprise: readonly string[];
	/** Hosts as an SSH configuration renames them → the host that is meant; an unlisted alias could be anybody's machine. */
	readonly aliases: Readonly<Record<string, string>>;
}

export const GITHUB = 'github.com';

/** Other names by which GitHub itself says it can be reached; the second is for networks that block the port of SSH. */
const NAMES_OF_GITHUB = ['www.github.com', 'ssh.github.com'];

const OWNER = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,99})$/;
const NAME = /^[A-Za-z0-9._-]{1,100}$/;

/** `https://user:token@host:8443/owner/name.git/`, also `ssh://`, `git://`, `git+ssh://`. */
const ADDRESS = /^(https?|ssh|git\+ssh|ssh\+git|git):\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^:/?#]+)(?::(\d*))?\/+([^?#]*)$/i;
/** `git@host:owner/name.git`; a colon after the first slash belongs to a path on this machine. */
const SCP = /^(?:[^@/:]+@)?([^@:/[\]]+):(?!\/\/)\/*([^?#]*)$/;

/**
 * The repository that a remote's address leads to; undefined where that is no repository of a host that is known to be GitHub's. Takes any text,
 * in linear time.
 */
export function hostedRepository(url: string, known: KnownHosts): HostedRepository | undefined {
	const place = placeOf(url.trim());
	const host = place && hostOf(place, known);
	if (!place || host === undefined) {
		return undefined;
	}
	const [owner, name, ...rest] = place.path.replace(/\/+$/, '').split('/');
	const bare = name?.replace(/\.git$/i, '') ?? '';
	if (owner === undefined || rest.length > 0 || !OWNER.test(owner) || !NAME.test(bare) || /^\.{1,2}$/.test(bare)) {
		return undefined;
	}
	return { host, owner, name: bare };
}

interface Place {
	readonly host: string;
	/** Empty where it is the usual one, or where it is none of the web's. */
	readonly port: string;
	readonly isWeb: boolean;
	readonly path: string;
}

function placeOf(url: string): Place | undefined {
	if (url.length > 2000) {
		return undefined;
	}
	const [, protocol, host, port = '', path] = ADDRESS.exec(url) ?? [];
	if (protocol !== undefined && host !== undefined && path !== undefined) {
		const isWeb = /^https?$/i.test(protocol);
		const usual = protocol.toLowerCase() === 'http' ? '80' : '443';
		return { host: host.toLowerCase(), port: isWeb && port !== usual ? port : '', isWeb, path };
	}
	if (url.includes('://')) {
		return undefined;
	}
	const [, scpHost, scpPath] = SCP.exec(url) ?? [];
	const isDrive = scpHost?.length === 1; // C:/repositories/shop
	return scpHost === undefined || scpPath === undefined || isDrive
		? undefined
		: { host: scpHost.toLowerCase(), port: '', isWeb: false, path: scpPath };
}

function hostOf({ host, port, isWeb }: Place, { enterprise, aliases }: KnownHosts): string | undefined {
	const said = isWeb ? undefined : Object.entries(aliases).find(([alias]) => alias.toLowerCase() === host)?.[1];
	const meant = said?.trim().toLowerCase() ?? (port === '' ? host : `${host}:${port}`);
	if (meant === GITHUB || NAMES_OF_GITHUB.includes(meant)) {
		return GITHUB;
	}
	// The port of SSH says nothing of the web's, so there the name alone has to do.
	const same = (one: string) => one === meant || (!isWeb && one.replace(/:\d+$/, '') === meant);
	return enterprise.map((one) => one.toLowerCase()).find(same);
}

/** Whether two are one repository. */
export const isSameRepository = (one: HostedRepository, other: HostedRepository): boolean =>
	keyOf(one) === keyOf(other);

/** What a repository is known by, in lower case: `github.com/owner/name`. */
export const keyOf = ({ host, owner, name }: HostedRepository): string => `${host}/${owner}/${name}`.toLowerCase();

/** `owner/name`, and the host where that is not GitHub's own. */
export const repositoryName = ({ host, owner, name }: HostedRepository): string =>
	host === GITHUB ? `${owner}/${name}` : `${host}/${owner}/${name}`;

/** A repository on GitHub and the remotes that lead to it. */
export interface HostedRemote {
	readonly repository: HostedRepository;
	/** Names of remotes, as git lists them. */
	readonly remotes: readonly string[];
}

/** The repositories that the remotes lead to, each once: that of `upstream` first, then that of `origin`, since a fork's issues are its parent's. */
export function hostedRemotes(remotes: readonly Remote[], known: KnownHosts): readonly HostedRemote[] {
	const found = new Map<string, { repository: HostedRepository; remotes: string[] }>();
	for (const { name, url } of remotes) {
		const repository = hostedRepository(url, known);
		if (repository) {
			const one = found.get(keyOf(repository)) ?? { repository, remotes: [] };
			one.remotes.push(name);
			found.set(keyOf(repository), one);
		}
	}
	const place = ({ remotes: names }: HostedRemote) =>
		names.includes('upstream') ? 0 : names.includes('origin') ? 1 : 2;
	return [...found.values()].sort((one, other) => place(one) - place(other));
}

/**
 * The address of another repository of the same host, in the form that a remote's address has; undefined where that form is not known to end
 * with owner and name.
 */
export function addressLike(url: string, from: HostedRepository, to: HostedRepository): string | undefined {
	const [, before, owner, name, after] = /^(\S*[/:])([^/:\s]+)\/([^/\s]+?)((?:\.git)?\/*)$/.exec(url) ?? [];
	const isFrom = owner?.toLowerCase() === from.owner.toLowerCase() && name?.toLowerCase() === from.name.toLowerCase();
	return isFrom && to.host === from.host ? `${before}${to.owner}/${to.name}${after}` : undefined;
}

/** An issue or a pull request by its number. */
export interface HostedNumber {
	readonly repository: HostedRepository;
	readonly kind: 'issue' | 'pullRequest';
	readonly number: number;
}

/** What the address of an issue's or a pull request's page leads to; undefined for any other address. */
export function numberInAddress(url: string, known: KnownHosts): HostedNumber | undefined {
	const [, base, page, digits] = /^(https?:\/\/.+)\/(issues|pull)\/(\d{1,10})(?:[/?#].*)?$/i.exec(url.trim()) ?? [];
	const repository = base === undefined ? undefined : hostedRepository(base, known);
	const number = Number(digits);
	return repository && number > 0
		? { repository, kind: page?.toLowerCase() === 'pull' ? 'pullRequest' : 'issue', number }
		: undefined;
}
