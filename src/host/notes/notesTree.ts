import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { grouped } from '../../base/grouped';
import type { IncidentSummary } from '../../core/incident/summary';
import { type NoteKind, type NoteOfIncident, noteKindName, placeOf } from '../../core/notes/note';
import { clip, item, markdown, SUBDUED } from '../views/item';
import { ago } from '../words';
import { firstLine } from './noteWords';

const { Expanded, None } = vscode.TreeItemCollapsibleState;

export const NOTE_ICONS: Readonly<Record<NoteKind, string>> = {
	rootCause: 'bug',
	contributingFactor: 'layers',
	guard: 'shield',
};

/** What the view shows; where the notes are not there yet, it is asked again when it changes. */
export interface NotesOfView {
	all(): Promise<readonly NoteOfIncident[]>;
	summary(incident: string): IncidentSummary | undefined;
	isTouched(noteId: string): boolean;
}

interface GroupNode {
	readonly kind: 'group';
	readonly id: string;
	readonly of: 'touched' | 'incident' | 'file';
	readonly label: string;
	readonly notes: readonly NoteOfIncident[];
	/** For commands, of a group of one incident. */
	readonly incidentId?: string;
}

interface NoteNode extends NoteOfIncident {
	readonly kind: 'note';
	readonly id: string;
	readonly incidentId: string;
	readonly noteId: string;
	readonly parent: GroupNode;
}

type Node = GroupNode | NoteNode;

export type NoteGrouping = 'incident' | 'file';

/** All root-cause notes, by incident or by file; those that the changes of now touch come first. */
export class NotesTree implements vscode.TreeDataProvider<Node> {
	private readonly changed = new vscode.EventEmitter<undefined>();
	readonly onDidChangeTreeData = this.changed.event;
	grouping: NoteGrouping = 'incident';

	/** @param notes asked for when the view is first seen */
	constructor(private readonly notes: () => Promise<NotesOfView>) {}

	refresh(): void {
		this.changed.fire(undefined);
	}

	async getChildren(parent?: Node): Promise<Node[]> {
		if (parent?.kind === 'note') {
			return [];
		}
		if (parent) {
			return parent.notes.map((one) => ({
				...{ ...one, kind: 'note', id: `${parent.id}/${one.note.id}`, parent },
				...{ incidentId: one.incident, noteId: one.note.id },
			}));
		}
		const view = await this.notes();
		const all = [...(await view.all())].sort(openFirst);
		const touched = all.filter(({ note }) => view.isTouched(note.id));
		const first: GroupNode[] =
			touched.length === 0
				? []
				: [{ kind: 'group', id: 'touched', of: 'touched', label: l10n.t('Touched by Your Changes'), notes: touched }];
		const isByFile = this.grouping === 'file';
		const groups = [...grouped(all, ({ incident, note }) => (isByFile ? note.anchor.path : incident))].map(
			([value, notes]): GroupNode => {
				const summary = isByFile ? undefined : view.summary(value);
				return isByFile
					? { kind: 'group', id: value, of: 'file', label: value, notes }
					: {
							...{ kind: 'group', id: value, of: 'incident', notes, incidentId: value },
							label: summary ? `${summary.key} ${summary.title}` : value,
						};
			},
		);
		return [...first, ...groups.sort((a, b) => (isByFile ? (a.label < b.label ? -1 : 1) : a.id < b.id ? 1 : -1))];
	}

	getParent(node: Node): Node | undefined {
		return node.kind === 'note' ? node.parent : undefined;
	}

	getTreeItem(node: Node): vscode.TreeItem {
		return node.kind === 'group' ? groupItem(node) : noteItem(node);
	}
}

const openFirst = (a: NoteOfIncident, b: NoteOfIncident): number =>
	Number(a.note.resolved !== undefined) - Number(b.note.resolved !== undefined) || b.note.at - a.note.at;

function groupItem({ id, of, label, notes }: GroupNode): vscode.TreeItem {
	const icon = { touched: 'diff', incident: 'flame', file: 'file' }[of];
	const color = of === 'touched' ? new vscode.ThemeColor('list.warningForeground') : undefined;
	return {
		...item(label, Expanded, icon, color, { description: String(notes.length) }),
		id,
		contextValue: `notes.${of}`,
	};
}

function noteItem({ id, incidentId, noteId, note, parent }: NoteNode): vscode.TreeItem {
	const { kind, anchor, actor, at, resolved, replies } = note;
	const isResolved = resolved !== undefined;
	const place = placeOf(anchor);
	const about = [
		noteKindName(kind),
		parent.of === 'file' ? l10n.t('line {0}', anchor.first) : place,
		isResolved ? l10n.t('resolved') : '',
		replies.length > 0 ? l10n.t('{0} replies', replies.length) : '',
	].filter((part) => part !== '');
	const color = isResolved
		? SUBDUED
		: parent.of === 'touched'
			? new vscode.ThemeColor('list.warningForeground')
			: undefined;
	return {
		...item(firstLine(note), None, isResolved ? 'pass' : NOTE_ICONS[kind], color, {
			description: about.join(' · '),
			tooltip: markdown(
				(text) => `**${text(noteKindName(kind))}** · ${text(place)}`,
				(text) => text(clip(note.text, 1000)),
				(text) => text([actor, ago(at, Date.now(), vscode.env.language)].filter(Boolean).join(' · ')),
			),
			spoken: [firstLine(note), ...about].join(', '),
		}),
		id,
		contextValue: isResolved ? 'rootCauseNote.resolved' : 'rootCauseNote.open',
		command: {
			command: 'faultline.showRootCauseNote',
			title: l10n.t('Show Note'),
			arguments: [{ incidentId, noteId }],
		},
	};
}
