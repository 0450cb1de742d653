// Runs one module of test/bench: node scripts/benchModule.mjs MODULE RESULTS_FILE
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';

const [module, file] = process.argv.slice(2);
const { run } = await import(pathToFileURL(await bundle(module)).href);
fs.writeFileSync(file, JSON.stringify(await run()));
