// A printed path without what only the machine that printed it knows: schemes, hosts, drives, queries, layers of a bundler.

/** A path as it was printed, taken apart. */
export interface PrintedPath {
	/** Outermost folder first, without `.` and `..`. */
	readonly segments: readonly string[];
	/** The last segments from here on are what a tool says is the whole path in the project; absent where none does. */
	readonly anchor?: number;
	/** Begins at a root, a drive or a host: says where on a machine it was. */
	readonly isAbsolute: boolean;
	/** The bundle's or package's name in the URL: `webpack://shop/./src/a.ts`. */
	readonly bundle?: string;
}

/** The layers and placeholders that bundlers put before a path in the project. */
const LAYER =
	/^(?:\((?:rsc|ssr|app-pages-browser|pages-dir-browser|pages-dir-node|action-browser|action-client|sc_client|sc_server|api|api-node|api-edge|middleware|instrument|instrumentation|edge-server|shared|app-route|metadata|app-client|app-ssr|app-rsc|vendored-ssr|vendored-rsc)\)|\[project\]|\[app\]|\[output\]|\[root-of-the-server\]|_N_E|ROOT|@fs|💻app)$/u;

/** Taken apart without a regular expression made from it, in time that is linear in its length. */
export function printedPath(file: string): PrintedPath {
	let path = file.startsWith('\\\\?\\') ? file.slice(4) : file;
	path = path.replaceAll('\\', '/');
	// What loaders were applied stands before: `!./node_modules/x!./src/a.vue`.
	path = path.slice(path.lastIndexOf('!./') < 0 ? 0 : path.lastIndexOf('!./') + 1);
	let bundle: string | undefined;
	let isUrl = false;
	let isBundler = false;
	// One in another: `rsc://React/Server/webpack-internal:///(rsc)/./app/page.tsx`.
	const schemes = /([a-z][\w+.-]{1,40}):\/\/+/gi;
	let scheme: RegExpExecArray | undefined;
	for (let one = schemes.exec(path); one; one = schemes.exec(path)) {
		scheme = one;
	}
	if (scheme) {
		const name = (scheme[1] ?? '').toLowerCase();
		const slashes = scheme[0].length - name.length - 1;
		path = path.slice(scheme.index + scheme[0].length).replace(/[?#].*$/, '');
		isUrl = true;
		isBundler = /^(?:webpack|webpack-internal|turbopack|rsc|ng|app|meteor)$/.test(name);
		if (/^(?:https?|wss?|capacitor|ionic)$/.test(name)) {
			path = path.includes('/') ? path.slice(path.indexOf('/') + 1) : ''; // the host is no folder
		} else if (isBundler && slashes === 2 && path.includes('/./')) {
			bundle = decoded(path.slice(0, path.indexOf('/./')));
			path = path.slice(path.indexOf('/./') + 3);
		} else if (name === 'package') {
			isBundler = false;
		}
		path = decoded(path);
	} else {
		path = withoutQuery(path, /\?/);
	}
	const isAbsolute = isUrl || path.startsWith('/') || /^[A-Za-z]:\//.test(path);
	const segments: string[] = [];
	let anchor = isBundler ? 0 : undefined;
	for (const segment of path.replace(/^[A-Za-z]:\//, '/').split('/')) {
		if (segment === '..') {
			segments.pop();
			anchor = undefined;
		} else if ((isUrl || segment === '[project]') && LAYER.test(segment) && segments.length <= 1) {
			segments.length = 0;
			anchor = segment === '@fs' ? undefined : 0;
		} else if (segment !== '' && segment !== '.') {
			segments.push(segment);
		}
	}
	return {
		segments,
		isAbsolute: isAbsolute && anchor === undefined,
		...(anchor !== undefined && { anchor }),
		...(bundle && { bundle }),
	};
}

/** A path without what stands in its last segment from one of these signs on. */
export function withoutQuery(path: string, signs: RegExp): string {
	const name = path.lastIndexOf('/') + 1;
	const at = path.slice(name).search(signs);
	return at < 0 ? path : path.slice(0, name + at);
}

/** Percent escapes read; as it is where they are none. */
export function decoded(path: string): string {
	try {
		return path.includes('%') ? decodeURIComponent(path) : path;
	} catch {
		return path; // a stray percent sign is part of the name
	}
}

/**
 * How many of the first segments are where builders and runtimes put a whole repository: `/app`, `/home/runner/work/x/x`, `/var/task`. Several
 * where it is not certain; what stands behind them is then the path from the repository's root.
 */
export function installedBehind(segments: readonly string[]): readonly number[] {
	const path = `${segments.slice(0, 12).join('/')}/`;
	const depths = new Set<number>();
	for (const prefix of INSTALLED) {
		const found = prefix.exec(path);
		if (found) {
			depths.add(found[0].split('/').length - 1);
		}
	}
	// GitLab's groups may be nested.
	if (segments[0] === 'builds') {
		[3, 4, 5].forEach((depth) => void depths.add(depth));
	}
	return [...depths].filter((depth) => depth < segments.length).sort((a, b) => b - a);
}

const INSTALLED: readonly RegExp[] = [
	/^usr\/src\/(?:app|\w+)\//,
	/^(?:app|code|src|source|build|workspace|workspaces\/[^/]+|project|work|repo|application|service|server|function)\//i,
	/^var\/task\//,
	/^var\/runtime\//,
	/^var\/www\/(?:html|[^/]+\/current|[^/]+)\//,
	/^github\/workspace\//,
	/^(?:home\/runner|Users\/runner)\/work\/[^/]+\/[^/]+\//,
	/^home\/[^/]+\/(?:app|project|code|src|actions-runner\/_work\/[^/]+\/[^/]+|[^/]+)\//,
	/^__w\/[^/]+\/[^/]+\//,
	/^a\/(?:\d+\/s|[^/]+\/[^/]+)\//i,
	/^(?:[^/]*\/)?(?:actions-runner|runner)\/_work\/[^/]+\/[^/]+\//i,
	/^(?:[^/]*\/){0,3}_work\/\d+\/s\//i,
	/^workspace\/source\//,
	/^root\/(?:project|app|[^/]+)\//,
	/^(?:opt|srv|mnt|data)\/[^/]+\/(?:current\/|releases\/[^/]+\/)?/,
	/^bitrise\/src\//,
	/^drone\/src\//,
	/^(?:var\/(?:lib\/)?jenkins(?:_home)?|jenkins)\/workspace\/[^/]+\//,
	/^(?:tmp|private\/tmp)\/[^/]+\//,
	/^(?:Users|home)\/[^/]+\/(?:[^/]+\/){1,3}?(?=src\/|app\/|lib\/|packages\/)/,
	/^go\/src\/[^/]+\/[^/]+\/[^/]+\//,
	/^opt\/atlassian\/pipelines\/agent\/build\//,
	/^_\//, // .NET's deterministic builds
	/^proc\/self\/cwd\//,
];

/** Where Bazel links to the sources: what stands behind is the path in the workspace. */
export function bazelRest(segments: readonly string[]): readonly string[] | undefined {
	const out = segments.lastIndexOf('bazel-out');
	const bin = out < 0 ? -1 : segments.findIndex((segment, i) => i > out + 1 && /^(?:bin|genfiles)$/.test(segment));
	if (bin > 0) {
		return segments.slice(bin + 1);
	}
	const runfiles = segments.findLastIndex((segment) => segment.endsWith('.runfiles'));
	if (runfiles >= 0) {
		return segments.slice(runfiles + 2);
	}
	const execroot = segments.lastIndexOf('execroot');
	return execroot < 0 ? undefined : segments.slice(execroot + 2);
}
