import assert from 'node:assert/strict';
import { NO_FILTER } from '../../../src/core/incident/triage/arrangement';
import { IncidentList, PAGE } from '../../../src/host/views/incidentList';
import type { GroupNode, IncidentNode, MoreNode, Node } from '../../../src/host/views/nodeTypes';
import { anArrangement, aSummary } from '../../support/summaries';

const LOOKER = { me: 'Ann', isOpen: () => false, found: undefined };

const listOf = (arrangement = anArrangement(), ...incidents: readonly ReturnType<typeof aSummary>[]) => {
	const list = new IncidentList();
	list.fill(incidents);
	list.arrange(arrangement, LOOKER);
	return list;
};
const wordFor = (node: GroupNode | IncidentNode | MoreNode) =>
	node.kind === 'group' ? `${node.value} ${node.count}` : node.kind === 'incident' ? node.id : `${node.rest} more`;
const words = (what: ReturnType<IncidentList['change']>) => (what === 'all' ? what : what.map(wordFor));
const groupOf = (list: IncidentList, value: string) =>
	list.roots().find((node): node is GroupNode => node.kind === 'group' && node.value === value) as GroupNode;
const many = (count: number) =>
	Array.from({ length: count }, (_, index) => aSummary({ id: String(index).padStart(5, '0'), createdAt: index }));

describe('the list of incidents', () => {
	it('draws a single incident anew that changed and stayed where it was', () => {
		const list = listOf(anArrangement({ grouping: 'status' }), aSummary({ id: 'a' }), aSummary({ id: 'b' }));
		assert.deepEqual(words(list.change([['a', aSummary({ id: 'a', title: 'Other' })]])), ['a']);
	});

	it('draws the groups anew between which an incident moved, and nothing else', () => {
		const others = [aSummary({ id: 'b' }), aSummary({ id: 'c', status: 'closed' })];
		const list = listOf(anArrangement({ grouping: 'status' }), aSummary({ id: 'a' }), ...others);
		assert.deepEqual(words(list.change([['a', aSummary({ id: 'a', status: 'closed' })]])), ['new 1', 'closed 2']);
	});

	it('shows a group that gets its first incident as another node, for VS Code to open it', () => {
		const list = listOf(anArrangement({ grouping: 'status' }), aSummary({ id: 'a' }), aSummary({ id: 'b' }));
		const empty = groupOf(list, 'mitigated');
		assert.equal(list.change([['a', aSummary({ id: 'a', status: 'mitigated' })]]), 'all');
		assert.notEqual(groupOf(list, 'mitigated').id, empty.id);
	});

	it('draws all anew where groups come or go, and where the first or the last incident does', () => {
		const list = listOf(anArrangement({ grouping: 'service' }), aSummary({ id: 'a', service: 'till' }));
		assert.deepEqual(
			[
				list.change([['b', aSummary({ id: 'b', service: 'cart' })]]),
				list.change([['b', undefined]]),
				list.change([['a', aSummary({ id: 'a', isDeleted: true })]]),
			],
			['all', 'all', 'all'],
		);
	});

	it('draws nothing anew for news that it has already', () => {
		const incident = aSummary({ id: 'a' });
		assert.deepEqual(listOf(anArrangement(), incident).change([['a', incident]]), []);
	});

	it('keeps the nodes of groups and incidents while they change, since VS Code knows them by identity', () => {
		const over = aSummary({ id: 'c', status: 'resolved' });
		const list = listOf(anArrangement({ grouping: 'status' }), aSummary({ id: 'a' }), over);
		const [before, node] = [groupOf(list, 'new'), list.find('a')?.node];
		list.change([['b', aSummary({ id: 'b' })]]);
		list.change([['a', aSummary({ id: 'a', status: 'resolved' })]]);
		assert.equal(groupOf(list, 'new'), before);
		assert.equal(list.find('a')?.node, node);
		assert.equal(node?.parent, groupOf(list, 'resolved'));
		assert.deepEqual(list.below(groupOf(list, 'resolved')), [list.find('c')?.node, node]);
	});

	it('shows incidents in pages, and more of them when asked to', () => {
		const list = listOf(anArrangement({ sorting: 'oldest' }), ...many(2 * PAGE + 1));
		const shown = () => {
			const nodes = list.roots();
			return [nodes.length, wordFor(nodes.at(-1) as MoreNode)];
		};
		assert.deepEqual(shown(), [PAGE + 1, `${PAGE + 1} more`]);
		assert.equal(list.showMore(''), 'all');
		assert.deepEqual(shown(), [2 * PAGE + 1, '1 more']);
		list.showMore('');
		assert.deepEqual(shown(), [2 * PAGE + 1, '00200']);
	});

	it('shows as many as it takes to bring an incident into sight', () => {
		const list = listOf(anArrangement({ grouping: 'priority', sorting: 'oldest' }), ...many(3 * PAGE));
		const place = list.find('00225');
		assert.deepEqual([place?.node.id, words(place?.redraw ?? [])], ['00225', [`P2 ${3 * PAGE}`]]);
		assert.ok(list.below(groupOf(list, 'P2')).includes(place?.node as IncidentNode));
		assert.equal(list.find('00225')?.redraw, undefined);
	});

	it('draws an incident anew only within what is shown', () => {
		const list = listOf(anArrangement({ sorting: 'oldest' }), ...many(2 * PAGE));
		const change = (id: string) =>
			words(list.change([[id, { ...aSummary({ id, createdAt: Number(id) }), title: 'Other' }]]));
		assert.deepEqual([change('00003'), change('00150')], [['00003'], []]);
	});

	it('counts all, what the filter shows, and what is open and urgent', () => {
		const filter = { ...NO_FILTER, isMine: true };
		const list = listOf(
			anArrangement({ filter }),
			aSummary({ id: 'a', priority: 'P1', assignee: 'Ann' }),
			aSummary({ id: 'b', priority: 'P2', status: 'resolved' }),
			aSummary({ id: 'c', priority: 'P4' }),
		);
		assert.deepEqual(list.counts, { all: 3, shown: 1, urgent: 1 });
		list.change([['c', aSummary({ id: 'c', priority: 'P2' })]]);
		list.change([['a', undefined]]);
		assert.deepEqual(list.counts, { all: 2, shown: 0, urgent: 1 });
		assert.deepEqual(list.roots(), []);
	});

	it('does not bring an incident into sight that the filter leaves out', () => {
		const list = listOf(anArrangement({ filter: { ...NO_FILTER, statuses: ['closed'] } }), aSummary({ id: 'a' }));
		assert.equal(list.find('a'), undefined);
	});

	it('names services and people once each, those of the latest incidents first', () => {
		const list = listOf(
			anArrangement(),
			aSummary({ id: 'a', service: 'till', createdAt: 1 }),
			aSummary({ id: 'b', service: 'cart', createdAt: 3 }),
			aSummary({ id: 'c', service: 'till ', createdAt: 2 }),
		);
		assert.deepEqual(list.named('service'), ['cart', 'till']);
	});

	it('gives each node an id of its own, and the way up', () => {
		const list = listOf(anArrangement({ grouping: 'status' }), ...many(2 * PAGE));
		const nodes = list
			.roots()
			.flatMap((node): readonly Node[] => (node.kind === 'group' ? [node, ...list.below(node)] : []));
		assert.equal(new Set(nodes.map(({ id }) => id)).size, nodes.length);
		assert.ok(nodes.every((node) => node.kind === 'group' || node.parent === groupOf(list, 'new')));
	});
});
