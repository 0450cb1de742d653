import { type Breather, runInSlices } from '../base/slices';
import type { RedactionOptions } from '../core/redaction/model';
import { redactValueSteps } from '../core/redaction/redactValue';
import type { Incidents } from './incidents';

/**
 * The same incidents, but that nothing a person or a program says gets into the log with a secret in it, whichever way it comes. What was
 * redacted before does not change.
 *
 * @param options asked for each change, since a person may change them
 */
export function redactIncidents<T extends Incidents>(
	incidents: T,
	options: () => RedactionOptions,
	breather: Breather,
): T {
	const alive = new AbortController().signal;
	const redact = async <V>(value: V): Promise<V> =>
		(await runInSlices(redactValueSteps(value, options()), breather, alive)).value;
	return {
		...incidents,
		create: async (incident) => incidents.create(await redact(incident)),
		edit: async (id, changes) => incidents.edit(id, await redact(changes)),
		setStatus: async (id, to, note) => incidents.setStatus(id, to, await redact(note)),
		addEvidence: async (id, evidence) => incidents.addEvidence(id, await redact(evidence)),
		recordBisection: async (id, bisection) =>
			incidents.recordBisection(id, { ...bisection, command: await redact(bisection.command) }),
	};
}
