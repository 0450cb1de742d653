import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { plainLabel } from '../plainLabel';

/** What is asked, and what there is to choose from. */
interface NameQuestion {
	readonly title: string;
	readonly placeHolder: string;
	/** Names that are known, the likeliest first. */
	readonly known: readonly string[];
	/** What is said of one of them. */
	readonly describe?: (name: string) => string | undefined;
	/** The choice of none; only where there is something to take away. */
	readonly none: string | undefined;
}

/**
 * A name out of those that are known, or a new one, typed into the same field.
 *
 * @returns `null` for none, undefined when the person goes away from it
 */
export function askName({
	title,
	placeHolder,
	known,
	describe,
	none,
}: NameQuestion): Promise<string | null | undefined> {
	interface Item extends vscode.QuickPickItem {
		readonly name: string | null;
	}
	const items: readonly Item[] = [
		...known.map((name) => ({ label: plainLabel(name), description: plainLabel(describe?.(name) ?? ''), name })),
		...(none === undefined ? [] : [{ label: `$(circle-slash) ${plainLabel(none)}`, name: null }]),
	];
	return new Promise((resolve) => {
		const pick = vscode.window.createQuickPick<Item>();
		pick.title = title;
		pick.placeholder = placeHolder;
		pick.items = items;
		pick.onDidChangeValue((text) => {
			const typed = text.trim();
			const isNew = typed !== '' && known.every((name) => name.toLowerCase() !== typed.toLowerCase());
			pick.items = isNew
				? [
						...items,
						{ label: `$(add) ${plainLabel(typed)}`, description: l10n.t('new'), name: typed, alwaysShow: true },
					]
				: items;
		});
		pick.onDidAccept(() => {
			const [active] = pick.activeItems;
			resolve(active ? active.name : pick.value.trim() || undefined); // Enter may come before the list has what was typed
			pick.hide();
		});
		pick.onDidHide(() => {
			resolve(undefined);
			pick.dispose();
		});
		pick.show();
	});
}
