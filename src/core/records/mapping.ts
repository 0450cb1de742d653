/** What of an incident a column may say. */
export const RECORD_FIELDS = [
	...(['title', 'id', 'description', 'status', 'priority', 'service', 'environment', 'assignee', 'url'] as const),
	...(['startedAt', 'acknowledgedAt', 'resolvedAt', 'closedAt', 'updatedAt'] as const),
];
export type RecordField = (typeof RECORD_FIELDS)[number];

/** Column of each field; absent where none says it. */
export type Mapping = Partial<Readonly<Record<RecordField, string>>>;

/** What columns are called, in exports of Opsgenie, Grafana OnCall, Dispatch and PagerDuty, and elsewhere; the first that is there counts. */
const NAMES: Readonly<Record<RecordField, readonly string[]>> = {
	title: ['title', 'message', 'summary', 'subject', 'name', 'description', 'short description', 'incident title'],
	id: ['id', 'incident id', 'alert id', 'alertid', 'number', 'incident number', 'key', 'tinyid', 'pk'],
	description: ['description', 'details', 'body', 'notes', 'resolution', 'render for web.message'],
	status: ['status', 'state'],
	priority: [
		'priority.summary',
		'priority',
		'priority name',
		'incident priority.name',
		'severity',
		'incident severity.name',
		'urgency',
		'level',
	],
	service: ['service.summary', 'service name', 'service', 'application', 'project.name', 'team name', 'component'],
	environment: ['environment', 'env', 'stage'],
	assignee: [
		'commander.individual.name',
		'owner',
		'assignee',
		'assigned to',
		'acknowledged by',
		'resolved by user name',
		'user name',
	],
	url: ['html url', 'url', 'permalink', 'permalinks.web', 'link', 'web url'],
	startedAt: [
		'started at',
		'created on',
		'created at',
		'reported at',
		'createdat',
		'created',
		'opened at',
		'start time',
		'date',
	],
	acknowledgedAt: ['acknowledged at', 'first acknowledged on', 'acknowledged on', 'report.acktime', 'ack time'],
	resolvedAt: ['resolved at', 'resolved on', 'stable at', 'report.closetime', 'end time', 'ended at', 'mitigated at'],
	closedAt: ['closed at', 'closed on', 'closed'],
	updatedAt: ['updated at', 'updated on', 'updated', 'last updated', 'last status change at', 'last status change on'],
};

/** `Created_At`, `createdAt` and `created at` are one. */
const plain = (name: string): string => name.replaceAll(/[\s_-]+/g, '').toLowerCase();

/** Opsgenie's reports: how long it took, in milliseconds, and not when it was. */
const DURATIONS: ReadonlySet<string> = new Set(['report.acktime', 'report.closetime']);

/** Whether a column says how long after the start something was, in milliseconds. */
export const isDuration = (column: string): boolean => DURATIONS.has(plain(column));

/** Which column says what, by their names; no column says two things, but where one has nothing else for a title. */
export function guessMapping(columns: readonly string[]): Mapping {
	const byName = new Map(columns.map((column) => [plain(column), column]));
	const mapping: Partial<Record<RecordField, string>> = {};
	const taken = new Set<string>();
	for (const field of RECORD_FIELDS) {
		const column = NAMES[field]
			.map((name) => byName.get(plain(name)))
			.find((one) => one !== undefined && !taken.has(one));
		if (column !== undefined) {
			mapping[field] = column;
			taken.add(column);
		}
	}
	return mapping;
}
