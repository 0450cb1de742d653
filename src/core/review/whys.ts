import { closed, lastList, listOf, oneLine } from './markdownParts';
import type { Why } from './model';

/** What is nested deeper is text: nobody asks “why?” so often. */
const DEEPEST = 12;
/** Without a bullet at the beginning of a line there is no list: most answers have none below them, and to take each apart costs. */
const BULLET = /^[ \t]*[-+*](?:[ \t]|$)/m;
const EVIDENCE = /^evidence: (\S.*)$/i;

/** An item of a list with what it gives as its reasons. */
export function readWhy(item: string, depth = 1): Why {
	const below = depth < DEEPEST && BULLET.test(item) ? lastList(item) : undefined;
	if (!below) {
		return { text: item, evidence: [], because: [] };
	}
	const evidence: string[] = [];
	const because: Why[] = [];
	for (const one of below.part) {
		const [, shown] = EVIDENCE.exec(one) ?? [];
		if (shown !== undefined) {
			evidence.push(shown.trim());
		} else if (one !== '') {
			because.push(readWhy(one, depth + 1));
		}
	}
	return { text: below.intro, evidence, because };
}

/** The same as an item of a list; empty where it says nothing. */
export function whyItem({ text, evidence, because }: Why): string {
	const shown = evidence.map(oneLine).filter((one) => one !== '');
	const below = listOf([...shown.map((one) => `evidence: ${one}`), ...because.map(whyItem)]);
	const own = below === '' ? text.trim() : closed(text.trim());
	return [own, below].filter((part) => part !== '').join(/[\n<]/.test(own) ? '\n\n' : '\n');
}
