// Writes the licences of all packages that were bundled into dist/, as their authors ask for: part of vscode:prepublish.
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './setup.mjs';

const DIST = path.join(ROOT, 'dist');

/** Folders of the packages that the bundles were made of, by their source maps. */
function bundledPackages() {
	const maps = fs.readdirSync(DIST, { recursive: true }).filter((name) => name.endsWith('.map'));
	const found = new Set();
	for (const name of maps) {
		const { sources } = JSON.parse(fs.readFileSync(path.join(DIST, name), 'utf8'));
		for (const source of sources) {
			const file = path.resolve(DIST, path.dirname(name), source);
			const folder = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(file)?.[0];
			if (folder) {
				found.add(folder);
			}
		}
	}
	return [...found].sort();
}

function notice(folder) {
	const { name, version, license } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
	const file = fs.readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
	const text = file && fs.readFileSync(path.join(folder, file), 'utf8').trim();
	return `${name} ${version} (${license})\n\n${text ?? 'It comes without the text of its licence.'}\n`;
}

const text = bundledPackages()
	.map(notice)
	.join(`\n${'-'.repeat(80)}\n\n`);
fs.writeFileSync(path.join(DIST, 'ThirdPartyNotices.txt'), `Faultline contains these packages.\n\n${text}`);
