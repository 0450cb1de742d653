import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { faultline, incidentFrom, listening, picking, setting, until } from './support';

const TRACE = `TypeError: Cannot read properties of undefined (reading 'total')
    at sum (/srv/shop/src/sum.js:4:33)`;

interface Input {
	value: string;
	readonly items?: readonly (vscode.QuickPickItem & { value?: string })[];
	activeItems?: readonly vscode.QuickPickItem[];
	validationMessage?: unknown;
	buttons?: readonly vscode.QuickInputButton[];
	readonly accept: () => void;
	readonly back: () => void;
	readonly hide: () => void;
}

/** What a person does with one question. */
type Answer = (input: Input) => void;

const type =
	(text: string): Answer =>
	(input) => {
		input.value = text;
		input.accept();
	};
const choose =
	(label: string): Answer =>
	(input) => {
		input.activeItems = input.items?.filter((item) => item.label.includes(label));
		input.accept();
	};
const accept: Answer = (input) => input.accept();
const back: Answer = (input) => input.back();

const EVENTS = ['onDidChangeValue', 'onDidChangeActive', 'onDidAccept', 'onDidTriggerButton', 'onDidHide'];

/** Answers the questions of several steps one after the other, in place of a person; a test of the real ones is in test/ui. */
async function answering(answers: readonly Answer[], act: () => PromiseLike<unknown>): Promise<string[]> {
	const window = vscode.window as unknown as Record<string, () => object>;
	const names = ['createInputBox', 'createQuickPick'] as const;
	const originals = names.map((name) => window[name]);
	const left = [...answers];
	const asked: string[] = [];
	const fake = () => {
		const events = new Map<string, ((value: unknown) => void)[]>();
		const fire = (name: string, value?: unknown) => {
			for (const listener of events.get(name) ?? []) {
				listener(value);
			}
		};
		const input: Record<string, unknown> = { value: '', items: [], activeItems: [] };
		let text = '';
		for (const name of EVENTS) {
			input[name] = (listener: (value: unknown) => void) => {
				events.set(name, [...(events.get(name) ?? []), listener]);
				return { dispose() {} };
			};
		}
		Object.defineProperty(input, 'value', {
			get: () => text,
			set: (value: string) => {
				text = value;
				fire('onDidChangeValue', value);
			},
		});
		input.accept = () => fire('onDidAccept');
		input.back = () => fire('onDidTriggerButton', vscode.QuickInputButtons.Back);
		input.hide = () => fire('onDidHide');
		input.dispose = () => {};
		input.show = () => {
			asked.push(String(input.prompt ?? input.placeholder));
			const answer = left.shift();
			setTimeout(() => (answer ? answer(input as unknown as Input) : fire('onDidHide')), 0);
		};
		return input;
	};
	for (const name of names) {
		window[name] = fake;
	}
	try {
		await act();
	} finally {
		names.forEach((name, index) => {
			const original = originals[index];
			if (original) {
				window[name] = original;
			}
		});
	}
	return asked;
}

