import { lazy } from '../base/lazy';
import { runInSlices } from '../base/slices';
import type { App } from '../host/app';
import { DocumentTraces } from '../host/links/documentTraces';
import { settings } from '../host/settings';
import { traceCache } from '../host/traceCache';
import type { Ground } from './ground';

/** What makes traces and incidents out of text, and text out of incidents. */
export function reading(
	{ owned, alive, breather, clock }: Ground,
	incidents: App['incidents'],
): Pick<App, 'parse' | 'tracesOf' | 'redact' | 'draft' | 'fingerprintOf' | 'earlier' | 'documentTraces' | 'exchange'> {
	const parse: App['parse'] = async (text, signal) => {
		const { parseSteps } = await import('../core/trace/parse');
		return runInSlices(parseSteps(text), breather, signal);
	};
	const redact: App['redact'] = async (...of) =>
		(await import('../app/redactText')).redactText(settings.redaction, breather)(...of);
	const files = lazy(async () =>
		(await import('../host/exchange')).exchange({
			...{ incidents, redaction: settings.redaction, matrix: settings.priorityMatrix, clock, breather },
		}),
	);
	const tracesOf = traceCache(parse, alive);
	return {
		parse,
		tracesOf,
		redact,
		draft: async (text, signal) => {
			const { draftFromText } = await import('../app/draft');
			const said = { rules: settings.inAppRules(), category: settings.defaultCategory() };
			return draftFromText(text, redact, said, breather, clock, signal);
		},
		earlier: async (incident, signal) => {
			const { earlierIncidents } = await import('../app/earlierIncidents');
			const needs = { incidents: await incidents(), tracesOf, rules: settings.inAppRules() };
			return earlierIncidents(needs, incident, signal);
		},
		fingerprintOf: async (trace) => {
			const { fingerprintOf } = await import('../core/trace/fingerprint');
			return fingerprintOf(trace);
		},
		documentTraces: owned.add(new DocumentTraces(parse)),
		exchange: {
			write: async (...request) => (await files()).write(...request),
			read: async (...request) => (await files()).read(...request),
			markdown: async (...request) => (await files()).markdown(...request),
		},
	};
}
