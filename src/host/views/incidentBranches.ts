import type { IncidentNode, Node } from './nodeTypes';

interface Needs {
	readonly read: (node: IncidentNode) => Promise<readonly Node[]>;
	/** Tells VS Code to draw nodes and what is below them anew. */
	readonly redraw: (nodes: readonly Node[]) => void;
}

/**
 * What is below incidents. VS Code forgets the rows below one that is drawn anew until it has been given them again, and a menu that is open on such
 * a row leads nowhere meanwhile: so they are read before it is told.
 */
export class IncidentBranches {
	/** Incidents whose rows VS Code has. */
	private readonly open = new Set<string>();
	private readonly ready = new Map<string, readonly Node[]>();
	private readonly changed = new Set<IncidentNode>();
	private isReading = false;

	constructor(private readonly needs: Needs) {}

	/** @throws what reading throws */
	async below(node: IncidentNode): Promise<readonly Node[]> {
		this.open.add(node.incidentId);
		const ready = this.ready.get(node.incidentId);
		this.ready.delete(node.incidentId);
		return ready ?? this.needs.read(node);
	}

	/** Draws anew what changed; changes that come while rows are read are one. */
	redraw(nodes: readonly Node[]): void {
		const open = nodes.filter((node) => node.kind === 'incident' && this.open.has(node.incidentId));
		if (open.length < nodes.length) {
			this.ready.clear(); // a group's incidents are asked for after it
			this.needs.redraw(nodes.filter((node) => !open.includes(node)));
		}
		for (const node of open) {
			this.changed.add(node as IncidentNode);
		}
		if (open.length > 0 && !this.isReading) {
			void this.readChanged();
		}
	}

	/** Says what a person did with an incident's row. */
	set(incidentId: string, isOpen: boolean): void {
		if (isOpen) {
			this.open.add(incidentId);
		} else {
			this.open.delete(incidentId);
			this.ready.delete(incidentId);
		}
	}

	/** Says that all is drawn anew. */
	forget(): void {
		this.open.clear();
		this.ready.clear();
		this.changed.clear();
	}

	private async readChanged(): Promise<void> {
		this.isReading = true;
		while (this.changed.size > 0) {
			const nodes = [...this.changed];
			this.changed.clear();
			const read = await Promise.allSettled(nodes.map((node) => this.needs.read(node)));
			for (const [index, result] of read.entries()) {
				const id = nodes[index]?.incidentId ?? '';
				// What could not be read is read once more when VS Code asks, which then shows why not.
				if (result.status === 'fulfilled' && this.open.has(id)) {
					this.ready.set(id, result.value);
				}
			}
			this.needs.redraw(nodes);
		}
		this.isReading = false;
	}
}
