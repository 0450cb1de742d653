// Who can be called in, in Opsgenie and in its successor.
import * as v from 'valibot';
import { FaultlineError } from '../../../base/errors';
import type { EscalationPolicy } from '../../../core/ports/alertSource';
import { checked, missingPermission, needing, type SourceNeeds } from '../needs';

const Text = v.fallback(v.optional(v.nullable(v.string())), undefined);
const Escalation = v.object({
	id: v.string(),
	name: v.string(),
	description: Text,
	enabled: v.fallback(v.optional(v.boolean()), undefined),
	ownerTeam: v.fallback(v.optional(v.nullable(v.object({ name: Text }))), undefined),
});
type Escalation = v.InferOutput<typeof Escalation>;

const Escalations = v.object({ data: v.array(Escalation) });
const OfTeam = v.object({
	values: v.array(Escalation),
	links: v.fallback(v.optional(v.object({ next: v.optional(v.string()) })), undefined),
});
const Teams = v.object({ platformTeams: v.array(v.object({ teamId: v.string(), teamName: v.string() })) });
const Responders = v.object({
	responders: v.fallback(v.optional(v.array(v.object({ id: v.string(), type: v.string() }))), undefined),
});

const PAGE = 100;
const PAGES = 5;
/** Teams that are asked for where the alert names none: each is a request of its own. */
const TEAMS = 30;

/** Those of the whole account. */
export async function opsgeniePolicies(
	{ http, name }: SourceNeeds,
	_key: string,
	signal: AbortSignal,
): Promise<readonly EscalationPolicy[]> {
	const json = await needing(name, 'Configuration access', http.json({ path: '/v2/escalations' }, signal));
	return checked(name, Escalations, json).data.map((one) => policyOf(one, one.ownerTeam?.name ?? ''));
}

/** Those of the teams that answer the alert; of all teams where it names none. */
export async function jsmPolicies(
	needs: SourceNeeds,
	key: string,
	signal: AbortSignal,
): Promise<readonly EscalationPolicy[]> {
	const { http, name } = needs;
	const alert = checked(name, Responders, await http.json({ path: `/v1/alerts/${encodeURIComponent(key)}` }, signal));
	const { platformTeams } = checked(name, Teams, await configured(name, http.json({ path: '/v1/teams' }, signal)));
	const answering = new Set((alert.responders ?? []).filter(({ type }) => type === 'team').map(({ id }) => id));
	const teams = platformTeams.filter(({ teamId }) => answering.size === 0 || answering.has(teamId)).slice(0, TEAMS);
	const found: EscalationPolicy[] = [];
	for (const { teamId, teamName } of teams) {
		for (let page = 0; page < PAGES; page++) {
			const query = { offset: page * PAGE, size: PAGE };
			const path = `/v1/teams/${encodeURIComponent(teamId)}/escalations`;
			const { values, links } = checked(name, OfTeam, await configured(name, http.json({ path, query }, signal)));
			found.push(...values.filter(({ enabled }) => enabled !== false).map((one) => policyOf(one, teamName)));
			if (values.length === 0 || links?.next === undefined) {
				break;
			}
		}
	}
	return found;
}

/** Atlassian refuses a token that may read alerts, but not what is configured, as if it were none. */
async function configured<T>(name: string, work: Promise<T>): Promise<T> {
	const permission = 'read:ops-config:jira-service-management';
	try {
		return await needing(name, permission, work);
	} catch (error) {
		throw FaultlineError.is(error, 'http.unauthorized') ? missingPermission(name, permission, error) : error;
	}
}

const policyOf = ({ id, name, description }: Escalation, team: string): EscalationPolicy => ({
	...{ id, name },
	description: [team, description ?? ''].filter(Boolean).join(' · '),
});
