import type { IncidentNode, SectionNode } from './nodeTypes';

/** What sections of an incident have in common. */
export function section(parent: IncidentNode, kind: SectionNode['kind'], count: number): Omit<SectionNode, 'children'> {
	const { incidentId } = parent;
	return { kind, id: `${incidentId}/${kind}`, incidentId, parent, count, hint: '', tooltip: '', best: 0 };
}
