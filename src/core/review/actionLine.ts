import { ACTION_KINDS, isDay } from '../incident/actions';
import type { ActionLine } from './model';

const BOX = /^\[([ xX])\](?:[ \t]+|$)/;
const ID = /[ \t]*<!-- ([0-7][0-9A-HJKMNP-TV-Z]{25}) -->$/;
const FIELD = /^[-*] (kind|owner|due|issue): (.+)$/;
const FIELDS: readonly string[] = ['kind', 'owner', 'due', 'issue'];
type Field = 'kind' | 'owner' | 'due' | 'issue';

/** An action item as an item of a list: a box to tick, its text, and below that what else is known of it. */
export function readActionLine(item: string): ActionLine {
	const box = BOX.exec(item);
	const lines = item.slice(box?.[0].length ?? 0).split('\n');
	const fields: Partial<Record<Field, string>> = {};
	for (let line = fieldOf(lines.at(-1)); lines.length > 1 && line && fields[line.name] === undefined; ) {
		fields[line.name] = line.value;
		lines.pop();
		line = fieldOf(lines.at(-1));
	}
	const [first = '', ...rest] = lines;
	const id = ID.exec(first)?.[1];
	const kind = ACTION_KINDS.find((one) => one === fields.kind) ?? 'prevent';
	const { owner, due, issue } = fields;
	return {
		...(id !== undefined && { id }),
		isDone: (box?.[1] ?? ' ') !== ' ',
		text: [first.replace(ID, ''), ...rest].join('\n').trim(),
		kind,
		...(owner !== undefined && { owner }),
		...(due !== undefined && { due }),
		...(issue !== undefined && { issue }),
	};
}

function fieldOf(line: string | undefined): { readonly name: Field; readonly value: string } | undefined {
	const [, name = '', raw = ''] = FIELD.exec(line?.trimEnd() ?? '') ?? [];
	const value = raw.trim();
	const isOne =
		FIELDS.includes(name) &&
		value !== '' &&
		(name !== 'kind' || ACTION_KINDS.some((kind) => kind === value)) &&
		(name !== 'due' || isDay(value)) &&
		(name !== 'issue' || /^https?:\/\/\S+$/.test(value));
	return isOne ? { name: name as Field, value } : undefined;
}

/** The same as an item of a list. */
export function actionItem({ id, isDone, text, ...fields }: ActionLine): string {
	const [first = '', ...rest] = text.trim().split('\n');
	const said = FIELDS.flatMap((name) => {
		const value = fields[name as Field];
		return value === undefined ? [] : [`- ${name}: ${value}`];
	});
	const mark = id === undefined ? '' : ` <!-- ${id} -->`;
	return [`[${isDone ? 'x' : ' '}] ${first}${mark}`, ...rest, ...said].join('\n');
}
