// Runs in VS Code's extension host, since what is measured makes VS Code's own items.
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { PRIORITIES } from '../../../src/core/incident/priority';
import { STATUSES } from '../../../src/core/incident/status';
import type { IncidentSummary } from '../../../src/core/incident/summary';
import { clockOf, DEFAULT_TARGETS, ROUND_THE_CLOCK } from '../../../src/core/incident/targets';
import { type Arrangement, DEFAULT_ARRANGEMENT } from '../../../src/core/incident/triage/arrangement';
import { IncidentList } from '../../../src/host/views/incidentList';
import { itemOf } from '../../../src/host/views/items';
import type { Node } from '../../../src/host/views/nodeTypes';
import { aSummary } from '../../support/summaries';
import { mediansMs } from '../result';

/** Where the figures go; put in when it is bundled. */
declare const FIGURES: string;

const COUNT = 10_000;
const RUNS = 15;
const NOW = Date.UTC(2026, 10, 23, 12);
const RULES = { targets: DEFAULT_TARGETS, working: () => ROUND_THE_CLOCK, warnShare: 0.8 };
const LOOKER = { me: 'Ann', isOpen: () => true, found: undefined };
const GROUPED: Arrangement = { ...DEFAULT_ARRANGEMENT, grouping: 'status' };

const pick = <T>(values: readonly T[], index: number): T => values[index % values.length] as T;
const incidents: readonly IncidentSummary[] = Array.from({ length: COUNT }, (_, index) =>
	aSummary({
		...{
			id: `01KAT2Q5R0${String(index).padStart(16, '0')}`,
			key: `INC-${index}`,
			title: `Checkout fails for cart ${index}`,
		},
		...{ priority: pick(PRIORITIES, index * 7), status: pick(STATUSES, index * 5), service: `service ${index % 40}` },
		...{ createdAt: NOW - index * 600_000, detectedAt: NOW - index * 600_000, lastChangeAt: NOW - index * 60_000 },
	}),
);

const draw = (nodes: readonly Node[]): void => {
	for (const node of nodes) {
		itemOf(node, NOW, (incident, at) => clockOf(incident, RULES, at));
	}
};
/** All that VS Code asks for when the view opens: groups, and what is in those that open with it. */
const drawFirst = (list: IncidentList): void => {
	const roots = list.roots();
	draw(roots);
	for (const node of roots) {
		if (node.kind === 'group' && node.value !== 'resolved' && node.value !== 'closed') {
			draw(list.below(node));
		}
	}
};
const filled = (arrangement: Arrangement): IncidentList => {
	const list = new IncidentList();
	list.fill(incidents);
	list.arrange(arrangement, LOOKER);
	return list;
};

describe('the tree with ten thousand incidents', () => {
	it('is measured', async () => {
		const plain = () =>
			draw(incidents.map((summary) => ({ kind: 'incident', id: summary.id, incidentId: summary.id, summary })));
		const [grouped, all] = await mediansMs(RUNS, () => drawFirst(filled(GROUPED)), plain);
		const [flat] = await mediansMs(RUNS, () => drawFirst(filled(DEFAULT_ARRANGEMENT)), plain);
		const list = filled(GROUPED);
		let turn = 0;
		const change = (move: boolean) => () => {
			turn++;
			const before = incidents[turn * 37] as IncidentSummary;
			const status = move ? pick(STATUSES, turn) : before.status;
			const redraw = list.change([[before.id, { ...before, title: `Changed ${turn}`, status }]]);
			for (const node of redraw === 'all' ? list.roots() : redraw) {
				draw(node.kind === 'group' ? [node, ...list.below(node)] : [node]);
			}
		};
		const [moved, anew] = await mediansMs(RUNS, change(true), () => drawFirst(filled(GROUPED)));
		const [inPlace] = await mediansMs(RUNS, change(false), () => drawFirst(filled(GROUPED)));
		writeFileSync(FIGURES, JSON.stringify({ grouped, flat, all, moved, inPlace, anew, version: vscode.version }));
	}).timeout(120_000);
});
