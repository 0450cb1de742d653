// Mocha's spec report, and the counts in the file that COUNTS_FILE names, so that nobody has to read them off the screen.
'use strict';
const fs = require('node:fs');
const { reporters } = require('mocha');

module.exports = class extends reporters.Spec {
	constructor(runner, options) {
		super(runner, options);
		runner.once('end', () => {
			const { passes, failures } = this.stats;
			fs.writeFileSync(process.env.COUNTS_FILE, JSON.stringify({ passed: passes, failed: failures }));
		});
	}
};
