// Runs one module of test/bench: node scripts/benchModule.mjs MODULE RESULTS_FILE. It is bundled as the product is, since running TypeScript
// as it stands wraps every function, and that would be measured too.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ROOT } from './setup.mjs';

const [module, file] = process.argv.slice(2);

const inPlace = {
	name: 'in-place',
	setup({ onLoad, onResolve }) {
		// Files of the harness find the project by where they are.
		onResolve({ filter: /^\..*\.mjs$/ }, ({ path: own, resolveDir }) => ({
			path: pathToFileURL(path.resolve(resolveDir, own)).href,
			external: true,
		}));
		onLoad({ filter: /[\\/]test[\\/].*\.ts$/ }, ({ path: own }) => ({
			contents: fs.readFileSync(own, 'utf8').replace(/\b__dirname\b/g, JSON.stringify(path.dirname(own))),
			loader: 'ts',
		}));
	},
};

const outfile = path.join(ROOT, 'dist/bench', `${path.basename(module, '.ts')}.mjs`);
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
const { run } = await import(pathToFileURL(outfile).href);
fs.writeFileSync(file, JSON.stringify(await run()));
