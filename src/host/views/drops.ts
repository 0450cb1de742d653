import * as vscode from 'vscode';
import { type Move, moveInto } from '../../core/incident/triage/move';
import type { GroupNode, Node } from './nodeTypes';

/** Of what is dragged from the tree itself; VS Code names it. */
const INCIDENTS = 'application/vnd.code.tree.faultline.incidents';
const FILES = 'text/uri-list';

/** What was dropped on the tree. */
export type Drop =
	| { readonly kind: 'incidents'; readonly ids: readonly string[]; readonly move: Move }
	| { readonly kind: 'files'; readonly incidentId: string; readonly uris: readonly vscode.Uri[] };

/** Incidents are dragged to groups, files to incidents; `onDrop` does what that asks for. */
export class Drops implements vscode.TreeDragAndDropController<Node> {
	readonly dragMimeTypes = [INCIDENTS];
	readonly dropMimeTypes = [INCIDENTS, FILES];

	constructor(private readonly onDrop: (drop: Drop) => void) {}

	handleDrag(source: readonly Node[], data: vscode.DataTransfer): void {
		const ids = source.flatMap((node) => (node.kind === 'incident' ? node.incidentId : []));
		if (ids.length > 0) {
			data.set(INCIDENTS, new vscode.DataTransferItem(ids));
		}
	}

	async handleDrop(target: Node | undefined, data: vscode.DataTransfer): Promise<void> {
		const ids: unknown = data.get(INCIDENTS)?.value;
		if (Array.isArray(ids)) {
			const group = groupAt(target);
			const move = group && moveInto(group.grouping, group.value);
			if (move) {
				this.onDrop({ kind: 'incidents', ids: ids.filter((id) => typeof id === 'string'), move });
			}
			return;
		}
		const uris = urisIn((await data.get(FILES)?.asString()) ?? '');
		if (target?.incidentId !== undefined && uris.length > 0) {
			this.onDrop({ kind: 'files', incidentId: target.incidentId, uris });
		}
	}
}

/** The group that a node is, or is in. */
function groupAt(node: Node | undefined): GroupNode | undefined {
	let at: Node | undefined = node;
	while (at && at.kind !== 'group') {
		at = at.parent;
	}
	return at;
}

/** @see RFC 2483, 5: an address a line, comments behind a number sign */
function urisIn(list: string): readonly vscode.Uri[] {
	return list
		.split(/\r?\n/)
		.filter((line) => line !== '' && !line.startsWith('#'))
		.map((line) => vscode.Uri.parse(line));
}
