// What VS Code loads inside the extension host (extensionTestsPath): runs mocha over HOST_TESTS, writes HOST_RESULTS.
'use strict';
const fs = require('node:fs');
const { createRequire } = require('node:module');
const { format } = require('node:util');

// Marks what tests and reporter print, so that the runner can tell it from VS Code's own messages.
// (VS Code lets nobody replace the methods of its console, so the whole object is replaced.)
const print = console.log;
const marked = (...args) => print(`\u2063${format(...args)}`);
globalThis.console = { __proto__: console, log: marked, info: marked, warn: marked, error: marked };

exports.run = async () => {
	const files = JSON.parse(process.env.HOST_TESTS);
	const Mocha = createRequire(files[0])('mocha');
	const mocha = new Mocha({
		ui: 'bdd',
		reporter: 'spec',
		timeout: 20_000,
		color: process.env.FORCE_COLOR === '1',
		grep: process.env.HOST_GREP || undefined,
	});
	for (const file of files) {
		mocha.addFile(file);
	}
	await mocha.loadFilesAsync();
	const tests = [];
	const failures = await new Promise((resolve) => {
		const runner = mocha.run(resolve);
		runner.on('test end', (test) =>
			tests.push({ title: test.fullTitle(), state: test.state ?? 'pending', duration: test.duration }),
		);
	});
	const count = (state) => tests.filter((test) => test.state === state).length;
	fs.writeFileSync(
		process.env.HOST_RESULTS,
		JSON.stringify({ passes: count('passed'), failures, pending: count('pending'), tests }),
	);
	if (failures || !count('passed')) {
		throw new Error(failures ? `${failures} failed` : 'no test ran');
	}
};
