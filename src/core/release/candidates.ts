/** A name that git may know a release by, the likeliest first. */
export interface Candidate {
	/** What git is asked for. */
	readonly revision: string;
	/** How it was come by: as it was written, by a commit's name in it, or by a tag made of its version. */
	readonly by: 'name' | 'commit' | 'tag';
}

/** How tags are called where nobody says otherwise; `{version}` and `{name}` stand for parts of the release. */
export const USUAL_TAGS: readonly string[] = [
	'v{version}',
	'{version}',
	'{name}@{version}',
	'{name}@v{version}',
	'{name}-v{version}',
	'{name}-{version}',
	'{name}/v{version}',
	'{name}/{version}',
	'release-{version}',
	'release/{version}',
	'releases/{version}',
	'version-{version}',
];

/** Longer ones are no release's name. */
const MAX_LENGTH = 300;

/** `v1.4.0-12-gabc1234`, with or without `-dirty`. */
const DESCRIBED = /^(.{1,250})-(\d{1,9})-g([0-9a-f]{4,40})(?:-dirty)?$/;

/** `sha-abc1234`, `1.4.0-abc1234`, `1.4.0+build.abc1234`: a commit's name at the end, which has a digit in it. */
const COMMIT_AT_END = /(?:^|[-+._@:/g])(?=[0-9a-f]*\d)([0-9a-f]{7,40})$/;

/** `shop@1.4.0+543`, `shop-v1.4.0`, `1.4.0-rc.1`: a name, and a version of at least two numbers. */
const VERSIONED =
	/^(?:(.{1,200}?)[@/_:-])??v?(\d{1,9}(?:\.\d{1,9}){1,4}(?:[-.]?[a-zA-Z][\w.-]{0,60})?)(\+[\w.-]{1,80})?$/;

/**
 * What a release that a monitor, an image or a person names may be in git.
 *
 * @param release `1.4.0`, `shop@1.4.0+543` (Sentry), `registry/shop:1.4.0-abc1234` (an image), `v1.4.0-12-gabc1234` (`git describe`), a tag, a commit
 * @param patterns how tags are called, as in the settings; `{version}` and `{name}` are filled in, all else is as it stands
 * @returns without repetition; never a text that git would take for an option
 */
export function candidatesOf(release: string, patterns: readonly string[]): readonly Candidate[] {
	const written = release.trim();
	if (written === '' || written.length > MAX_LENGTH) {
		return [];
	}
	const found: Candidate[] = [{ revision: written, by: 'name' }];
	const described = DESCRIBED.exec(written);
	if (described?.[3]) {
		found.push({ revision: described[3], by: 'commit' });
	}
	const clean = written.replace(/-dirty$/, '').replace(/@sha256:[0-9a-f]{64}$/, '');
	const image = /[^/:]+:[^/:]+$/.exec(clean)?.[0];
	const bare = image ? image.replace(':', '@') : clean;
	const commit = COMMIT_AT_END.exec(bare)?.[1];
	if (commit !== undefined) {
		found.push({ revision: commit, by: 'commit' });
	}
	for (const text of [
		bare,
		...(commit === undefined ? [] : [bare.slice(0, -commit.length).replace(/[-+._@:]+g?$/, '')]),
	]) {
		found.push(...tagsOf(text, patterns));
	}
	const seen = new Set<string>();
	return found.filter(({ revision }) => {
		const isNew = !revision.startsWith('-') && !seen.has(revision);
		seen.add(revision);
		return isNew;
	});
}

function tagsOf(text: string, patterns: readonly string[]): readonly Candidate[] {
	const [, name, version, build = ''] = VERSIONED.exec(text) ?? [];
	if (version === undefined) {
		return [];
	}
	// A package's name may have its organisation before it, which no tag has.
	const names = name === undefined ? [] : [...new Set([name, name.split(/[/.]/).at(-1) ?? name])];
	return (build === '' ? [version] : [version + build, version]).flatMap((own) =>
		patterns.flatMap((pattern): Candidate[] => {
			const asked = pattern.includes('{name}') ? names : [''];
			return asked.map((as) => ({
				revision: `refs/tags/${pattern.replaceAll('{version}', () => own).replaceAll('{name}', () => as)}`,
				by: 'tag',
			}));
		}),
	);
}
