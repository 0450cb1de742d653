import assert from 'node:assert/strict';
import { join } from 'node:path';
import { build } from 'esbuild';

const MAX_BYTES = 40 * 1024;

describe('the parser', () => {
	it('costs a bundle no more than 40 KB', async () => {
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
