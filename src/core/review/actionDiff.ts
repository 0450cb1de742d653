// What a review's list of action items has to tell the incident, and the other way round.
import type { ActionFields, ActionItem } from '../incident/actions';
import type { ActionLine, Review } from './model';
import { readReview } from './read';
import { writeReview } from './write';

/** What a person changed in the list, each by the action item's id. */
export interface ActionChanges {
	readonly added: readonly (ActionFields & { readonly id: string; readonly isDone: boolean })[];
	/** As it is to be, of what was there before. */
	readonly changed: readonly { readonly before: ActionItem; readonly line: ActionLine }[];
	readonly removed: readonly string[];
}

/**
 * Compares what a person was shown with what they made of it: what others did meanwhile is in neither and stays.
 *
 * @param shown the Markdown that they began with, or saved last: what they go on with need not have the ids that saving gave
 * @param written what they made of it
 * @param newId for what is new
 * @returns also the Markdown in which what is new has its id, and what others added stands too
 */
export function actionChanges(
	shown: string,
	written: string,
	actions: readonly ActionItem[],
	newId: () => string,
): { readonly changes: ActionChanges; readonly text: string } {
	const review = readReview(written);
	const began = linesOf(readReview(shown));
	const saved = savedLines(began, actions);
	const before = new Map(
		[...began, ...saved].flatMap((line) => (line.id === undefined ? [] : ([[line.id, line]] as const))),
	);
	const known = new Map(actions.map((action) => [action.id, action]));
	const added: ActionChanges['added'][number][] = [];
	const changed: ActionChanges['changed'][number][] = [];
	const seen = new Set<string>();
	const lines = withIds(linesOf(review), saved).flatMap((line): readonly ActionLine[] => {
		const { id } = line;
		const action = id === undefined ? undefined : known.get(id);
		const was = id === undefined ? undefined : before.get(id);
		if (id !== undefined && action && !seen.has(id)) {
			seen.add(id);
			const merged = was ? mergedLine(was, line, lineOf(action)) : line;
			if (!isSame(merged, lineOf(action))) {
				changed.push({ before: action, line: merged });
			}
			return [merged];
		}
		if (was && isSame(was, line)) {
			return []; // it was removed elsewhere
		}
		const own = { ...line, id: newId() };
		added.push(own);
		return [own];
	});
	const removed = [...before.keys()].filter((id) => known.has(id) && !seen.has(id));
	const others = actions.filter(({ id }) => !seen.has(id) && !before.has(id)).map(lineOf);
	return { changes: { added, changed, removed }, text: withLines(review, [...lines, ...others], written) };
}

/** A review's Markdown with its list of action items as they are now; what has no id there stays. */
export function withActions(markdown: string, actions: readonly ActionItem[]): string {
	const review = readReview(markdown);
	const known = new Map(actions.map((action) => [action.id, lineOf(action)]));
	const lines = linesOf(review).flatMap((line) => (line.id === undefined ? line : (known.get(line.id) ?? [])));
	const listed = new Set(lines.map(({ id }) => id));
	return withLines(review, [...lines, ...[...known.values()].filter(({ id }) => !listed.has(id))], markdown);
}

/** Of the lines without an id those that are action items by now, with their ids: they were saved, and the text was not read again since. */
function savedLines(lines: readonly ActionLine[], actions: readonly ActionItem[]): readonly ActionLine[] {
	const listed = new Set(lines.map(({ id }) => id));
	const left = actions.filter(({ id }) => !listed.has(id)).map(lineOf);
	return lines
		.filter(({ id }) => id === undefined)
		.flatMap((line) => {
			const at = left.findIndex((one) => isSame(one, line));
			return at < 0 ? [] : left.splice(at, 1);
		});
}

/** Lines with the ids of those that they were saved as: of one that says the same, else, since it may have been edited, of the next one that is left. */
function withIds(lines: readonly ActionLine[], saved: readonly ActionLine[]): readonly ActionLine[] {
	const left = saved.filter(({ id }) => lines.every((line) => line.id !== id));
	const take = (fits: (one: ActionLine) => boolean) => {
		const at = left.findIndex(fits);
		return at < 0 ? undefined : left.splice(at, 1)[0]?.id;
	};
	const same = lines.map((line) => line.id ?? take((one) => isSame(one, line)));
	return lines.map((line, place) => {
		const id = same[place] ?? take(() => true);
		return id === undefined ? line : { ...line, id };
	});
}

const linesOf = ({ sections }: Review): readonly ActionLine[] =>
	sections.flatMap(({ body }) => (body.kind === 'actions' ? body.actions : []));

/** An action item as a review lists it. */
export function lineOf({ id, done, text, kind, owner, due, issue }: ActionItem): ActionLine {
	return {
		id,
		isDone: done !== undefined,
		...{ text, kind },
		...(owner !== undefined && { owner }),
		...(due !== undefined && { due }),
		...(issue !== undefined && { issue }),
	};
}

/** What a person changed, over what is there now. */
function mergedLine(was: ActionLine, line: ActionLine, now: ActionLine): ActionLine {
	const pick = <K extends keyof ActionLine>(field: K) => (line[field] === was[field] ? now[field] : line[field]);
	const [owner, due, issue] = [pick('owner'), pick('due'), pick('issue')];
	return {
		...(now.id !== undefined && { id: now.id }),
		...{ isDone: pick('isDone'), text: pick('text'), kind: pick('kind') },
		...(owner !== undefined && { owner }),
		...(due !== undefined && { due }),
		...(issue !== undefined && { issue }),
	};
}

const FIELDS = ['isDone', 'text', 'kind', 'owner', 'due', 'issue'] as const;
const isSame = (one: ActionLine, other: ActionLine) => FIELDS.every((field) => one[field] === other[field]);

function withLines(review: Review, actions: readonly ActionLine[], source: string): string {
	const sections = review.sections.map((section) =>
		section.body.kind === 'actions' ? { ...section, body: { ...section.body, actions } } : section,
	);
	return writeReview({ ...review, sections }, source);
}
