import type { IncidentEvent } from '../../src/core/incident/event';
import { hybridClock } from '../../src/core/incident/hlc';
import { aClock, someIds } from './incidents';

const MINUTE = 60_000;

/** How it is called. */
export const MAJOR = 'Nobody can pay by card';

/** A major incident that three people have worked on for some forty minutes, with two updates and the next one due soon. */
export function aMajorIncident({ now }: { readonly now: number }): readonly IncidentEvent[] {
	const start = now - 43 * MINUTE;
	const clock = aClock(start);
	const newId = someIds(19, start);
	const hybrid = hybridClock(clock);
	const [incident, writer] = [newId(), newId()];
	const at = (minute: number, actor: string, type: string, payload: IncidentEvent['payload']): IncidentEvent => {
		clock.set(start + minute * MINUTE);
		return { v: 1, id: newId(), incident, at: hybrid.next(), actor, writer, type, payload };
	};
	const description =
		'Since 14:05 **every payment by card** ends with “try again later”.\n\n' +
		'- invoices and vouchers work\n- the provider’s `status` page is green\n\nRunbook: [payments](https://example.com/runbook)';
	return [
		at(0, 'Ann', 'incident.created', {
			...{ title: MAJOR, description, category: 'availability', impact: 1, urgency: 1 },
			...{ service: 'payments', environment: 'production' },
		}),
		at(2, 'Ann', 'status.changed', { from: 'new', to: 'acknowledged' }),
		at(4, 'Ann', 'major.declared', {
			...{ reason: 'All card payments fail', audience: 'support and management', updateMinutes: 30 },
		}),
		at(5, 'Ann', 'role.assigned', { role: 'commander', person: 'Ann' }),
		at(5, 'Ann', 'role.assigned', { role: 'communications', person: 'Bo' }),
		at(6, 'Bo', 'update.written', {
			...{ known: 'Card payments fail since 14:05.', impact: 'Nobody can pay by card; invoices work.' },
			...{ doing: 'Comparing with the last deployment.', nextAt: start + 30 * MINUTE },
		}),
		at(9, 'Ann', 'status.changed', { from: 'acknowledged', to: 'investigating' }),
		at(21, 'Cleo', 'note.added', {
			text: 'The provider’s client was updated in v2.8.0. Its new default is `timeout: 0`.',
		}),
		at(31, 'Bo', 'update.written', {
			...{ known: 'The new payment client gives up at once.', impact: 'As before.' },
			...{ doing: 'Rolling back to v2.7.3.', nextAt: now + 18 * MINUTE },
		}),
	];
}
