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
				const texts = new Map(
					outputFiles
						.filter((output) => output.path.endsWith('.js'))
						.map((output) => [path.basename(output.path), withMap(output, outputFiles)]),
				);
				const { entry, first } = eager(metafile);
				const inLater = await Promise.all(
					[...texts]
						.filter(([name]) => !first.has(name))
						.map(async ([name, text]) => ({ name, ...(await commonJs(text, minify)) })),
				);
				const later = file.replace(/\.js$/, '-later.js');
				const [before, after] = loading(path.basename(later));
				write(file, [await joined(entry, first, texts, minify)], before, after);
				write(
					later,
					inLater.map(({ name, code, map }) => ({
						code,
						map,
						before: `${JSON.stringify(name)}(module, exports, require) {`,
						after: '},',
					})),
					'module.exports = {',
					'};',
				);
			});
		},
	},
});

/** The text of one of esbuild's ES modules, with the map to the sources in it. */
function withMap({ path: at, text }, outputs) {
	const map = outputs.find((output) => output.path === `${at}.map`);
	return map ? `${text}\n//# sourceMappingURL=data:application/json;base64,${base64(map.text)}` : text;
}

const toCommonJs = {
	...{ format: 'cjs', platform: 'node', target: 'node20', legalComments: 'none' },
	...{ sourcemap: 'external', sourcesContent: false },
	supported: { 'dynamic-import': false }, // becomes `require`, which `load` answers
};

/** One of esbuild's ES modules as a CommonJS one, with the map to the sources. */
const commonJs = (text, minify) => esbuild.transform(text, { ...toCommonJs, minify });

/**
 * The entry and all that it imports as one CommonJS module, in one scope: a module of its own for each would be more to compile and to run. Beside what the
 * entry exports there is `modules`, which gives what is imported from each of them later.
 *
 * @returns {Promise<{ code: string, map: string }>}
 */
async function joined(entry, first, texts, minify) {
	const given = [...first.keys()].filter((name) => name !== entry && first.get(name).length > 0);
	const local = (name, one) => `from_${given.indexOf(name)}_${one}`;
	const contents = [
		`export * from './${entry}';`,
		...given.map(
			(name) => `import { ${first.get(name).map((one) => `${one} as ${local(name, one)}`)} } from './${name}';`,
		),
		'export const modules = {',
		...given.map(
			(name) =>
				`get ${JSON.stringify(name)}() { return { ${first.get(name).map((one) => `get ${one}() { return ${local(name, one)}; }`)} }; },`,
		),
		'};',
	].join('\n');
	const inMemory = {
		name: 'in-memory',
		setup(build) {
			build.onResolve({ filter: /.*/ }, ({ path: id }) => {
				const name = path.basename(id);
				return first.has(name) && id.startsWith('./')
					? { path: name, namespace: 'first' }
					: { path: id, external: true };
			});
			build.onLoad({ filter: /.*/, namespace: 'first' }, ({ path: name }) => ({ contents: texts.get(name) }));
		},
	};
	const { outputFiles } = await esbuild.build({
		...toCommonJs,
		...{ stdin: { contents, sourcefile: 'first.js' }, bundle: true, minify, write: false, outfile: 'first.js' },
		plugins: [inMemory],
	});
	const of = (end) => outputFiles.find((output) => output.path.endsWith(end)).text;
	return {
		code: of('.js'),
		map: of('.map'),
		before: '(function (module, exports, require) {',
		after: '})(module, module.exports, load);',
	};
}

/** The name of the entry, and what it and all that it imports without `import()` export, by name. */
function eager({ outputs }) {
	const entry = Object.keys(outputs).find((output) => outputs[output].entryPoint === 'src/extension.ts');
	const first = new Map();
	const add = (output) => {
		const name = path.basename(output);
		if (!first.has(name) && outputs[output]) {
			first.set(name, outputs[output].exports);
			for (const { path: imported, kind } of outputs[output].imports) {
				kind === 'import-statement' && add(imported);
			}
		}
	};
	add(entry);
	return { entry: path.basename(entry), first };
}

/** What stands before and after the code of the first file: each module of the second is run once, when it is first required. */
function loading(later) {
	const before = [
		"'use strict';",
		'let all;',
		'const made = {};',
		'const others = {};', // the editor looks up who asks each time that it is asked for
		'const load = (id) => {',
		'\tif (!/^\\.\\/.+-[A-Z0-9]{8}\\.js$/.test(id)) return (others[id] ??= require(id));',
		'\tconst name = id.slice(2);',
		'\tif (name in made) return made[name].exports;',
		'\tmade[name] = { exports: {} };',
		'\tif (name in module.exports.modules) return (made[name].exports = module.exports.modules[name]);',
		`\tall ??= require('./${later}');`,
		'\tall[name](made[name], made[name].exports, load);',
		'\treturn made[name].exports;',
		'};',
	];
	return [before.join('\n'), ''];
}

/** Writes pieces of code, each between lines of its own, into a file, and the map to their sources beside it. */
function write(file, pieces, first, last) {
	const lines = [first];
	const sections = [];
	for (const { code, map, before, after } of pieces) {
		lines.push(before);
		const line = lines.join('\n').split('\n').length;
		sections.push({ offset: { line, column: 0 }, map: JSON.parse(map) });
		lines.push(editorAsItIs(code.replace(/^\/\/# sourceMappingURL=.*$/m, '').trimEnd()), after);
	}
	const map = `${path.basename(file)}.map`;
	fs.writeFileSync(file, `${[...lines, last].join('\n')}\n//# sourceMappingURL=${map}\n`);
	fs.writeFileSync(path.join(path.dirname(file), map), JSON.stringify({ version: 3, sections }));
}

/**
 * The editor's API is an object with some hundred members, of which esbuild makes a copy in each module that imports it, for a default export that it may lack. Nobody
 * imports one. What is called for the copy becomes spaces, so that the map to the sources stays true.
 */
const editorAsItIs = (code) => code.replaceAll(/[\w$]+(?=\(require\("vscode"\)\))/g, (name) => ' '.repeat(name.length));

const base64 = (text) => Buffer.from(text).toString('base64');
