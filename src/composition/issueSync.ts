import { lazy } from '../base/lazy';
import type { App } from '../host/app';
import type { IssueState } from '../host/github/issueSync';
import type { Ground } from './ground';

/** What follows issues; loaded once incidents are read. @param app asked for then */
export function issueSync({ log, clock, owned, alive }: Ground, app: () => App) {
	let made: Awaited<ReturnType<App['issueSyncs']>> | undefined;
	const issueSyncs = lazy(async () => {
		const { IssueSyncs } = await import('../host/github/issueSync');
		const { incidents, github } = app();
		made = owned.add(new IssueSyncs({ incidents, github, log, clock, alive }));
		return made;
	});
	return {
		issueSyncs,
		issueState: (incidentId: string, url: string): IssueState => made?.state(incidentId, url) ?? {},
		/** Follows from when incidents are first read. */
		watch: () => {
			owned.add(
				app().onDidChangeIncidents((ids) => {
					void issueSyncs().then(
						(syncs) => syncs.look(ids),
						(error: unknown) => log.warn('issues', error),
					);
				}),
			);
		},
	};
}
