// What is changed in Opsgenie and in its successor: both take a request at once, and do it later.
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { FaultlineError } from '../../../base/errors';
import { alertGone, checked, needing, type SourceNeeds, unlessGone } from '../needs';

/** How often it is looked whether a change was made. */
const LOOKS = 10;
const LOOK_MS = 300;

const Accepted = v.object({ requestId: v.string() });
const Outcome = v.object({
	success: v.optional(v.boolean()),
	isSuccess: v.optional(v.boolean()),
	status: v.optional(v.string()),
});
const Done = v.union([v.object({ data: Outcome }), Outcome]);

/** A change of one alert. */
export interface Change {
	/** As the API calls it. */
	readonly verb: 'acknowledge' | 'close' | 'escalate';
	readonly alert: { readonly key: string; readonly title: string };
	readonly body: object | undefined;
	/** Doing it twice is the same as once. */
	readonly isIdempotent: boolean;
}

/**
 * Asks for a change, and waits until it was made, for some seconds.
 *
 * @param prefix what comes before the paths
 * @param permission that is needed for it
 * @throws FaultlineError `alerts.gone`, `alerts.missingPermission`, `alerts.refused`, `http.*`; `http.unclear` where it was taken, and nobody says what became of it
 */
export async function change(
	{ http, name, wait }: SourceNeeds,
	prefix: string,
	permission: string,
	{ verb, alert: { key, title }, body, isIdempotent }: Change,
	signal: AbortSignal,
): Promise<void> {
	const path = `${prefix}/alerts/${encodeURIComponent(key)}/${verb}`;
	const sent = http.json({ method: 'POST', path, body, isIdempotent }, signal);
	const accepted = v.safeParse(Accepted, await unlessGone(name, title, needing(name, permission, sent)));
	if (!accepted.success) {
		return;
	}
	for (let looks = 0; looks < LOOKS; looks++) {
		const asked = `${prefix}/alerts/requests/${encodeURIComponent(accepted.output.requestId)}`;
		const done = await http.json({ path: asked }, signal).catch((error: unknown) => {
			if (FaultlineError.is(error, 'http.notFound')) {
				return undefined; // it has not begun
			}
			signal.throwIfAborted();
			throw unsaid(name, error); // it was taken: whether it is done is another matter
		});
		if (done !== undefined) {
			const outcome = checked(name, Done, done);
			const { success, isSuccess, status } = 'data' in outcome ? outcome.data : outcome;
			if (success === false || isSuccess === false) {
				throw /not exist|not found/i.test(status ?? '') ? alertGone(name, title) : refused(name, status ?? '');
			}
			return;
		}
		await wait(LOOK_MS, signal);
	}
	throw unsaid(name, undefined);
}

const unsaid = (name: string, cause: unknown) =>
	new FaultlineError(
		'http.unclear',
		l10n.t('{0} took this, and has not said whether it is done. Look there before you try again.', name),
		{ cause },
	);

const refused = (name: string, status: string) =>
	new FaultlineError('alerts.refused', l10n.t('{0} did not accept this: {1}', name, status.slice(0, 300)));
