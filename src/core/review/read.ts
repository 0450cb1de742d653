import { readActionLine } from './actionLine';
import { readFrontMatter } from './frontMatter';
import { closed, firstList, firstTable, headingsIn, type Parted, trimmed } from './markdownParts';
import type { Measure, Review, ReviewBody, ReviewMoment, ReviewSection, SectionId } from './model';
import { bodyKind, sectionOf } from './sectionNames';
import { readWhy } from './whys';
import { leadingTime } from './zonedTime';

/** A review with the piece of the text that each part of it was read from; the pieces one after the other are the text. */
export interface ReadReview {
	readonly review: Review;
	readonly pieces: { readonly front: string; readonly opening: string; readonly sections: readonly string[] };
}

/** What a review says, whoever wrote it and however: what is not known as a part of one is kept as text. Never throws. */
export const readReview = (markdown: string): Review => readPieces(markdown).review;

let last: { readonly markdown: string; readonly read: ReadReview } | undefined;

/** The same, with where each part is. What was read last is kept: a form asks for it again with each key that is pressed. */
export function readPieces(markdown: string): ReadReview {
	if (last?.markdown !== markdown) {
		last = { markdown, read: takenApart(markdown) };
	}
	return last.read;
}

function takenApart(markdown: string): ReadReview {
	const { front, end } = readFrontMatter(markdown);
	const text = markdown.slice(end);
	const headings = headingsIn(text);
	const [first] = headings;
	const title = first?.level === 1 && trimmed(text.slice(0, first.start)) === '' ? first : undefined;
	const begins = title ? headings.slice(1) : headings;
	const places = begins.map(({ start }) => text.lastIndexOf('\n', start - 1) + 1);
	const pieces = begins.map((_heading, index) => text.slice(places[index], places[index + 1] ?? text.length));
	const taken = new Set<SectionId>();
	const sections = begins.map(({ level, text: heading, end: from }, index): ReviewSection => {
		const named = sectionOf(heading);
		const id = named === 'own' || level === 1 || taken.has(named) ? 'own' : named;
		if (id !== 'own') {
			taken.add(id);
		}
		const body = trimmed(text.slice(from, places[index + 1] ?? text.length));
		return { id, heading, level, body: readBody(id, body, front.timezone) };
	});
	const openingEnd = places[0] ?? text.length;
	return {
		review: {
			front,
			title: title?.text ?? '',
			preamble: closed(trimmed(text.slice(title?.end ?? 0, openingEnd))),
			sections,
		},
		pieces: { front: markdown.slice(0, end), opening: text.slice(0, openingEnd), sections: pieces },
	};
}

function readBody(id: ReviewSection['id'], text: string, zone: string | undefined): ReviewBody {
	const kind = bodyKind(id);
	switch (kind) {
		case 'text':
			return { kind, text: closed(text) };
		case 'measures': {
			const table = firstTable(text);
			const [head = ['', ''], ...rows] = table?.part ?? [];
			const named = rows.map(measure).filter(isSaid);
			const isThere = isSaid(measure(head)) || named.length > 0;
			return { kind, ...around(text, table, isThere), head: measure(head), rows: named };
		}
		case 'timeline': {
			const { items, ...rest } = listed(text);
			return { kind, ...rest, moments: items.map((item) => momentOf(item, zone)) };
		}
		case 'whys': {
			const { items, ...rest } = listed(text);
			return { kind, ...rest, whys: items.map((item) => readWhy(item)) };
		}
		default: {
			const { items, ...rest } = listed(text);
			return { kind, ...rest, actions: items.map(readActionLine) };
		}
	}
}

function momentOf(item: string, zone: string | undefined): ReviewMoment {
	const time = leadingTime(item, zone);
	return time ? { at: time.at, text: time.rest } : { text: item };
}

const measure = ([name, value]: readonly [string, string]): Measure => ({ name, value });
const isSaid = ({ name, value }: Measure) => name !== '' || value !== '';

interface Listed extends Pick<Parted<unknown>, 'intro' | 'more'> {
	readonly items: readonly string[];
}

/** So many empty lists in a row are passed over: each costs another reading. */
const EMPTY_LISTS = 10;

/** The first list of a text that says something, with what is around it; empty ones before it are left out. */
function listed(text: string, tries = EMPTY_LISTS): Listed {
	const list = firstList(text);
	const items = (list?.part ?? []).filter((item) => item !== '');
	const parts = { ...around(text, list, items.length > 0), items };
	return list && items.length === 0 && tries > 0 ? listed(parts.intro, tries - 1) : parts;
}

function around(text: string, parted: Parted<unknown> | undefined, isThere: boolean) {
	if (!parted) {
		return { intro: closed(text), more: '' };
	}
	const { intro, more } = parted;
	return isThere
		? { intro, more: closed(more) }
		: { intro: closed([intro, more].filter((part) => part !== '').join('\n\n')), more: '' };
}
