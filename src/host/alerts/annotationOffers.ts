import * as l10n from '@vscode/l10n';
import { STATUSES, type Status } from '../../core/incident/status';
import type { App } from '../app';
import type { Runner } from '../run';
import { settings } from '../settings';
import { annotate, annotatingSources, annotationOf, askAndAnnotate } from './annotate';
import type { Heard } from './statusWatch';

/** Marks on graphs what people here open and mitigate, as the setting says, and never without it. */
export function annotationOffers(app: App, runner: Runner): Heard {
	return {
		wants: (before, now) =>
			settings.alerts().annotate !== 'never' && (before === undefined || isMitigated(before, now)),
		hear: async (incident, before) => {
			const sources = await annotatingSources(app);
			if (sources.length === 0) {
				return;
			}
			if (settings.alerts().annotate === 'always') {
				await runner.run('annotate', (run) => annotate(app, run, incident, annotationOf(incident), sources));
				return;
			}
			const names = sources.map(({ setting }) => setting.name).join(', ');
			runner.tell(
				'info',
				before === undefined
					? l10n.t('{0} was opened. Shall graphs of {1} show it?', incident.key, names)
					: l10n.t('{0} is mitigated. Shall graphs of {1} show until when it lasted?', incident.key, names),
				{ title: l10n.t('Annotate…'), act: (run) => askAndAnnotate(app, run, incident, sources) },
			);
		},
	};
}

const isMitigated = (before: Status, now: Status): boolean =>
	STATUSES.indexOf(before) < STATUSES.indexOf('mitigated') && STATUSES.indexOf(now) >= STATUSES.indexOf('mitigated');
