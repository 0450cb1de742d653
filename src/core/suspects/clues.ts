// Changes that can break a program without touching a line of its stack trace: dependencies, configuration, migrations, builds.
import type { Commit } from '../ports/repository';

/** A commit that is suspect for what kind of change it is. */
export interface Clue {
	readonly commit: Commit;
	readonly kind: 'dependency' | 'configuration' | 'reland' | 'earlier';
	readonly detail: string;
	/** Probability that it is this one by this alone, 0..1. Set by hand: the development incidents have no last good revision. */
	readonly strength: number;
}

/** A commit that somebody confirmed as the cause of an earlier incident. */
export interface EarlierCause {
	/** Full object name. */
	readonly sha: string;
	/** What the earlier incident is called, `INC-4`. */
	readonly incident: string;
	/** Whether it failed in the same way; otherwise its trace went through the same functions, which is known once both were analyzed. */
	readonly hasSameFailure: boolean;
}

/** A commit that a root-cause note on the code of the trace leads to: the confirmed cause of the note's incident, or one that the note names. */
export interface NotedCause {
	/** Full object name. */
	readonly sha: string;
	readonly incident: string;
	readonly isNamed: boolean;
	/** File that the note is on, at the deployed revision. */
	readonly path: string;
	/** On the lines, or the function, of a frame; otherwise elsewhere in its file. */
	readonly isNear: boolean;
}

const LOCKS =
	/(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock|requirements[\w.-]*\.(?:txt|in)|constraints[\w.-]*\.txt|Pipfile\.lock|poetry\.lock|uv\.lock|pdm\.lock|Cargo\.(?:lock|toml)|go\.(?:mod|sum)|pom\.xml|build\.gradle(?:\.kts)?|gradle\.lockfile|libs\.versions\.toml|packages\.lock\.json|Directory\.Packages\.props|packages\.config|[^/]+\.(?:cs|fs|vb)proj|Gemfile\.lock|composer\.lock|mix\.lock|pubspec\.lock|package\.json|pyproject\.toml)$/;

/** Where versions of dependencies are written. */
export const isDependencyFile = (path: string) => LOCKS.test(path);

export type ConfigurationKind = 'migration' | 'workflow' | 'container' | 'flag' | 'settings';

const CONFIGURATION: readonly (readonly [ConfigurationKind, RegExp])[] = [
	[
		'migration',
		// A folder of them; a numbered file; or what says how they are run. Code that is only called so runs them.
		/(?:^|\/)(?:(?:migrations?|db\/migrate|alembic|flyway|liquibase)\/|db\/schema[/.]|migrate\/[^/]*\d[^/]*$|(?:migrations?|migrate|alembic|flyway|liquibase)\.(?:sql|ini|conf|properties|ya?ml|json|toml|xml)$|V\d+__\w+\.sql$)/i,
	],
	['workflow', /(?:^|\/)(?:\.github\/workflows|\.gitlab-ci|\.circleci|Jenkinsfile|azure-pipelines|\.buildkite)/],
	[
		'container',
		/(?:^|\/)(?:Dockerfile[\w.-]*|Containerfile|docker-compose[\w.-]*\.ya?ml|compose\.ya?ml|Chart\.yaml|values[\w.-]*\.ya?ml|[\w-]+\.tf)$|(?:^|\/)(?:k8s|kubernetes|helm|deploy|terraform)\//i,
	],
	['flag', /(?:^|\/)[\w-]*(?:feature[_-]?flags?|flags|toggles|features)[\w-]*\.(?:json|ya?ml|toml|rb|py|ts|js)$/i],
	[
		'settings',
		/(?:^|\/)(?:config|conf|settings|etc)\/|(?:^|\/)(?:\.env[\w.-]*|application[\w-]*\.(?:ya?ml|properties)|appsettings[\w.]*\.json|[\w-]*config[\w-]*\.(?:json|ya?ml|toml|ini|xml|js|ts|py|rb|php)|nginx[\w.-]*\.conf)$/i,
	],
];

/** What kind of configuration a file is; undefined for code. */
export function configurationKind(path: string): ConfigurationKind | undefined {
	return CONFIGURATION.find(([, pattern]) => pattern.test(path))?.[0];
}

/** How far above a changed version the name of its package may stand: lock files give each a block. */
const BLOCK = 4;

/** Characters of a line that a name and its version take at most. */
const MAX_NAME = 300;

/** Lines between two yields. */
const PIECE = 200;

/** A name and its version on one line: what is above is about others. */
const SAYS_ITSELF =
	/^\s*(?!["']?(?:version|resolved|resolution|integrity|checksum|sha256|hash|tarball)\b)["']?[\w@./:-]+["']?(?:\[[\w,-]+\])?\s*(?:[=~<>!^]=?|===?|:|@|\s|\()\s*["'^~]*v?\d/;

/**
 * The first of `packages` whose version a change to a lock file or manifest touched.
 *
 * @param before the file's text before; empty when it is new
 * @param packages names as frames' paths give them
 */
export function* changedPackage(
	before: string,
	after: string,
	packages: readonly string[],
): Generator<undefined, string | undefined> {
	const old = new Set<string>();
	for (const line of before.split('\n')) {
		old.add(line);
		if (old.size % PIECE === 0) {
			yield;
		}
	}
	const lines = after.split('\n');
	const changed = new Set<string>();
	for (const [i, line] of lines.entries()) {
		if (i % PIECE === PIECE - 1) {
			yield;
		}
		if (old.has(line) || !/\d/.test(line)) {
			continue;
		}
		const first = SAYS_ITSELF.test(line.slice(0, MAX_NAME)) ? i : Math.max(0, i - BLOCK);
		for (let above = i; above >= first; above--) {
			const text = lines[above] ?? '';
			for (const name of packages) {
				if (mentions(text, name)) {
					changed.add(name);
				}
			}
			if (above < i && /^\s*[\])}]/.test(text)) {
				break; // the block above is another package's
			}
		}
	}
	return packages.find((name) => changed.has(name));
}

/** Whether a line names a package and not only a longer name that holds it. */
function mentions(line: string, name: string): boolean {
	for (let at = line.indexOf(name); at >= 0; at = line.indexOf(name, at + 1)) {
		const [before, behind] = [line.charAt(at - 1), line.charAt(at + name.length)];
		if (!/[\w.-]/.test(before) && !/[\w-]/.test(behind)) {
			return true;
		}
	}
	return false;
}

const RELAND = /^(?:re-?land|reapply|revert\s+"?revert)\b/i;

/** A change that was taken out before, for some reason, and is back. */
export const isReland = ({ subject }: Pick<Commit, 'subject'>) => RELAND.test(subject);
