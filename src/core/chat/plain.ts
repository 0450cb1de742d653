import { cutTo } from '../../base/cutTo';
import { plainText } from '../../base/plainText';
import type { Message } from './model';
import type { Paragraph } from './paragraphs';

/** Bullets and numbers of lists, as plain text has them. */
export const bullet = ({ number }: Paragraph): string => (number === undefined ? '• ' : `${number}. `);

/** Paragraphs as plain text, for where nothing else is shown: notifications, and readers that know no blocks. */
export function plainOf(paragraphs: readonly Paragraph[]): string {
	return paragraphs
		.map((paragraph) => {
			const text = paragraph.runs.map((run) =>
				run.url === undefined || run.url === run.text ? run.text : `${run.text} (${run.url})`,
			);
			return paragraph.kind === 'item'
				? `${'  '.repeat(paragraph.depth ?? 0)}${bullet(paragraph)}${text.join('')}`
				: text.join('');
		})
		.join('\n');
}

/** No chat takes more characters than that, markup and all, nor lines. */
const MOST_READ = 16_000;
const MOST_LINES = 600;

/** As much of a Markdown text as a chat may take, up to the end of a block or a line, with a mark behind it: the rest need not be read. */
export function beginningOf(markdown: string): string {
	const lines = markdown.split('\n', MOST_LINES + 1);
	const few = lines.slice(0, MOST_LINES).join('\n');
	if (few.length <= MOST_READ) {
		return lines.length <= MOST_LINES ? markdown : `${few}\n\n…`;
	}
	const begun = cutTo(few, MOST_READ).slice(0, -1);
	const end = [begun.lastIndexOf('\n\n'), begun.lastIndexOf('\n')].find((at) => at > MOST_READ / 2);
	return `${begun.slice(0, end)}\n\n…`;
}

/** So many characters of all runs together, the rest left out. */
export function cutParagraphs(
	paragraphs: readonly Paragraph[],
	limits: { readonly characters: number; readonly paragraphs: number },
): { readonly paragraphs: readonly Paragraph[]; readonly isCut: boolean } {
	let left = limits.characters;
	const kept: Paragraph[] = [];
	let isCut = paragraphs.length > limits.paragraphs;
	for (const paragraph of paragraphs.slice(0, limits.paragraphs)) {
		if (left <= 0) {
			isCut = true;
			break;
		}
		const runs = [];
		for (const run of paragraph.runs) {
			if (left <= 0) {
				isCut = true;
				break;
			}
			isCut ||= run.text.length > left;
			const text = cutTo(run.text, left);
			runs.push({ ...run, text });
			left -= text.length;
		}
		kept.push({ ...paragraph, runs });
	}
	return { paragraphs: kept, isCut };
}

/** A message of which any chat keeps each character as it is. */
export const wellFormed = (message: Message): Message => ({
	...message,
	title: plainText(message.title),
	text: plainText(message.text),
	facts: message.facts.map(({ label, value }) => ({ label: plainText(label), value: plainText(value) })),
});
