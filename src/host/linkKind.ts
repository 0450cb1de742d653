import type { LinkKind } from '../core/incident/links';

/** Parts of an address that tell what it leads to; the first that fits counts. */
const SIGNS: readonly (readonly [RegExp, LinkKind])[] = [
	[/\/(?:pull|pulls|merge_requests|pull-requests|pullrequest)\/\d+/, 'pullRequest'],
	[/\/(?:issues|browse|work_items|_workitems)\//, 'issue'],
	[/\b(?:slack|teams|mattermost|discord|zulip(?:chat)?)\b/, 'chat'],
	[/\b(?:pagerduty|opsgenie|alert(?:s|ing|manager)?|sentry|rollbar|bugsnag|incidents?)\b/, 'alert'],
	[/\b(?:grafana|kibana|datadoghq|newrelic|dashboards?)\b/, 'dashboard'],
	[/\b(?:runbooks?|wiki|confluence|notion|playbooks?)\b/, 'runbook'],
];

/** What an address probably leads to. */
export function likelyKind(url: string): LinkKind {
	return SIGNS.find(([sign]) => sign.test(url.toLowerCase()))?.[1] ?? 'other';
}
