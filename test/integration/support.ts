import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Incidents } from '../../src/app/incidents';
import type { Incident } from '../../src/core/incident/record';
import type { Exports } from '../../src/extension';

type Show = 'showInformationMessage' | 'showWarningMessage' | 'showErrorMessage';

/** What the extension said while a test ran, and what it would have offered. */
export interface Said {
	readonly sentence: string;
	readonly buttons: readonly string[];
}

export async function faultline(): Promise<{ readonly exports: Exports; readonly incidents: Incidents }> {
	const extension = vscode.extensions.getExtension<Exports>('faultline.faultline');
	assert.ok(extension);
	const exports = await extension.activate();
	assert.ok(exports.test, 'the extension knows that it is tested');
	return { exports, incidents: await exports.test.incidents() };
}

/**
 * Runs `act` with the window's messages caught; `answer` chooses a button for each.
 *
 * @returns what was said, in order
 */
export async function listening(act: () => PromiseLike<unknown>, answer?: string): Promise<Said[]> {
	const said: Said[] = [];
	const window = vscode.window as unknown as Record<string, unknown>;
	const names: Show[] = ['showInformationMessage', 'showWarningMessage', 'showErrorMessage'];
	const originals = names.map((name) => window[name]);
	for (const name of names) {
		window[name] = async (sentence: string, ...buttons: string[]) => {
			said.push({ sentence, buttons });
			return buttons.find((button) => button === answer);
		};
	}
	try {
		await act();
	} finally {
		names.forEach((name, index) => {
			window[name] = originals[index];
		});
	}
	return said;
}

/** Answers the next quick pick with the item whose label starts with `label`, or that it describes; undefined is Escape. */
export async function picking(label: string | undefined, act: () => PromiseLike<unknown>): Promise<string[]> {
	const window = vscode.window as unknown as Record<string, unknown>;
	const original = window.showQuickPick;
	const offered: string[] = [];
	window.showQuickPick = async (items: readonly (vscode.QuickPickItem | string)[]) => {
		const labelOf = (item: vscode.QuickPickItem | string) => (typeof item === 'string' ? item : item.label);
		offered.push(...items.map(labelOf));
		return label === undefined
			? undefined
			: items.find(
					(item) => labelOf(item).startsWith(label) || (typeof item !== 'string' && item.description === label),
				);
	};
	try {
		await act();
	} finally {
		window.showQuickPick = original;
	}
	return offered;
}

export async function setting(key: string, value: unknown): Promise<void> {
	await vscode.workspace.getConfiguration('faultline').update(key, value, vscode.ConfigurationTarget.Global);
}

/** Creates an incident the way a person does, by the clipboard, and finds it. */
export async function incidentFrom(text: string): Promise<Incident> {
	const { incidents } = await faultline();
	const before = new Set(incidents.list().map(({ id }) => id));
	await vscode.env.clipboard.writeText(text);
	await vscode.commands.executeCommand('faultline.createIncidentFromClipboard');
	const created = incidents.list().filter(({ id }) => !before.has(id));
	assert.equal(created.length, 1);
	return (await incidents.get(created[0]?.id ?? '')) as Incident;
}

/** Waits, by asking again, until `find` finds something. */
export async function until<T>(find: () => T | undefined | Promise<T | undefined>): Promise<T> {
	for (let tries = 0; tries < 200; tries++) {
		const found = await find();
		if (found !== undefined) {
			return found;
		}
		await new Promise((resolve) => setTimeout(resolve, 25));
	}
	throw new Error('It did not happen within 5 seconds');
}
