import { isAbort } from '../../base/errors';
import { type DeployMark, deployMarks } from '../../core/alerts/deployMarks';
import type { Incident } from '../../core/incident/record';
import type { App } from '../app';
import { sourcesThat } from './sourcesThat';

/** How long before an incident a deployment may have been that is worth offering. */
const BEFORE_MS = 7 * 86_400_000;
const AFTER_MS = 10 * 60_000;
/** A list that a person waits for does not wait longer for what is only a hint. */
const WAIT_MS = 3000;

/** A deployment with the name of the monitor whose graphs are marked with it. */
export interface NamedMark extends DeployMark {
	readonly monitor: string;
}

/** Deployments before an incident that marks on graphs tell of, the newest first. A monitor that does not answer, or may not be asked, tells of none. */
export async function deployMarksOf(
	app: Pick<App, 'alerts' | 'log'>,
	{ startedAt }: Incident,
	signal: AbortSignal,
): Promise<readonly NamedMark[]> {
	const inTime = AbortSignal.any([signal, AbortSignal.timeout(WAIT_MS)]);
	const found = await Promise.all(
		(await sourcesThat(app, ({ annotates }) => annotates === true)).map(async ({ setting, source }) => {
			try {
				const all = await source.annotating?.annotations(startedAt - BEFORE_MS, startedAt + AFTER_MS, inTime);
				return deployMarks(all ?? [], startedAt).map((mark) => ({ ...mark, monitor: setting.name }));
			} catch (error) {
				signal.throwIfAborted();
				app.log.debug(`${setting.name}: annotations`, isAbort(error) ? 'took too long' : error);
				return [];
			}
		}),
	);
	return found.flat().sort((one, other) => other.at - one.at);
}
