import * as v from 'valibot';
import { isWebAddress } from '../incident/links';
import { fittingItems } from './fittingItems';

export const SOURCE_KINDS = [
	...(['alertmanager', 'prometheus', 'grafana', 'pagerduty', 'sentry', 'datadog', 'opsgenie', 'jsm'] as const),
] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** What Datadog tells of. */
export const DATADOG_PARTS = ['monitors', 'incidents', 'errors'] as const;
export type DatadogPartName = (typeof DATADOG_PARTS)[number];

/** What asking for each, and telling it something, needs. */
export const DATADOG_NEEDS: Readonly<Record<DatadogPartName, string>> = {
	monitors: 'monitors_read, monitors_downtime',
	incidents: 'incident_read, incident_write',
	errors: 'error_tracking_read, error_tracking_write',
};

/** What is known of a kind of monitor before one is asked. */
export interface KindFacts {
	/** Its name, which is nobody's to translate. */
	readonly name: string;
	/** Where it is; absent where each team has its own. */
	readonly addresses?: readonly string[];
	/** Whether it lets anybody in without a token. */
	readonly token: 'optional' | 'required';
	/** How its address looks, for an empty field. */
	readonly looks?: string;
	/** How what lets us in looks, for an empty field. */
	readonly tokenLooks: string;
	/** The least that it has to allow. */
	readonly permissions?: string;
	/** Whether it calls people in. */
	readonly escalates?: true;
	/** Whether its graphs can be written on. */
	readonly annotates?: true;
	/** Whether it names suspect commits itself. */
	readonly suspects?: true;
	/** Whether it tells what it watches. */
	readonly hasRules?: true;
	/** What it tells of, where that is asked for one by one. */
	readonly parts?: readonly DatadogPartName[];
}

export const KINDS: Readonly<Record<SourceKind, KindFacts>> = {
	alertmanager: { name: 'Alertmanager', token: 'optional', tokenLooks: 'token, user:password' },
	prometheus: { name: 'Prometheus', token: 'optional', tokenLooks: 'token, user:password', hasRules: true },
	grafana: {
		...{ name: 'Grafana', token: 'required', tokenLooks: 'glsa_…' },
		permissions: 'alert.instances:read, alert.silences:read, alert.silences:create',
		annotates: true,
		hasRules: true,
	},
	pagerduty: {
		...{ name: 'PagerDuty', token: 'required', tokenLooks: 'u+…' },
		addresses: ['https://api.pagerduty.com', 'https://api.eu.pagerduty.com'],
		permissions: 'incidents.read, incidents.write',
	},
	sentry: {
		...{ name: 'Sentry', token: 'required', tokenLooks: 'sntryu_…', looks: 'https://ORGANIZATION.sentry.io' },
		permissions: 'org:read, event:read, event:write',
		suspects: true,
	},
	datadog: {
		...{ name: 'Datadog', token: 'required', tokenLooks: 'API-KEY:APPLICATION-KEY' },
		addresses: [
			...['https://api.datadoghq.com', 'https://api.us3.datadoghq.com', 'https://api.us5.datadoghq.com'],
			...['https://api.datadoghq.eu', 'https://api.ap1.datadoghq.com', 'https://api.ddog-gov.com'],
		],
		permissions: DATADOG_NEEDS.monitors,
		parts: DATADOG_PARTS,
	},
	opsgenie: {
		...{ name: 'Opsgenie', token: 'required', tokenLooks: 'xxxxxxxx-xxxx-…' },
		addresses: ['https://api.opsgenie.com', 'https://api.eu.opsgenie.com'],
		permissions: 'Read, Create and update',
		escalates: true,
	},
	jsm: {
		...{ name: 'Jira Service Management', token: 'required', tokenLooks: 'you@example.com:API-TOKEN' },
		looks: 'https://api.atlassian.com/jsm/ops/api/CLOUD-ID',
		permissions: 'read:ops-alert, write:ops-alert',
		escalates: true,
	},
};

/** A monitor that a person named. */
const Source = v.object({
	/** Given when it is added; the token is kept under it. */
	id: v.pipe(v.string(), v.regex(/^[\w-]{1,40}$/)),
	kind: v.picklist(SOURCE_KINDS),
	name: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(60)),
	url: v.pipe(
		v.string(),
		v.check((url) => sourceAddress(url) !== undefined, 'no http or https address'),
	),
	/** Tells accounts apart that are reached at the same address; the same on all machines. */
	account: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{1,60}$/))),
	/** What of it is asked for; what it tells of first where that is not said. */
	parts: v.optional(v.pipe(v.array(v.picklist(DATADOG_PARTS)), v.minLength(1))),
});
export type SourceSetting = v.InferOutput<typeof Source>;

export const SourcesSchema = fittingItems(Source, 30);

/** Entries of the setting that are no monitors, as somebody wrote them: they stay when the others are kept anew. */
export const notSources = (setting: unknown): readonly unknown[] =>
	Array.isArray(setting) ? setting.filter((one) => !v.is(Source, one)) : [];

/**
 * Settings of which no two are taken for one monitor: else what one account does not tell of would be over in the other one. The first of an address is left as it
 * is.
 */
export function withAccounts(settings: readonly SourceSetting[]): SourceSetting[] {
	const seen = new Set<string>();
	return settings.map((setting) => {
		const { id, kind, name, url, account } = setting;
		const named = name.replaceAll(/[^\w-]+/g, '-').toLowerCase();
		const isNew = (one: string | undefined) => !seen.has(`${kind} ${sourceAddress(url)} ${one ?? ''}`);
		const own = isNew(account) ? account : isNew(named) ? named : id;
		seen.add(`${kind} ${sourceAddress(url)} ${own ?? ''}`);
		return own === account ? setting : { ...setting, account: own };
	});
}

/** What is known of the monitor that alerts are of, by the identity of it that they hold; nothing of one that is none of these. */
export const monitorOf = (source: string): KindFacts | undefined => {
	const kind = SOURCE_KINDS.find((one) => source.startsWith(`${one} `));
	return kind && KINDS[kind];
};

/** The least that a monitor has to allow, for what of it is asked for; undefined where it asks for nothing. */
export const permissionsOf = ({ kind, parts }: Pick<SourceSetting, 'kind' | 'parts'>): string | undefined =>
	parts?.map((part) => DATADOG_NEEDS[part]).join(', ') ?? KINDS[kind].permissions;

/** The address of a service, without a slash at its end; undefined for what is none, or holds a password. */
export function sourceAddress(typed: string): string | undefined {
	const text = typed.trim();
	if (!isWebAddress(text)) {
		return undefined;
	}
	const url = new URL(text);
	if (url.username !== '' || url.password !== '') {
		return undefined;
	}
	return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** Whether a token may go there: encrypted, or without leaving this machine. */
export function isSafeForToken(address: string): boolean {
	const { protocol, hostname } = new URL(address);
	return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
