// Mocha's spec report, and the counts in a file, so that nobody has to read them off the screen.
const fs = require('node:fs');
const path = require('node:path');
const mocha = require('mocha');

const { reporters } = mocha.default ?? mocha; // Node 20.19.5 gives the module itself, later ones its default export

module.exports = class extends reporters.Spec {
	constructor(runner, options) {
		super(runner, options);
		/** By file: how many of its tests passed, and the titles of those that failed. */
		const files = {};
		const of = ({ file }) => {
			const name = file ? path.relative(process.cwd(), file) : '';
			files[name] ??= { passed: 0, failed: [] };
			return files[name];
		};
		runner.on('pass', (test) => of(test).passed++);
		runner.on('fail', (test) => of({ file: test.file ?? test.parent?.file }).failed.push(test.fullTitle()));
		runner.once('end', () => {
			const { passes, failures } = this.stats;
			fs.writeFileSync(options.reporterOptions.counts, JSON.stringify({ passed: passes, failed: failures, files }));
		});
	}
};
