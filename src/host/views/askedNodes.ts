import * as l10n from '@vscode/l10n';
import type { EarlierIncident } from '../../app/earlierIncidents';
import type { ShownOpinion } from '../../app/secondOpinion';
import { FaultlineError } from '../../base/errors';
import type { Incident } from '../../core/incident/record';
import type { Log } from '../../core/ports/log';
import { earlierNodes } from './earlierNodes';
import { failureNode } from './nodes';
import type { EarlierNode, Node, OpinionsNode } from './nodeTypes';
import { opinionNodes } from './suspectNodes';

export interface AskedNeeds {
	readonly log: Log;
	readonly whole: (id: string) => Promise<Incident | undefined>;
	readonly secondOpinions: (incident: Incident) => Promise<readonly ShownOpinion[]>;
	readonly earlier: (incident: Incident) => Promise<readonly EarlierIncident[]>;
}

/** What is below nodes for which somebody is asked only when they are opened. */
export class AskedNodes {
	/** Kept while an incident stays as it is: the tree is asked again every minute, and git should not be. */
	private opinions = new WeakMap<Incident, Promise<readonly ShownOpinion[]>>();

	constructor(private readonly needs: AskedNeeds) {}

	/** What goes wrong is a node that says so. */
	async below(node: OpinionsNode | EarlierNode): Promise<readonly Node[]> {
		const incident = await this.needs.whole(node.incidentId);
		if (!incident) {
			return [];
		}
		try {
			if (node.kind === 'secondOpinion') {
				return opinionNodes(node, await this.opinionsOn(incident));
			}
			const found = await this.needs.earlier(incident);
			return found.length > 0 ? earlierNodes(node, found) : [failureNode(node, l10n.t('None that is like this one'))];
		} catch (error) {
			this.opinions.delete(incident);
			this.needs.log.warn(node.kind, error);
			return [
				failureNode(node, FaultlineError.is(error) ? error.message : l10n.t('It could not be told; the log says why.')),
			];
		}
	}

	/** What frames are counts for opinions, and is another now. */
	forget(): void {
		this.opinions = new WeakMap();
	}

	private opinionsOn(incident: Incident): Promise<readonly ShownOpinion[]> {
		const asked = this.opinions.get(incident) ?? this.needs.secondOpinions(incident);
		this.opinions.set(incident, asked);
		return asked;
	}
}
