import { PRIORITIES, type Priority } from '../incident/priority';

/** How labels are read. */
export interface LabelRules {
	/** Label → priority or category, as a person configured it; goes before what names say by themselves. */
	readonly said: Readonly<Record<string, string>>;
	/** Ids of the categories that incidents are filed under. */
	readonly categories: readonly string[];
}

/** What one label says. */
export interface LabelMeaning<T extends string> {
	readonly label: string;
	readonly value: T;
}

/** What the labels of an issue say of an incident: the worst priority, and the first category. */
export interface LabelReading {
	readonly priority?: LabelMeaning<Priority>;
	readonly category?: LabelMeaning<string>;
}

const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

/** A label without what says only of what kind it is: `priority: P1`, `type/data`. */
const plain = (label: string) => label.replace(/^(?:priority|severity|category|type|area|kind)\s*[:/-]\s*/i, '').trim();

/** What a label stands for: by the configured rule, else by its name. */
function meaning(label: string, { said }: Pick<LabelRules, 'said'>): string {
	const rule = Object.entries(said).find(([name]) => same(name, label));
	return (rule?.[1] ?? plain(label)).trim();
}

export function readLabels(labels: readonly string[], rules: LabelRules): LabelReading {
	const meant = labels.map((label) => ({ label, value: meaning(label, rules) }));
	const priorities = PRIORITIES.flatMap((value) =>
		meant.filter((one) => same(one.value, value)).map(({ label }) => ({ label, value })),
	);
	const filed = meant.flatMap(({ label, value }) => {
		const category = rules.categories.find((id) => same(id, value));
		return category === undefined ? [] : [{ label, value: category }];
	});
	const [priority] = priorities;
	const [category] = filed;
	return { ...(priority && { priority }), ...(category && { category }) };
}

/** The label that says a priority or a category: one that is there, else what the rule calls it, else its name. */
export function labelFor(value: string, existing: readonly string[], said: LabelRules['said'] = {}): string {
	return (
		existing.find((label) => same(meaning(label, { said }), value)) ??
		Object.entries(said).find(([, meant]) => same(meant, value))?.[0] ??
		value.toLowerCase()
	);
}

/** Labels for an incident: those of its priority and category. */
export function labelsFor(
	{ priority, category }: { readonly priority: string; readonly category: string },
	existing: readonly string[],
	said: LabelRules['said'] = {},
): readonly string[] {
	return [priority, category].filter((name) => name.trim() !== '').map((name) => labelFor(name, existing, said));
}
