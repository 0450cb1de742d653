import { KINDS, type KindFacts, type SourceSetting } from '../../core/alerts/kinds';
import type { AlertSource } from '../../core/ports/alertSource';
import type { App } from '../app';

/** A monitor that is named here. */
export interface NamedSource {
	readonly setting: SourceSetting;
	readonly source: AlertSource;
}

/** The monitors whose kind can do something; those of other kinds are not even loaded. */
export function sourcesThat(
	app: Pick<App, 'alerts'>,
	can: (kind: KindFacts) => boolean,
): Promise<readonly NamedSource[]> {
	const { sources } = app.alerts;
	return Promise.all(
		sources
			.all()
			.filter(({ kind }) => can(KINDS[kind]))
			.map(async (setting) => ({ setting, source: await sources.open(setting) })),
	);
}
