import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Locator } from 'playwright-core';

const axe = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');

/** Runs axe inside the webview that holds `main`; what it finds, one line each. */
export async function violations(main: Locator): Promise<string[]> {
	const frame = await (await main.elementHandle())?.ownerFrame();
	assert.ok(frame);
	await frame.evaluate(`${axe};0`);
	const results: AxeResults = await frame.evaluate('axe.run(document)');
	return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
}
