import { actionItem } from './actionLine';
import { writeFrontMatter } from './frontMatter';
import { closed, headingLine, listOf, oneLine, tableRow, trimmed } from './markdownParts';
import type { Review, ReviewBody, ReviewMoment, ReviewSection } from './model';
import { readPieces } from './read';
import { whyItem } from './whys';
import { localText, utcText } from './zonedTime';

/**
 * A review as Markdown. What it says as `source` does stands as it stands there, to the letter: whoever edits a form touches nothing else of a
 * person's text.
 *
 * @param source the Markdown that it was read from, and that is to be changed; nothing where it is new
 */
export function writeReview(review: Review, source = ''): string {
	const before = readPieces(source);
	const isSameZone = before.review.front.timezone === review.front.timezone;
	/** Pieces of the source by what they say, each with its place in it. */
	const known = new Map<string, Part[]>();
	for (const [place, section] of before.review.sections.entries()) {
		if (isSameZone || section.id !== 'timeline') {
			const key = JSON.stringify(section);
			known.set(key, [...(known.get(key) ?? []), { text: before.pieces.sections[place] ?? '', place }]);
		}
	}
	const isSameFront = JSON.stringify(before.review.front) === JSON.stringify(review.front);
	const isSameOpening = before.review.title === review.title && before.review.preamble === review.preamble;
	const end = before.review.sections.length - 1;
	/** What the source ends with may reach to its end by not being closed, so it only stands there. */
	const isFree = (place: number, isAtEnd: boolean) => place < end || isAtEnd;
	const parts: readonly Part[] = [
		isSameFront ? { text: before.pieces.front, place: -2 } : { text: writeFrontMatter(review.front) },
		isSameOpening &&
		isFree(-1, review.sections.length === 0) &&
		!(isTaken(review) && before.pieces.opening.trim() === '')
			? { text: before.pieces.opening, place: -1 }
			: { text: openingOf(review) },
		...review.sections.map((section, index): Part => {
			const piece = known.get(JSON.stringify(section))?.shift();
			const isKept = piece?.place !== undefined && isFree(piece.place, index === review.sections.length - 1);
			return piece && isKept ? piece : { text: sectionText(section, review) };
		}),
	].filter(({ text }) => text !== '');
	const text = parts.map((part, index) => apart(part, parts[index + 1])).join('');
	const last = parts.at(-1)?.place;
	const isItsEnd = last === end || (last === -2 && before.pieces.front === source);
	const whole = text === '' || isItsEnd || text.endsWith('\n') ? text : `${text}\n`;
	return source.includes('\r\n') ? whole.replaceAll(/\r?\n/g, '\r\n') : whole;
}

/** A piece of the text, and where in the source it stands; -2 and -1 before its first section. */
interface Part {
	readonly text: string;
	readonly place?: number;
}

/** A part with what holds it apart from the next one, but for those that stood beside each other before. */
function apart({ text, place }: Part, next: Part | undefined): string {
	const areNeighbours = place !== undefined && next?.place !== undefined && next.place > place;
	const hasSpace = /\n\r?\n$/.test(text) || text.trim() === '' || /^\s*\n/.test(next?.text ?? '\n');
	if (areNeighbours) {
		return text;
	}
	return hasSpace ? text : `${text}${text.endsWith('\n') ? '\n' : '\n\n'}`;
}

/** Whether the first section would be taken for the title, since nothing is before its heading: then an empty title is. */
function isTaken({ title, preamble, sections: [first] }: Review): boolean {
	return title.trim() === '' && trimmed(preamble) === '' && first?.level === 1;
}

function openingOf(review: Review): string {
	const { title, preamble, front } = review;
	const line = title.trim() === '' && !isTaken(review) ? '' : headingLine(1, title);
	const text = trimmed(preamble);
	const isFrontLike = line === '' && text.startsWith('---') && writeFrontMatter(front) === '';
	const all = [line, closed(text)].filter((part) => part !== '').join('\n\n');
	return all === '' ? '' : `${isFrontLike ? '\n' : ''}${all}\n`;
}

function sectionText(section: ReviewSection, review: Review): string {
	const body = bodyText(section.body, review.front.timezone);
	return `${headingLine(section.level, section.heading)}\n${body === '' ? '' : `\n${body}\n`}`;
}

function bodyText(body: ReviewBody, zone: string | undefined): string {
	if (body.kind === 'text') {
		return closed(trimmed(body.text));
	}
	const intro = closed(trimmed(body.intro));
	const more = closed(trimmed(body.more));
	return [intro, partOf(body, more, zone), more].filter((part) => part !== '').join('\n\n');
}

function partOf(body: Exclude<ReviewBody, { kind: 'text' }>, more: string, zone: string | undefined): string {
	switch (body.kind) {
		case 'measures': {
			const rows = body.rows.filter(({ name, value }) => oneLine(name) !== '' || oneLine(value) !== '');
			const hasHead = body.head.name !== '' || body.head.value !== '';
			return rows.length === 0 && !hasHead
				? ''
				: [
						tableRow([body.head.name, body.head.value]),
						'| --- | --- |',
						...rows.map(({ name, value }) => tableRow([name, value])),
					].join('\n');
		}
		case 'timeline':
			return listOf(
				body.moments.map((moment) => momentText(moment, zone)),
				more,
			);
		case 'whys':
			return listOf(body.whys.map(whyItem), more);
		default:
			return listOf(body.actions.filter(({ text }) => text.trim() !== '').map(actionItem), more);
	}
}

function momentText({ at, text }: ReviewMoment, zone: string | undefined): string {
	if (at === undefined) {
		return text.trim();
	}
	const local = localText(at, zone);
	return [utcText(at), ...(local === '' ? [] : [`(${local})`]), text.trim()].join(' ').trim();
}
