import type { Severity } from './model';

/** Names and values, as a monitor has them. */
export type LabelSet = Readonly<Record<string, string>>;

/** Names under which monitors and their clients say the same; the first that is there counts. */
const NAMES = {
	severity: ['severity', 'level', 'priority', 'urgency'],
	service: ['service', 'service_name', 'service.name', 'app', 'application', 'component', 'project', 'job'],
	environment: ['environment', 'env', 'deployment_environment', 'deployment.environment', 'stage'],
	release: [
		...['commit', 'git_commit', 'git.commit.sha', 'commit_sha', 'sha', 'revision'],
		...['release', 'version', 'service_version', 'service.version', 'app_version', 'image_tag'],
	],
} as const;

const FIELDS: readonly (readonly [string, readonly string[]])[] = Object.entries(NAMES);

const WORDS: readonly (readonly [Severity, readonly string[]])[] = [
	[
		'critical',
		[
			...['critical', 'crit', 'fatal', 'emergency', 'alert', 'page', 'p1', '1', 'disaster'],
			...['sev0', 'sev-0', 'sev1', 'sev-1'],
		],
	],
	['error', ['error', 'err', 'major', 'high', 'p2', '2', 'sev2', 'sev-2']],
	['warning', ['warning', 'warn', 'minor', 'medium', 'moderate', 'p3', '3', 'sev3', 'sev-3']],
	[
		'info',
		[
			...['info', 'informational', 'information', 'low', 'notice', 'debug', 'none', 'ok', 'p4', 'p5', '4', '5'],
			...['sev4', 'sev-4', 'sev5', 'sev-5'],
		],
	],
];

/** What labels say of where an alert belongs. */
export interface LabelsSay {
	/** As it is written. */
	readonly severity?: string;
	readonly service?: string;
	readonly environment?: string;
	readonly release?: string;
}

/** What an alert's labels say of it, by the names that are usual for each field, the most usual first; blank ones say nothing. */
export function labelsSay(labels: LabelSet): LabelsSay {
	const said: Record<string, string> = {};
	for (const [field, names] of FIELDS) {
		for (const name of names) {
			const value = labels[name]?.trim();
			if (value) {
				said[field] = value;
				break;
			}
		}
	}
	return said;
}

/** A severity however a monitor calls it; one that nobody knows is a warning, so that it is not lost. */
export function severityOf(word: string | undefined): Severity {
	const plain = word?.trim().toLowerCase() ?? '';
	return WORDS.find(([, words]) => words.includes(plain))?.[0] ?? 'warning';
}
