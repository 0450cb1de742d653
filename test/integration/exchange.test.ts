import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { faultline, incidentFrom, listening, picking, setting } from './support';

const TRACE = 'TypeError: Cannot read properties of undefined\n    at add (/srv/shop/src/cart.js:2:9)';

/** Runs `act` with the next dialogs of the window answered. */
async function dialogs(answers: { readonly save?: string; readonly open?: string }, act: () => PromiseLike<unknown>) {
	const window = vscode.window as unknown as Record<string, unknown>;
	const originals = { ...window };
	window.showSaveDialog = async () => answers.save && vscode.Uri.file(answers.save);
	window.showOpenDialog = async () => (answers.open ? [vscode.Uri.file(answers.open)] : undefined);
	try {
		return await act();
	} finally {
		window.showSaveDialog = originals.showSaveDialog;
		window.showOpenDialog = originals.showOpenDialog;
	}
}

describe('incidents as files', () => {
	let folder: string;
	const file = (name: string) => join(folder, name);
	const run = (command: string, ...args: unknown[]) => vscode.commands.executeCommand(`faultline.${command}`, ...args);

	before(async () => {
		folder = mkdtempSync(join(tmpdir(), 'faultline-exchange-'));
		await setting('analyzeOnCreate', false);
	});
	after(async () => {
		rmSync(folder, { recursive: true });
		await setting('analyzeOnCreate', undefined);
	});

	it('are exported all at once, and change nothing where they are imported again', async () => {
		const { incidents } = await faultline();
		await incidentFrom(TRACE);
		const before = incidents.list().length;
		await dialogs({ save: file('all.json') }, () => run('exportAllIncidents'));
		assert.ok(JSON.parse(readFileSync(file('all.json'), 'utf8')).incidents.length >= before);
		const said = await listening(() => dialogs({ open: file('all.json') }, () => run('importIncidents')));
		assert.match(
			said.map(({ sentence }) => sentence).join(),
			/Incidents imported: 0 new, 0 changed\. \d+ changes were here already\./,
		);
		assert.equal(incidents.list().length, before);
	});

	it('bring in what another machine exported, and say what does not fit', async () => {
		const { incidents } = await faultline();
		const { id } = await incidentFrom(TRACE);
		await picking('JSON', () => dialogs({ save: file('one.json') }, () => run('exportIncident', id)));
		const other = '01KAT2Q5R07F3KQ8ZJ4N6M2W9Z';
		const elsewhere = JSON.parse(readFileSync(file('one.json'), 'utf8').replaceAll(id, other));
		for (const [index, event] of elsewhere.incidents[0].events.entries()) {
			event.id = `01KAT2Q5R07F3KQ8ZJ4N6M2W${index}A`;
		}
		elsewhere.incidents[0].events.push({ type: 'nothing' });
		writeFileSync(file('elsewhere.json'), JSON.stringify(elsewhere));
		const said = await listening(() => dialogs({ open: file('elsewhere.json') }, () => run('importIncidents')));
		assert.match(said.map(({ sentence }) => sentence).join(), /Incidents imported: 1 new, 0 changed\. 1 do not fit/);
		assert.equal((await incidents.get(other))?.evidence[0]?.text, TRACE);
	});

	it('are Markdown for people, too', async () => {
		const { id, key } = await incidentFrom(TRACE);
		await picking('Markdown', () => dialogs({ save: file('one.md') }, () => run('exportIncident', id)));
		const markdown = readFileSync(file('one.md'), 'utf8');
		assert.ok(markdown.startsWith(`# ${key} `), markdown);
		assert.ok(markdown.includes(`\`\`\`text\n${TRACE}\n\`\`\``), markdown);
	});

	it('say that a file cannot be read or written, by its name', async () => {
		const { id } = await incidentFrom(TRACE);
		const gone = file('none/gone.json');
		const read = await listening(() => dialogs({ open: gone }, () => run('importIncidents')));
		assert.match(read[0]?.sentence ?? '', /gone\.json could not be read, so nothing was imported/);
		writeFileSync(file('plain'), '');
		const inFile = file('plain/one.json');
		const written = await listening(() =>
			picking('JSON', () => dialogs({ save: inFile }, () => run('exportIncident', id))),
		);
		assert.match(written[0]?.sentence ?? '', /one\.json could not be written/);
	});

	it('say that a file is none of ours, and import nothing', async () => {
		writeFileSync(file('other.json'), '{"name":"other"}');
		const said = await listening(() => dialogs({ open: file('other.json') }, () => run('importIncidents')));
		assert.match(
			said.map(({ sentence }) => sentence).join(),
			/other\.json holds no incidents, so nothing was imported/,
		);
	});
});

describe('an incident that is deleted permanently', () => {
	before(() => setting('analyzeOnCreate', false));
	after(() => setting('analyzeOnCreate', undefined));

	const SECRET = 'Zanzibar7731';
	const remove = (id: string, answer?: string) =>
		listening(() => vscode.commands.executeCommand('faultline.deletePermanently', id), answer);

	it('stays where it is when the question is answered with no', async () => {
		const { incidents } = await faultline();
		const { id } = await incidentFrom(TRACE);
		await remove(id);
		assert.ok(incidents.find(id));
	});

	it('is gone from the list and from every file, and an import does not bring it back', async () => {
		const { exports, incidents } = await faultline();
		const folder = mkdtempSync(join(tmpdir(), 'faultline-erase-'));
		try {
			const { id } = await incidentFrom(`RangeError: ${SECRET}\n    at a (/srv/x.js:1:1)`);
			const saved = join(folder, 'one.json');
			await picking('JSON', () =>
				dialogs({ save: saved }, () => vscode.commands.executeCommand('faultline.exportIncident', id)),
			);
			assert.ok(readFileSync(saved, 'utf8').includes(SECRET));
			await remove(id, 'Delete Permanently');
			assert.equal(incidents.find(id), undefined);
			assert.equal(await incidents.get(id), undefined);
			const said = await listening(() =>
				dialogs({ open: saved }, () => vscode.commands.executeCommand('faultline.importIncidents')),
			);
			assert.match(said.map(({ sentence }) => sentence).join(), /belong to incidents that were deleted permanently/);
			assert.equal(incidents.find(id), undefined);
			const home = exports.test?.folder ?? '';
			const holding = readdirSync(home).filter((name) => readFileSync(join(home, name), 'latin1').includes(SECRET));
			assert.deepEqual(holding, []);
		} finally {
			rmSync(folder, { recursive: true });
		}
	});

	it('is not brought back by undoing that it was deleted before, here or in another window', async () => {
		const { incidents } = await faultline();
		const { id, key } = await incidentFrom(TRACE);
		await listening(() => vscode.commands.executeCommand('faultline.deleteIncident', id));
		await incidents.erase(id);
		const undo = { incidentId: id };
		const said = await listening(() => vscode.commands.executeCommand('faultline.undoDelete', undo));
		assert.match(said[0]?.sentence ?? '', /There is no incident .* any more/);
		assert.ok(!incidents.list().some((incident) => incident.id === id || incident.key === key));
		const again = await listening(() => vscode.commands.executeCommand('faultline.undoDelete', undo));
		assert.match(again[0]?.sentence ?? '', /Nothing was deleted/);
	});
});
