import type { Exception, Frame, Relation } from '../model';

/** One traceback. */
export interface Block {
	readonly type: string;
	readonly message: string;
	/** Outermost call first, as printed. */
	readonly frames: readonly Frame[];
	readonly start: number;
	readonly end: number;
}

/** An exception, with what hangs on it. */
interface Node {
	readonly block: Block;
	readonly members: Node[];
	readonly inner?: { readonly node: Node; readonly relation: 'cause' | 'context' };
}

/** A chain that may go on: its outermost exception so far, and how deep in groups it stands. */
interface OpenChain {
	readonly column: number;
	outermost: Node;
	/** The group that it is a member of. */
	readonly group: Node | undefined;
}

/** Groups in groups that are told apart; deeper ones count as members of the last. */
const MAX_DEPTH = 16;

/**
 * Builds chains and groups from tracebacks in the order in which Python prints them: the first error of a chain first, a group before its
 * members. Members are told from their group by the column of the ruler above them.
 */
export class Chains {
	private readonly open: OpenChain[];

	constructor(first: Block) {
		this.open = [{ column: -1, outermost: { block: first, members: [] }, group: undefined }];
	}

	/** A member of the group before, below a ruler that begins at `column`. */
	addMember(block: Block, column: number): void {
		this.close((chain) => chain.column >= column);
		const group = this.last().outermost;
		const outermost: Node = { block, members: [] };
		group.members.push(outermost);
		if (this.open.length < MAX_DEPTH) {
			this.open.push({ column, outermost, group });
		}
	}

	/** An exception that the one before led to. */
	addOuter(block: Block, column: number, relation: 'cause' | 'context'): void {
		this.close((chain) => chain.column > column);
		const chain = this.last();
		const outermost: Node = { block, members: [], inner: { node: chain.outermost, relation } };
		chain.group?.members.splice(-1, 1, outermost);
		chain.outermost = outermost;
	}

	/** Outermost exception first, each with its members and then its causes behind it; `thread` is where the outermost one was thrown. */
	exceptions(thread?: string): readonly Exception[] {
		const all: Exception[] = [];
		const [chain] = this.open;
		if (chain) {
			addTo(all, chain.outermost, 'thrown');
		}
		const [first, ...others] = all;
		return first && thread !== undefined ? [{ ...first, thread }, ...others] : all;
	}

	private close(isClosed: (chain: OpenChain) => boolean): void {
		while (this.open.length > 1 && isClosed(this.last())) {
			this.open.pop();
		}
	}

	private last(): OpenChain {
		return this.open[this.open.length - 1] as OpenChain; // the chain outside of all groups is never closed
	}
}

/** Recursive in groups only, whose depth is limited; a chain may have thousands. */
function addTo(all: Exception[], outermost: Node, as: Relation): void {
	let relation = as;
	for (let node: Node | undefined = outermost; node; node = node.inner?.node) {
		const { type, message, frames, start, end } = node.block;
		all.push({ type, message, relation, frames: frames.toReversed(), range: [start, end] });
		for (const member of node.members) {
			addTo(all, member, 'member');
		}
		relation = node.inner?.relation ?? relation;
	}
}