describe('the lifecycle of an incident by commands', () => {
	let id: string;
	const run = (command: string) => vscode.commands.executeCommand(`faultline.${command}`, { incidentId: id });
	const incident = async () => {
		const found = await (await faultline()).incidents.get(id);
		assert.ok(found);
		return found;
	};

	before(async () => {
		await setting('analyzeOnCreate', false);
		({ id } = await incidentFrom(TRACE));
	});
	after(() => setting('analyzeOnCreate', undefined));

	it('acknowledges once', async () => {
		await run('acknowledge');
		assert.equal((await incident()).status, 'acknowledged');
		const [said] = await listening(() => run('acknowledge'));
		assert.match(said?.sentence ?? '', /acknowledged before/);
	});

	it('gives a role to somebody who is typed', async () => {
		const answers: Answer[] = [
			(input) => {
				input.value = 'Bo';
				input.activeItems = input.items?.filter(({ label }) => label.endsWith('Bo'));
				input.accept();
			},
		];
		await picking('Incident Commander', () => answering(answers, () => run('assignRole')));
		assert.equal((await incident()).roles?.commander, 'Bo');
	});

	it('escalates with level, person and reason, and goes back to a question that was answered', async () => {
		const asked = await answering([accept, choose('Bo'), back, choose('Bo'), type('The database is theirs')], () =>
			run('escalate'),
		);
		assert.equal(asked.length, 5);
		const [raised] = (await incident()).escalations ?? [];
		assert.deepEqual([raised?.level, raised?.to, raised?.reason], [1, 'Bo', 'The database is theirs']);
	});

	it('is declared a major incident, gets an update, and is stood down', async () => {
		const declare = [type('Nobody can pay'), type('support'), accept, choose('Bo'), choose('Nobody yet')];
		await answering(declare, () => run('declareMajor'));
		const { major, roles } = await incident();
		assert.deepEqual([major?.reason, major?.audience, major?.updateMinutes], ['Nobody can pay', 'support', 60]);
		assert.equal(roles?.commander, 'Bo');
		await answering([type('Cards fail'), type('All of checkout'), type('Rolling back'), choose('In 15')], () =>
			run('writeUpdate'),
		);
		const [update] = (await incident()).updates ?? [];
		assert.equal(update?.doing, 'Rolling back');
		assert.equal((update?.nextAt ?? 0) - (update?.at ?? 0) > 14 * 60_000, true);
		await answering([type('Rolled back')], () => run('standDown'));
		assert.equal((await incident()).major?.stoodDown?.summary, 'Rolled back');
		const [refused] = await listening(() => run('standDown'));
		assert.match(refused?.sentence ?? '', /no major incident now/);
	});

	it('keeps what was typed into an update that somebody went away from', async () => {
		await answering([type('A new thought')], () => run('writeUpdate'));
		let offered = '';
		const look: Answer = (input) => {
			offered = input.value;
			input.hide();
		};
		await answering([look], () => run('writeUpdate'));
		assert.equal(offered, 'A new thought');
	});

	it('takes a note down, of now or of a time that is given, and keeps the text of one that somebody went away from', async () => {
		const first = await answering([type('The pager went off')], () => run('addNote'));
		assert.equal(first.length, 2, 'it asks when');
		let offered = '';
		const look: Answer = (input) => {
			offered = input.value;
			input.accept();
		};
		const noon = new Date(Date.now() - 24 * 3_600_000);
		noon.setHours(12, 0, 0, 0);
		const two = (part: number) => String(part).padStart(2, '0');
		const said = `${noon.getFullYear()}-${two(noon.getMonth() + 1)}-${two(noon.getDate())} 12:00`;
		const faults: unknown[] = [];
		const wrong: Answer = (input) => {
			for (const text of ['yesterday', '2999-01-01 00:00']) {
				input.value = text;
				input.accept();
				faults.push(input.validationMessage);
			}
			type(said)(input);
		};
		await answering([look, wrong], () => run('addNote'));
		assert.equal(offered, 'The pager went off');
		assert.deepEqual(faults, ['Write a time such as 2026-11-20 14:05 or 14:05.', 'This is in the future.']);
		const [note] = (await incident()).notes ?? [];
		assert.deepEqual([note?.text, note?.at], ['The pager went off', noon.getTime()]);
		await answering([type('Looking at it'), accept], () => run('addNote'));
		const { notes = [] } = await incident();
		const latest = notes.find(({ text }) => text === 'Looking at it');
		assert.ok(latest && Date.now() - latest.at < 60_000);
		await vscode.commands.executeCommand('faultline.removeNote', { incidentId: id, noteId: note?.id });
		await vscode.commands.executeCommand('faultline.removeNote', { incidentId: id, noteId: latest.id });
	});

	it('takes back the last change, says which, and does it again', async () => {
		const [said] = await listening(() => run('undoChange'), 'Do It Again');
		assert.match(said?.sentence ?? '', /undone: Stood down from a major incident: Rolled back/);
		await until(async () => ((await incident()).major?.stoodDown ? true : undefined));
	});

	it('asks before it takes back what somebody else did', async () => {
		const { incidents } = await faultline();
		const event = await theirs(id);
		await incidents.takeIn([event]);
		const [asked] = await listening(() => run('undoChange'));
		assert.match(asked?.sentence ?? '', /was not yours/);
		assert.equal((await incident()).notes?.length, 1);
		await listening(() => run('undoChange'), 'Undo');
		assert.equal((await incident()).notes?.length ?? 0, 0);
	});

	it('corrects times together, and refuses what cannot be', async () => {
		const { createdAt } = await incident();
		const window = vscode.window as unknown as Record<string, unknown>;
		const { showInputBox, showQuickPick } = window;
		const picks = ['Start', 'Detection', 'Save'];
		window.showQuickPick = async (items: readonly vscode.QuickPickItem[]) => {
			const next = picks.shift() ?? '';
			return items.find(({ label }) => label.includes(next));
		};
		const day = new Date(createdAt - 48 * 3_600_000);
		const two = (part: number) => String(part).padStart(2, '0');
		const said = `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())} 10:00`;
		window.showInputBox = async () => said;
		try {
			await run('correctTimes');
		} finally {
			Object.assign(window, { showInputBox, showQuickPick });
		}
		const { startedAt, detectedAt, corrections } = await incident();
		assert.equal(startedAt, detectedAt);
		assert.deepEqual(Object.keys(corrections ?? {}).sort(), ['detectedAt', 'startedAt']);
	});

	it('follows links to an incident, and refuses others', async () => {
		const { exports } = await faultline();
		const { key } = await incident();
		const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));
		await exports.test?.openUri({ path: `/incident/${key.toLowerCase()}`, query: '' });
		await until(() => tabs().find((label) => label.startsWith(key)));
		const [missing] = await listening(async () => exports.test?.openUri({ path: '/incident/INC-ZZZZZ', query: '' }));
		assert.match(missing?.sentence ?? '', /INC-ZZZZZ, which is not in this window/);
		const [unknown] = await listening(async () => exports.test?.openUri({ path: '/delete/INC-1', query: '' }));
		assert.match(unknown?.sentence ?? '', /does not know this link/);
	});

	it('fills in the form by a link, and creates nothing', async () => {
		const { exports, incidents } = await faultline();
		const before = incidents.list().length;
		await exports.test?.openUri({ path: '/new', query: 'title=[x](command:faultline.deleteIncident)&service=shop' });
		await until(() =>
			vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label === 'New Incident'),
		);
		assert.equal(incidents.list().length, before);
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
	});

	it('warns once before a target is missed, and not of what was missed before the window began', async () => {
		const { incidents } = await faultline();
		const made = async (minutesAgo: number) => {
			const { id: one } = await incidents.create({
				...{ title: 'Late', description: '', category: 'availability', impact: 1, urgency: 1, evidence: [] },
				startedAt: Date.now() - minutesAgo * 60_000,
			});
			return incidents.correctTimes(one, { detectedAt: Date.now() - minutesAgo * 60_000 });
		};
		const warned: string[] = [];
		const original = vscode.window.showWarningMessage;
		const window = vscode.window as unknown as Record<string, unknown>;
		window.showWarningMessage = async (sentence: string) => {
			warned.push(sentence);
			return undefined;
		};
		try {
			const { key } = await made(13);
			await until(() => warned.find((sentence) => sentence.startsWith(key)));
			await incidents.addNote((await incidents.find(key))?.id ?? '', 'Another change');
			await made(600); // missed before the window began
			assert.deepEqual(warned.length, 1, warned.join('\n'));
			assert.match(warned[0] ?? '', /To be acknowledged in 2 min/);
		} finally {
			window.showWarningMessage = original;
		}
	});
});

/** A note by somebody else, as another window on the same home writes it. */
async function theirs(incident: string) {
	const { ulid } = await import('ulid');
	const at = new Date(Date.now() + 1000).toISOString();
	return {
		...({
			v: 1,
			id: ulid(),
			incident,
			type: 'note.added',
			at: `${at}-0000`,
			actor: 'Somebody Else',
			writer: ulid(),
		} as const),
		payload: { text: 'Looks like DNS' },
	};
}
