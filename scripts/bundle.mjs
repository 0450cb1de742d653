// Bundles a TypeScript module of the tests as the product is bundled, since running TypeScript as it stands wraps every function, and that
// would be measured too.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ROOT } from './setup.mjs';

const inPlace = {
	name: 'in-place',
	setup({ onLoad, onResolve }) {
		// Files of the harness find the project by where they are. Those that are TypeScript are bundled with the module.
		onResolve({ filter: /^\..*\.mjs$/ }, ({ path: own, resolveDir }) => {
			const file = path.resolve(resolveDir, own);
			return fs.existsSync(file) ? { path: pathToFileURL(file).href, external: true } : undefined;
		});
		onLoad({ filter: /[\\/]test[\\/].*\.ts$/ }, ({ path: own }) => ({
			contents: fs.readFileSync(own, 'utf8').replace(/\b__dirname\b/g, JSON.stringify(path.dirname(own))),
			loader: 'ts',
		}));
	},
};

/** Path of the module that can be imported. */
export async function bundle(module) {
	const outfile = path.join(
		ROOT,
		'dist/bench',
		`${path.basename(path.dirname(module))}-${path.basename(module, '.ts')}.mjs`,
	);
	await build({
		absWorkingDir: ROOT,
		entryPoints: [module],
		outfile,
		bundle: true,
		platform: 'node',
		target: 'node20',
		format: 'esm',
		packages: 'external',
		plugins: [inPlace],
		logLevel: 'warning',
	});
	return outfile;
}
