// Of a UI test that failed: what was in sight, and what VS Code logged.
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../scripts/setup.mjs';

const OUTPUT = path.join(ROOT, 'test/output');

/** Pictures of all windows, what they logged, and what is in sight in words: of a run elsewhere there is only what it printed. */
export async function keepEvidence(windows, server, name) {
	const folder = path.join(OUTPUT, name.replace(/[^\w-]+/g, '-').slice(0, 80));
	fs.rmSync(folder, { recursive: true, force: true });
	fs.mkdirSync(folder, { recursive: true });
	fs.copyFileSync(server.logFile, path.join(folder, 'server.log'));
	fs.cpSync(path.join(server.userData, 'logs'), path.join(folder, 'logs'), { recursive: true });
	const told = [`Kept in ${path.relative(ROOT, folder)}:`];
	for (const [index, { page, messages }] of windows.entries()) {
		const file = path.join(folder, `window-${index + 1}`);
		fs.writeFileSync(`${file}.json`, JSON.stringify(messages, undefined, '\t'));
		try {
			await page.screenshot({ path: `${file}.png`, animations: 'disabled', timeout: 10_000 }); // the mouse stays where it was
			told.push(`window ${index + 1}`, ...(await page.evaluate(inSight)));
		} catch (error) {
			told.push(`no picture of window ${index + 1}: ${error.message}`); // it must not hide why the test failed
		}
	}
	fs.writeFileSync(path.join(folder, 'told.txt'), told.join('\n'));
	console.log(`      ${told.join('\n        ')}`);
}

/** Run in the page: where the focus is, and the texts of what may be in the way. */
function inSight() {
	const focused = document.activeElement;
	const classes = focused?.getAttribute('class') ?? '';
	const parts = {
		title: 'title',
		'quick input': '.quick-input-widget',
		dialog: '.monaco-dialog-box',
		menu: '.monaco-menu',
		notification: '.notification-list-item',
		tab: '.tab',
		'status bar': '.statusbar-item',
		row: '.sidebar [role="treeitem"]',
	};
	const texts = Object.entries(parts).flatMap(([name, selector]) =>
		[...document.querySelectorAll(selector)]
			.filter((one) => name === 'title' || one.checkVisibility())
			.map((one) => {
				const typed = one.querySelector('input')?.value;
				const text = (one.innerText ?? one.textContent).replaceAll(/\s+/g, ' ').trim();
				return `${typed === undefined ? '' : `[${typed}] `}${text.slice(0, 300)}`;
			})
			.filter(Boolean)
			.map((text) => `${name}: ${text}`),
	);
	return [
		`focus: ${focused?.tagName} .${classes.slice(0, 80)} ${focused?.getAttribute('aria-label')?.slice(0, 80) ?? ''}`,
		...texts,
	];
}
