import { FaultlineError, isAbort } from '../../base/errors';
import type { HostedRepository } from '../../core/github/remote';
import type { CodeHost, NewPullRequest } from '../../core/ports/codeHost';
import type { Log } from '../../core/ports/log';

type Host = Pick<CodeHost, 'createPullRequest' | 'openPullRequest' | 'addLabels' | 'requestReviews'>;

/** What a pull request gets once it is there. */
export interface Extras {
	readonly labels: readonly string[];
	/** Login names. */
	readonly reviewers: readonly string[];
}

export interface OpenedPullRequest {
	readonly number: number;
	readonly url: string;
	/** There was one of that branch already: it was left as it is. */
	readonly wasThere: boolean;
	/** What it did not get, though it was wanted. */
	readonly refused: readonly (keyof Extras)[];
}

/**
 * Opens the pull request of a branch, or finds the open one: asked again after an answer that got lost, it makes no second one. Labels and
 * reviewers that are refused do not take it back.
 *
 * @throws FaultlineError `github.*`; there may be none then
 */
export async function openOnce(
	host: Host,
	repository: HostedRepository,
	wanted: NewPullRequest,
	{ labels, reviewers }: Extras,
	log: Log,
	signal: AbortSignal,
): Promise<OpenedPullRequest> {
	const there = await host.openPullRequest(repository, wanted, signal);
	if (there) {
		return { ...there, wasThere: true, refused: [] };
	}
	let made: { readonly number: number; readonly url: string };
	try {
		made = await host.createPullRequest(repository, wanted, signal);
	} catch (error) {
		const found = FaultlineError.is(error, 'github.exists') && (await host.openPullRequest(repository, wanted, signal));
		if (!found) {
			throw error;
		}
		return { ...found, wasThere: true, refused: [] };
	}
	const refused: (keyof Extras)[] = [];
	const add = async (what: keyof Extras, work: () => Promise<void>) => {
		try {
			await work();
		} catch (error) {
			if (!isAbort(error)) {
				log.warn(`${what} of ${made.url}`, error);
			}
			refused.push(what); // it is open all the same, and that has to be recorded
		}
	};
	if (labels.length > 0) {
		await add('labels', () => host.addLabels(repository, made.number, labels, signal));
	}
	if (reviewers.length > 0) {
		await add('reviewers', () => host.requestReviews(repository, made.number, reviewers, signal));
	}
	return { ...made, wasThere: false, refused };
}
