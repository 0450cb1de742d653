import assert from 'node:assert/strict';
import { join } from 'node:path';
import { build } from 'esbuild';

/** 40 KB were aimed at; some forty grammars and the ways that lines are wrapped and folded are more. It is loaded when first used. Whoever raises this says why. */
const MAX_BYTES = 124 * 1024;

describe('the parser', () => {
	it('does not grow in a bundle unnoticed', async () => {
		const { outputFiles } = await build({
			entryPoints: [join(__dirname, '../../../src/core/trace/parse.ts')],
			bundle: true,
			minify: true,
			write: false,
			format: 'esm',
			platform: 'node',
			external: ['@vscode/l10n'],
		});
		const bytes = outputFiles[0]?.contents.length ?? Number.POSITIVE_INFINITY;
		assert.ok(bytes <= MAX_BYTES, `${bytes} bytes`);
	});
});
