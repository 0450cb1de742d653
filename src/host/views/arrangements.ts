import * as v from 'valibot';
import type * as vscode from 'vscode';
import { type Arrangement, ArrangementSchema, DEFAULT_ARRANGEMENT } from '../../core/incident/triage/arrangement';
import type { GroupNode } from './nodeTypes';

const KEY = 'faultline.arrangement';
const GROUPS = 'faultline.openGroups';
/** So many groups are remembered, those that were opened or closed last: services and people come and go. */
const REMEMBERED = 200;

/** Whether a person wants it open, by what `groupKey` gives. */
const Groups = v.record(v.string(), v.boolean());

/** What stays of a group while its incidents come and go. */
type Group = Pick<GroupNode, 'grouping' | 'value'>;

/** How a person arranged the incidents; kept with the workspace. */
export class Arrangements {
	constructor(private readonly state: Pick<vscode.Memento, 'get' | 'update'>) {}

	/** As it was left; what is kept of another shape counts as nothing. */
	get(): Arrangement {
		const kept = v.safeParse(ArrangementSchema, this.state.get(KEY));
		return kept.success ? kept.output : DEFAULT_ARRANGEMENT;
	}

	/** @returns undefined where the person neither opened nor closed it */
	isOpen(group: Group): boolean | undefined {
		return this.groups[groupKey(group)];
	}

	async setOpen(group: Group, isOpen: boolean): Promise<void> {
		const { [groupKey(group)]: _, ...others } = this.groups;
		const latest = Object.entries(others).slice(1 - REMEMBERED);
		await this.state.update(GROUPS, { ...Object.fromEntries(latest), [groupKey(group)]: isOpen });
	}

	async set(arrangement: Arrangement): Promise<void> {
		await this.state.update(KEY, arrangement);
	}

	private get groups(): Readonly<Record<string, boolean>> {
		const kept = v.safeParse(Groups, this.state.get(GROUPS));
		return kept.success ? kept.output : {};
	}
}

function groupKey({ grouping, value }: Group): string {
	return `${grouping}/${value}`;
}
