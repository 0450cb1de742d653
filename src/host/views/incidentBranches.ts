import type { IncidentNode, Node } from './nodeTypes';

interface Needs {
	readonly read: (node: IncidentNode) => Promise<readonly Node[]>;
	/** Tells VS Code to draw nodes and what is below them anew. */
	readonly redraw: (nodes: readonly Node[]) => void;
}

/** Rows of an incident that are being read ahead. */
interface Reading {
	isChangedAgain: boolean;
	/** What takes longer than anybody waits for, while it goes on: it is given to VS Code, and nothing is read beside it. */
	late: Promise<readonly Node[]> | undefined;
}

/** A row says what it has to say this soon, though what is below it is still being read. */
const PATIENCE_MS = 300;

/**
 * What is below incidents. VS Code forgets the rows below one that is drawn anew until it has been given them again, and a menu that is open on such
 * a row leads nowhere meanwhile: so they are read before it is told.
 */
export class IncidentBranches {
	/** Incidents whose rows VS Code has. */
	private readonly open = new Set<string>();
	private readonly ready = new Map<string, readonly Node[]>();
	/** What is no longer in here while it is read is older than what VS Code asks for. */
	private readonly reading = new Map<string, Reading>();

	constructor(
		private readonly needs: Needs,
		private readonly patienceMs = PATIENCE_MS,
	) {}

	/** @throws what reading throws */
	async below(node: IncidentNode): Promise<readonly Node[]> {
		this.open.add(node.incidentId);
		const ready = this.ready.get(node.incidentId);
		this.ready.delete(node.incidentId);
		return ready ?? this.reading.get(node.incidentId)?.late ?? this.needs.read(node);
	}

	/** Draws anew what changed; changes of an incident that come while its rows are read are one. */
	redraw(nodes: readonly Node[]): void {
		const isRead = (node: Node) => node.kind === 'incident' && this.open.has(node.incidentId);
		const others = nodes.filter((node) => !isRead(node));
		if (others.length > 0) {
			for (const node of others) {
				this.outdate(node);
			}
			this.needs.redraw(others);
		}
		for (const node of nodes) {
			if (node.kind === 'incident' && isRead(node)) {
				void this.readAhead(node);
			}
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
		this.begin();
	}

	private outdate(node: Node): void {
		if (node.kind === 'incident') {
			this.ready.delete(node.incidentId);
			this.reading.delete(node.incidentId);
		} else {
			this.begin(); // a group's incidents are asked for after it
		}
	}

	private begin(): void {
		this.ready.clear();
		this.reading.clear();
	}

	private async readAhead(node: IncidentNode): Promise<void> {
		const { incidentId } = node;
		const before = this.reading.get(incidentId);
		if (before) {
			before.isChangedAgain = true;
			if (before.late) {
				this.needs.redraw([node]); // what is below it follows
			}
			return;
		}
		const state: Reading = { isChangedAgain: true, late: undefined };
		this.reading.set(incidentId, state);
		const isCurrent = () => this.reading.get(incidentId) === state;
		while (state.isChangedAgain && isCurrent()) {
			state.isChangedAgain = false;
			const read = this.needs.read(node);
			// What could not be read is read once more when VS Code asks, which then shows why not.
			const done = read.then(
				(rows) => ({ rows }),
				() => ({ rows: undefined }),
			);
			const soon = await within(this.patienceMs, done);
			if (isCurrent()) {
				this.ready.delete(incidentId); // what was read before and not asked for is older
				if (soon?.rows && this.open.has(incidentId)) {
					this.ready.set(incidentId, soon.rows);
				}
				state.late = soon ? undefined : read;
			}
			this.needs.redraw([node]);
			await done;
			state.late = undefined;
		}
		if (isCurrent()) {
			this.reading.delete(incidentId);
		}
	}
}

async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<undefined>((resolve) => {
		timer = setTimeout(() => resolve(undefined), ms);
	});
	try {
		return await Promise.race([work, late]);
	} finally {
		clearTimeout(timer);
	}
}
