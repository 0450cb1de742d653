// Runs one module of test/bench (node --import=tsx scripts/benchModule.mjs MODULE RESULTS_FILE).
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';

const [module, file] = process.argv.slice(2);
const { run } = await import(pathToFileURL(module).href);
fs.writeFileSync(file, JSON.stringify(await run()));
