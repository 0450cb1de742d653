import { monitorOpinions } from '../../app/monitorOpinions';
import type { ShownOpinion } from '../../app/secondOpinion';
import type { Incident } from '../../core/incident/record';
import { withOriginals } from '../../core/suspects/originals';
import { sourcesThat } from '../alerts/sourcesThat';
import type { App } from '../app';
import { settings } from '../settings';

/**
 * What the rules of other products would name for an incident that was analysed, and what its monitors name themselves; none where it was not, or not in a repository.
 *
 * @throws FaultlineError `git.*`, `workspace.untrusted`; `signal.reason` when cancelled
 */
export async function opinionsOn(
	app: Pick<App, 'openRepository' | 'tracesOf' | 'secondOpinions' | 'relocated' | 'alerts'>,
	incident: Incident,
	signal: AbortSignal,
): Promise<readonly ShownOpinion[]> {
	const { analysis, repository: root, evidence, startedAt } = incident;
	if (!analysis || root === undefined) {
		return [];
	}
	const repository = await app.openRepository(root, signal);
	const { traces } = await app.tracesOf(evidence);
	const shown = (await app.relocated(incident, signal)).analysis ?? analysis;
	const monitors = (await sourcesThat(app, ({ suspects }) => suspects === true)).map(({ setting, source }) => ({
		name: setting.name,
		source,
	}));
	const theirs = monitorOpinions(incident.alerts ?? [], monitors, repository, signal);
	const byRule = app.secondOpinions(
		{
			repository,
			revision: analysis.revision,
			traces: withOriginals(traces, analysis.originals),
			locations: shown.locations,
			inApp: settings.inAppRules(),
			startedAt,
		},
		signal,
	);
	return (await Promise.all([theirs, byRule])).flat();
}
