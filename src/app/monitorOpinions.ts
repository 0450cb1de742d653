import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../base/errors';
import type { AlertRecord } from '../core/alerts/model';
import { oneLine } from '../core/alerts/raw';
import type { AlertSource, SuspectedCommit } from '../core/ports/alertSource';
import type { Repository } from '../core/ports/repository';
import type { ShownOpinion } from './secondOpinion';

/** Alerts of an incident that a monitor is asked about; of each, commits that are shown. */
const ALERTS = 3;
const SHOWN = 3;
/** A list that a person waits for does not wait longer for this. */
const WAIT_MS = 10_000;

/** A monitor that names suspects of its own, as a person calls it. */
export interface SuspectingSource {
	readonly name: string;
	readonly source: Pick<AlertSource, 'identity' | 'suspecting'>;
}

/**
 * The commits that monitors themselves hold responsible for alerts of an incident, beside what their rules would name here. A monitor that cannot
 * be asked is an opinion that says why.
 *
 * @throws `signal.reason` when cancelled
 */
export async function monitorOpinions(
	alerts: readonly AlertRecord[],
	sources: readonly SuspectingSource[],
	repository: Repository,
	signal: AbortSignal,
): Promise<readonly ShownOpinion[]> {
	const asked = sources.flatMap(({ name, source }) =>
		alerts
			.filter((alert) => alert.source === source.identity)
			.slice(0, ALERTS)
			.map(async (alert): Promise<readonly ShownOpinion[]> => {
				const about = l10n.t(
					'What {0} itself names for “{1}”, as its own page shows it: not by our reading of its rule.',
					name,
					oneLine(alert.title, 100),
				);
				const opinion = { rule: 'monitor', name, about } as const;
				try {
					const inTime = AbortSignal.any([signal, AbortSignal.timeout(WAIT_MS)]);
					const found = (await source.suspecting?.suspects(alert, inTime)) ?? [];
					return found.length === 0
						? [{ ...opinion, detail: l10n.t('It names none.') }]
						: await Promise.all(
								found.slice(0, SHOWN).map((one) => opinionOf(one, { ...opinion, detail: '' }, repository, signal)),
							);
				} catch (error) {
					signal.throwIfAborted();
					const detail = FaultlineError.is(error) ? error.message : l10n.t('It could not be asked.');
					return [{ ...opinion, isUnknown: true, detail }];
				}
			}),
	);
	return (await Promise.all(asked)).flat();
}

async function opinionOf(
	{ sha: said, subject, by }: SuspectedCommit,
	opinion: ShownOpinion,
	repository: Repository,
	signal: AbortSignal,
): Promise<ShownOpinion> {
	const way = by === '' ? '' : l10n.t('It came to it {0}.', oneLine(by, 100));
	const sha = await repository.resolve(said, signal).catch((error: unknown) => {
		if (FaultlineError.is(error, 'git.unknownRevision')) {
			return undefined;
		}
		throw error;
	});
	const commit = sha === undefined ? undefined : (await repository.commits([sha], signal)).get(sha);
	if (commit) {
		return { ...opinion, detail: way, sha: commit.sha, commit };
	}
	const elsewhere = said.slice(0, 7);
	const where = l10n.t('{0} “{1}” is not in this clone: fetch it to see its diff.', elsewhere, oneLine(subject, 100));
	return { ...opinion, elsewhere, detail: [where, way].filter(Boolean).join(' ') };
}
