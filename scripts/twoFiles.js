// Packs what esbuild split into two files: what the entry imports, and what it imports later.
//
// The editor waits for the first file to be read and compiled, so it holds only what is needed then. esbuild splits
// ES modules into a file for each set of modules that are used together, more than a hundred; two are read faster.

const esbuild = require('esbuild');
const fs = require('node:fs');
const path = require('node:path');

/**
 * An esbuild plugin that writes the build's output as `NAME.js` and `NAME-later.js` in CommonJS, with source maps.
 *
 * @param {string} file the first file's path; the build's only entry is what it exports
 * @returns {{ plugin: import('esbuild').Plugin, options: import('esbuild').BuildOptions }} options the build must have
 */
exports.twoFiles = (file) => ({
	options: { splitting: true, format: 'esm', outdir: path.dirname(file), write: false, metafile: true },
	plugin: {
		name: 'two-files',
		setup(build) {
			build.onEnd(async ({ errors, outputFiles = [], metafile }) => {
				if (errors.length > 0 || !metafile) {
					return;
				}
				const minify = build.initialOptions.minify === true;
				const chunks = await Promise.all(
					outputFiles
						.filter((output) => output.path.endsWith('.js'))
						.map(async (output) => ({
							name: path.basename(output.path),
							...(await commonJs(output, outputFiles, minify)),
						})),
				);
				const { entry, first } = eager(metafile);
				const later = file.replace(/\.js$/, '-later.js');
				const inFirst = chunks.filter(({ name }) => first.has(name));
				const inLater = chunks.filter(({ name }) => !first.has(name));
				write(file, inFirst, ...registry(entry, path.basename(later)));
				write(later, inLater, 'module.exports = {', '};');
			});
		},
	},
});

/** One of esbuild's ES modules as a CommonJS one, with the map to the sources. */
async function commonJs({ path: at, text }, outputs, minify) {
	const map = outputs.find((output) => output.path === `${at}.map`);
	const code = map ? `${text}\n//# sourceMappingURL=data:application/json;base64,${base64(map.text)}` : text;
	return esbuild.transform(code, {
		...{ format: 'cjs', platform: 'node', target: 'node20', minify, legalComments: 'none' },
		sourcemap: 'external',
		sourcesContent: false,
		supported: { 'dynamic-import': false }, // becomes `require`, which `registry` answers
	});
}

/** The names of the entry and of all that it imports without `import()`. */
function eager({ outputs }) {
	const entry = Object.keys(outputs).find((output) => outputs[output].entryPoint === 'src/extension.ts');
	const first = new Set();
	const add = (output) => {
		if (!first.has(output) && outputs[output]) {
			first.add(output);
			for (const { path: imported, kind } of outputs[output].imports) {
				kind === 'import-statement' && add(imported);
			}
		}
	};
	add(entry);
	return { entry: path.basename(entry), first: new Set([...first].map((output) => path.basename(output))) };
}

/** What stands before and after the modules of the first file: each is run once, when it is first required. */
function registry(entry, later) {
	const lines = [
		'};',
		'const made = {};',
		'const load = (id) => {',
		"\tconst name = id.startsWith('./') ? id.slice(2) : id;",
		'\tif (name in made) return made[name].exports;',
		`\tif (!(name in all) && /^\\.\\/.+-[A-Z0-9]{8}\\.js$/.test(id)) Object.assign(all, require('./${later}'));`,
		'\tif (!(name in all)) return require(id);',
		'\tmade[name] = { exports: {} };',
		'\tall[name](made[name], made[name].exports, load);',
		'\treturn made[name].exports;',
		'};',
		`module.exports = load(${JSON.stringify(`./${entry}`)});`,
	];
	return ["'use strict';\nconst all = {", lines.join('\n')];
}

function write(file, chunks, before, after) {
	const lines = [before];
	const sections = [];
	for (const { name, code, map } of chunks) {
		lines.push(`${JSON.stringify(name)}(module, exports, require) {`);
		const line = lines.join('\n').split('\n').length;
		sections.push({ offset: { line, column: 0 }, map: JSON.parse(map) });
		lines.push(code.replace(/^\/\/# sourceMappingURL=.*$/m, '').trimEnd(), '},');
	}
	const map = `${path.basename(file)}.map`;
	fs.writeFileSync(file, `${[...lines, after].join('\n')}\n//# sourceMappingURL=${map}\n`);
	fs.writeFileSync(path.join(path.dirname(file), map), JSON.stringify({ version: 3, sections }));
}

const base64 = (text) => Buffer.from(text).toString('base64');
