import { isAbort } from '../../base/errors';
import type { Incident } from '../../core/incident/record';
import type { Earlier, HostToPage } from '../../protocol/page';
import type { App } from '../app';
import { howResolved, whyEarlier } from '../earlierWords';
import { statusName } from '../words';

/** Tells a page of earlier incidents, after the picture of its own: without them the page is whole. */
export class PageEarlier {
	private from: Incident | undefined;

	constructor(
		private readonly app: Pick<App, 'incidents' | 'earlier' | 'log'>,
		private readonly incidentId: string,
		private readonly post: (message: HostToPage) => void,
		private readonly signal: AbortSignal,
	) {}

	/** Sends them where the incident is another than the last time, or the page was made anew. Never rejects. */
	async send({ isAnew = false } = {}): Promise<void> {
		try {
			const incident = await (await this.app.incidents()).get(this.incidentId);
			if (incident && !incident.isDeleted && (isAnew || incident !== this.from)) {
				this.from = incident;
				const found = await this.app.earlier(incident, this.signal);
				this.post({ type: 'earlier', found: found.map(shown) });
			}
		} catch (error) {
			if (!isAbort(error)) {
				this.app.log.warn('earlier incidents', error);
			}
		}
	}
}

function shown(one: Awaited<ReturnType<App['earlier']>>[number]): Earlier {
	const { id, key, title, detectedAt, status } = one.incident;
	return {
		...{ id, key, title, at: detectedAt, statusName: statusName(status) },
		why: [...whyEarlier(one)],
		resolved: [...howResolved(one).slice(1)], // its status stands beside its key
	};
}
