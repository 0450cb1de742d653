// What VS Code loads inside the extension host (extensionTestsPath): runs mocha over the files that HOST_TESTS names. When somebody debugs,
// nothing is named: then it is all of dist/test, with time to think.
const fs = require('node:fs');
const path = require('node:path');
const { format } = require('node:util');

const { files = bundled(), counts, grep, isMarked } = JSON.parse(process.env.HOST_TESTS ?? '{}');

if (isMarked) {
	// Lets the runner tell what tests and reporter print from VS Code's own messages. VS Code lets nobody replace the methods of its console, so
	// the whole object is replaced.
	const print = console.log;
	const marked = (...args) => print(`\u2063${format(...args)}`);
	globalThis.console = { __proto__: console, log: marked, info: marked, warn: marked, error: marked };
}

exports.run = async () => {
	const { default: Mocha } = await import('mocha'); // not before: it keeps the console that it finds
	const mocha = new Mocha({
		ui: 'bdd',
		...(counts ? { reporter: require.resolve('./reporter.cjs'), reporterOptions: { counts } } : {}),
		timeout: counts ? 60_000 : 0,
		color: process.env.FORCE_COLOR === '1',
		grep,
	});
	for (const file of files) {
		mocha.addFile(file);
	}
	await mocha.loadFilesAsync();
	// What VS Code's git extension does not catch where a test removes its repository is no failure of that test's. Mocha listens for it once it has
	// begun, so that what it does then is replaced, and not its listener.
	const { _uncaught: fail } = Mocha.Runner.prototype;
	Mocha.Runner.prototype._uncaught = function (error) {
		if (isOfGitExtension(error)) {
			console.warn('VS Code’s git extension:', error);
		} else {
			fail.call(this, error);
		}
	};
	const failures = await new Promise((resolve) => {
		mocha.run(resolve);
	});
	if (failures > 0) {
		throw new Error(`${failures} failed`);
	}
};

function isOfGitExtension(error) {
	const calls = String(error?.stack).split('\n').slice(1);
	const own = calls.filter((call) => call.includes(path.sep) && !call.includes('node:'));
	return own.length > 0 && own.every((call) => /[\\/]extensions[\\/]git[\\/]dist[\\/]/.test(call));
}

function bundled() {
	const folder = path.join(__dirname, '../../dist/test');
	const names = fs.readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.test.cjs'));
	return names.sort().map((name) => path.join(folder, name));
}
