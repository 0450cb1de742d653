// npm run fuzz -- [RUNS] [SEED]: reads that many made-up and mutated texts (a million if not said), and fails on an error or a slow one.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';
import { ensureDependencies, ensureNode, ROOT } from './setup.mjs';

ensureNode();
ensureDependencies();
const [runs = 1_000_000, seed = Math.floor(Math.random() * 2 ** 31)] = process.argv.slice(2).map(Number);
const { run } = await import(pathToFileURL(await bundle(path.join(ROOT, 'test/fuzz/parse.ts'))).href);
console.log(`${runs} texts, seed ${seed}`);
const { slowest } = run(runs, seed);
console.log(
	`${runs} passed, 0 failed; slowest: ${slowest.microsecondsPerThousand} µs a thousand units\n${JSON.stringify(slowest.text).slice(0, 400)}`,
);
