import * as l10n from '@vscode/l10n';
import type { Incident } from '../../core/incident/record';
import type { Status } from '../../core/incident/status';
import type { App } from '../app';
import type { Runner } from '../run';
import { settings } from '../settings';
import { hearingOf, sendBack, type Verb, verbTitle } from './sendBack';
import type { Heard } from './statusWatch';

/** Tells monitors what people here do with incidents of their alerts, as the setting says, and never without it. */
export function writeBack(app: App, runner: Runner): Heard {
	return {
		wants: (before, now) => settings.alerts().writeBack !== 'never' && verbOf(before, now) !== undefined,
		hear: async (incident, before, now) => {
			const verb = verbOf(before, now);
			if (incident.alerts && verb !== undefined) {
				await offer(app, runner, incident, verb);
			}
		},
	};
}

async function offer(app: App, runner: Runner, incident: Incident, verb: Verb): Promise<void> {
	const hearing = await hearingOf(app, incident, verb);
	const [first] = hearing;
	if (!first) {
		return;
	}
	if (settings.alerts().writeBack === 'always') {
		await runner.run('alerts', (run) => sendBack(app, run, incident, verb, hearing));
		return;
	}
	const names = hearing.map(({ name }) => name).join(', ');
	const said =
		verb === 'acknowledge'
			? l10n.t('{0} is acknowledged. Shall {1} know?', incident.key, names)
			: l10n.t('{0} is resolved. Shall its alerts be resolved in {1}, too?', incident.key, names);
	runner.tell('info', said, {
		title: hearing.length === 1 ? verbTitle(verb, first) : l10n.t('Tell Them'),
		act: (run) => sendBack(app, run, incident, verb, hearing),
	});
}

function verbOf(before: Status | undefined, now: Status): Verb | undefined {
	if (before === undefined) {
		return undefined;
	}
	if (now === 'resolved' || (now === 'closed' && before !== 'resolved')) {
		return 'resolve';
	}
	return before === 'new' && (now === 'acknowledged' || now === 'investigating') ? 'acknowledge' : undefined;
}
