// Mocha's spec report, and the counts in a file, so that nobody has to read them off the screen.
const fs = require('node:fs');
const mocha = require('mocha');

const { reporters } = mocha.default ?? mocha; // Node 20.19.5 gives the module itself, later ones its default export

module.exports = class extends reporters.Spec {
	constructor(runner, options) {
		super(runner, options);
		runner.once('end', () => {
			const { passes, failures } = this.stats;
			fs.writeFileSync(options.reporterOptions.counts, JSON.stringify({ passed: passes, failed: failures }));
		});
	}
};
