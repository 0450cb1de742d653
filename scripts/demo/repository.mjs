// Makes the demo: a git repository in which one change broke production, and the log of the crash.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { BREAKING, DEPLOYED, FIRST, HISTORY, LAST_GOOD } from './history.mjs';
import { productionLog } from './production.mjs';

const START = fileURLToPath(new URL('start', import.meta.url));
const DAY_MS = 86_400_000;

/**
 * Makes the repository in `folder`, which is emptied first, and runs the deployed revision until it logs the crash. Two weeks of history end
 * the day before `now`; the same `now` gives the same commits.
 *
 * @param {string} folder
 * @param {{ now: number }} options epoch milliseconds
 */
export async function makeDemoRepository(folder, { now }) {
	fs.rmSync(folder, { recursive: true, force: true });
	fs.mkdirSync(folder, { recursive: true });
	const git = (args, who) =>
		execFileSync('git', args, {
			cwd: folder,
			encoding: 'utf8',
			env: environment(who),
			stdio: ['ignore', 'pipe', 'pipe'],
		}).trim();
	git(['init', '--quiet', '--initial-branch=main']);
	git(['config', 'core.autocrlf', 'false']);

	fs.cpSync(START, folder, { recursive: true });
	fs.writeFileSync(path.join(folder, '.gitignore'), 'node_modules/\n*.log\n');
	for (const step of [FIRST, ...HISTORY]) {
		apply(folder, step, git, { name: step.author, date: dateOf(step, now) });
	}
	const logFile = path.join(folder, 'production.log');
	fs.writeFileSync(logFile, await productionLog(folder, DEPLOYED, { now }));
	return {
		folder,
		logFile,
		breakingCommit: git(['log', '--format=%H', '--fixed-strings', `--grep=${BREAKING}`, DEPLOYED]),
		deployTag: DEPLOYED,
		lastGoodTag: LAST_GOOD,
	};
}

function apply(folder, { subject, body, branch, merge, renames = {}, files = {}, edits = {}, tag }, git, who) {
	if (branch) {
		const isNew = git(['branch', '--list', branch]) === '';
		git(['checkout', '--quiet', ...(isNew ? ['-b'] : []), branch], who);
	}
	const message = ['--message', subject, ...(body ? ['--message', body] : [])];
	if (merge) {
		git(['checkout', '--quiet', 'main']);
		git(['merge', '--quiet', '--no-ff', ...message, merge], who);
		git(['branch', '--quiet', '--delete', merge]);
		return;
	}
	for (const [from, to] of Object.entries(renames)) {
		git(['mv', from, to]);
	}
	for (const [name, text] of Object.entries(files)) {
		fs.writeFileSync(path.join(folder, name), text);
	}
	for (const [name, replacements] of Object.entries(edits)) {
		const file = path.join(folder, name);
		const replaced = replacements.reduce(
			(text, [from, to]) => replaceOnce(text, from, to, `${name} in "${subject}"`),
			fs.readFileSync(file, 'utf8'),
		);
		fs.writeFileSync(file, replaced);
	}
	git(['add', '--all']);
	git(['commit', '--quiet', ...message], who);
	if (tag) {
		git(['tag', '--annotate', '--message', subject, tag], who);
	}
}

function replaceOnce(text, from, to, where) {
	const [before, after, ...more] = text.split(from);
	if (after === undefined || more.length > 0) {
		throw new Error(`The demo's history does not fit: ${JSON.stringify(from)} is not in ${where} exactly once`);
	}
	return before + to + after;
}

function dateOf({ day, time }, now) {
	const midnight = Math.floor(now / DAY_MS) * DAY_MS;
	const [hours, minutes] = time.split(':').map(Number);
	return new Date(midnight - day * DAY_MS + (hours * 60 + minutes) * 60_000).toISOString();
}

/** Nothing of the person's own configuration, such as hooks or signing, and a fixed author and date. */
function environment({ name = 'Demo', date = '2000-01-01T00:00:00Z' } = {}) {
	const email = `${name.toLowerCase().replace(' ', '.')}@example.com`;
	return {
		...process.env,
		GIT_CONFIG_GLOBAL: os.devNull,
		GIT_CONFIG_NOSYSTEM: '1',
		GIT_AUTHOR_NAME: name,
		GIT_AUTHOR_EMAIL: email,
		GIT_AUTHOR_DATE: date,
		GIT_COMMITTER_NAME: name,
		GIT_COMMITTER_EMAIL: email,
		GIT_COMMITTER_DATE: date,
	};
}
