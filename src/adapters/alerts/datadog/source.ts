import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../../../base/errors';
import { DATADOG_PARTS, type DatadogPartName } from '../../../core/alerts/kinds';
import type { AlertRecord } from '../../../core/alerts/model';
import type { RawAlert } from '../../../core/alerts/raw';
import type { AlertSource } from '../../../core/ports/alertSource';
import { answering, originOf, type SourceNeeds } from '../needs';
import { datadogErrors } from './errors';
import { datadogIncidents } from './incidents';
import { datadogMonitors } from './monitors';
import type { DatadogPart } from './part';

const PARTS: Readonly<Record<DatadogPartName, (needs: SourceNeeds, site: string) => DatadogPart>> = {
	monitors: datadogMonitors,
	incidents: datadogIncidents,
	errors: datadogErrors,
};

/** Datadog's monitors, and its incidents and errors where these are wanted. */
export function datadog(needs: SourceNeeds): AlertSource {
	const { http, base, name } = needs;
	const site = siteOf(base);
	const origin = originOf('datadog', needs);
	const answer = answering(needs, origin);
	const all = DATADOG_PARTS.map((part) => ({ name: part, part: PARTS[part](needs, site) }));
	const wanted = all.filter((one) => (needs.parts ?? ['monitors']).includes(one.name));
	/** Whose an alert is, and what it calls it: a monitor's key has nothing before it. */
	const ownerOf = ({ key }: AlertRecord): { readonly part: DatadogPart; readonly id: string } => {
		const owner = all.find(({ part: { prefix } }) => prefix !== '' && key.startsWith(prefix));
		return { part: owner?.part ?? datadogMonitors(needs, site), id: key.slice(owner?.part.prefix.length ?? 0) };
	};
	/** Datadog refuses a key that is wrong as it refuses one that lacks a permission. */
	const valid = async (path: string, wrong: string, signal: AbortSignal) => {
		try {
			await http.json({ path }, signal);
		} catch (error) {
			if (FaultlineError.is(error, 'http.forbidden') || FaultlineError.is(error, 'http.unauthorized')) {
				throw new FaultlineError('http.unauthorized', wrong, { cause: error });
			}
			throw error;
		}
	};
	return {
		identity: origin.source,
		can: (alert) => ownerOf(alert).part.can,
		list: async (signal) => {
			const raws: (RawAlert | undefined)[] = [];
			let isWhole = true;
			for (const { part } of wanted) {
				const found = await part.list(signal);
				raws.push(...found.raws.map((raw) => raw && { ...raw, key: `${part.prefix}${raw.key}` }));
				isWhole &&= found.isWhole;
			}
			return answer(raws, isWhole, signal);
		},
		acknowledge: (alert, word, signal) => {
			const { part, id } = ownerOf(alert);
			return part.acknowledge(id, alert, word, signal);
		},
		resolve: (alert, word, signal) => {
			const { part, id } = ownerOf(alert);
			return part.resolve(id, alert, word, signal);
		},
		link: ({ url }) => url,
		check: async (signal) => {
			await valid('/api/v1/validate', l10n.t('{0} does not accept the API key. Set another one.', name), signal);
			const wrong = l10n.t('{0} does not accept the application key. Set another one.', name);
			await valid('/api/v2/validate_keys', wrong, signal);
			for (const { part } of wanted) {
				await part.check(signal);
			}
			return l10n.t('Datadog, {0}', new URL(site).host);
		},
	};
}

/** Where the web application is, by where the API is: `api.us3.datadoghq.com` → `us3.datadoghq.com`, `api.datadoghq.eu` → `app.datadoghq.eu`. */
export function siteOf(base: string): string {
	const { host } = new URL(base);
	const [, rest = ''] = /^api\.(.+)$/.exec(host) ?? [];
	if (rest === '') {
		return base;
	}
	return `https://${rest.split('.').length > 2 ? rest : `app.${rest}`}`;
}
