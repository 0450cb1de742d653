import * as v from 'valibot';
import { FaultlineError } from '../../../base/errors';
import type { SuspectedCommit, Suspecting } from '../../../core/ports/alertSource';
import { alertUnknown, checked, needing, type SourceNeeds } from '../needs';

/** Names of commits that are looked at. */
const MOST = 10;

const Issue = v.object({ project: v.object({ slug: v.string() }) });
const Event = v.object({ eventID: v.string() });
const Text = v.fallback(v.optional(v.nullable(v.string())), undefined);
const Committers = v.object({
	committers: v.array(
		v.object({ commits: v.array(v.object({ id: v.string(), message: Text, suspectCommitType: Text })) }),
	),
});

/**
 * The suspect commits that Sentry names for the latest event of an issue: those of its integration with the code host where there is one, else those
 * of the release that touched files of the trace. Its API has them where its own page takes them from; it is not among what is published.
 *
 * @param prefix of what belongs to the organization
 * @see getsentry/sentry, src/sentry/issues/endpoints/event_file_committers.py, and its serializer of commits
 */
export function sentrySuspecting({ http, name }: SourceNeeds, organization: string, prefix: string): Suspecting {
	const reading = <T>(work: Promise<T>) => needing(name, 'event:read', work);
	const known = <T>(title: string, work: Promise<T>) =>
		reading(work).catch((error: unknown) => {
			throw FaultlineError.is(error, 'http.notFound') ? alertUnknown(name, title) : error;
		});
	return {
		suspects: async ({ key, title }, signal) => {
			const issue = `${prefix}/issues/${encodeURIComponent(key)}/`;
			const about = checked(name, Issue, await known(title, http.json({ path: issue }, signal)));
			const latest = await known(title, http.json({ path: `${issue}events/latest/` }, signal));
			const event = encodeURIComponent(checked(name, Event, latest).eventID);
			const project = `/api/0/projects/${encodeURIComponent(organization)}/${encodeURIComponent(about.project.slug)}`;
			const found = await reading(http.json({ path: `${project}/events/${event}/committers/` }, signal)).catch(
				(error: unknown) => {
					if (FaultlineError.is(error, 'http.notFound')) {
						return { committers: [] }; // which is how it says that it names none
					}
					throw error;
				},
			);
			const commits = checked(name, Committers, found).committers.flatMap((one) => one.commits);
			return commits.slice(0, MOST).flatMap(({ id, message, suspectCommitType }): readonly SuspectedCommit[] => {
				const sha = id.toLowerCase();
				// Where releases are named by hand an id may be anything.
				return /^[0-9a-f]{7,64}$/.test(sha)
					? [{ sha, subject: firstLine(message ?? ''), by: (suspectCommitType ?? '').slice(0, 100) }]
					: [];
			});
		},
	};
}

const firstLine = (message: string) => message.trim().split('\n', 1)[0]?.trim().slice(0, 200) ?? '';
