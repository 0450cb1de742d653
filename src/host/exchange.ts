import * as l10n from '@vscode/l10n';
import { type Breather, runInSlices } from '../base/slices';
import type { IncidentEvent } from '../core/incident/event';
import { admitSteps } from '../core/incident/exchange/admit';
import { incidentMarkdown } from '../core/incident/exchange/markdown';
import { readExchangeSteps } from '../core/incident/exchange/read';
import { exchangeSteps } from '../core/incident/exchange/write';
import type { PriorityMatrix } from '../core/incident/priority';
import type { Clock } from '../core/ports/clock';
import type { RedactionOptions } from '../core/redaction/model';
import { redactSteps } from '../core/redaction/redact';
import { redactValueSteps } from '../core/redaction/redactValue';
import type { App, Exchange } from './app';

export interface ExchangeNeeds {
	readonly incidents: App['incidents'];
	readonly redaction: () => RedactionOptions;
	readonly matrix: () => PriorityMatrix;
	readonly clock: Clock;
	readonly breather: Breather;
}

/** Reads and writes files of incidents in slices; what was stored before secrets were looked for is redacted on its way out, and on its way in. */
export function exchange({ incidents, redaction, matrix, clock, breather }: ExchangeNeeds): Exchange {
	const rewrite = function* (text: string) {
		return (yield* redactSteps(text, redaction())).text;
	};
	return {
		write: async (ids, report, signal) => {
			const events: IncidentEvent[] = [];
			for await (const batch of (await incidents()).eventsOf(ids, signal)) {
				events.push(...batch);
				report(l10n.t('{0} changes', events.length));
			}
			return runInSlices(exchangeSteps(events, clock.now(), rewrite, matrix()), breather, signal);
		},
		read: async (text, name, signal) => {
			const { find } = await incidents();
			const found = await runInSlices(readExchangeSteps(text, name), breather, signal);
			const isHere = (id: string) => find(id) !== undefined;
			const admitted = admitSteps(found, { redaction: redaction(), now: clock.now(), isHere });
			return runInSlices(admitted, breather, signal);
		},
		markdown: async (incident, signal) => {
			// Before it is Markdown, in which a token has backslashes and is not known any more.
			const { value } = await runInSlices(redactValueSteps(incident, redaction()), breather, signal);
			return incidentMarkdown(value);
		},
	};
}
