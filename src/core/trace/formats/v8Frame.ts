import { makeFrame } from '../frame';
import { isInAppPath } from '../inApp';
import { type Location, locationAtEnd } from '../location';
import type { Frame } from '../model';
import type { Line } from '../transport/line';

// One call as V8 prints it. Read by hand from both ends of the line, since a regular expression that allows brackets, blanks and colons in
// names and in paths goes back and forth between them.

/** The parts of a frame; `start` and `end` are indexes into the line's content. */
export interface V8Frame {
	readonly start: number;
	readonly end: number;
	/** Empty when there is none. */
	readonly name: string;
	/** Absent: unlocated. */
	readonly location: Location | undefined;
	readonly isAsync: boolean;
}

const SPACE = 0x20;
const CLOSING = 0x29;
const LETTER_A = 0x61;
const LETTER_T = 0x74;

/** The frame that a line is, if it is one. */
export function v8FrameIn(content: string): V8Frame | undefined {
	const start = indentation(content);
	if (
		content.charCodeAt(start) !== LETTER_A ||
		content.charCodeAt(start + 1) !== LETTER_T ||
		content.charCodeAt(start + 2) !== SPACE
	) {
		return undefined;
	}
	let end = textEnd(content, content.length);
	const last = content.charCodeAt(end - 1);
	if (last === 0x7b || last === 0x2c) {
		end = textEnd(content, end - 1); // util.inspect goes on with the error's properties, or in a list
	}
	const isAsync = content.charCodeAt(start + 3) === LETTER_A && content.startsWith('async ', start + 3);
	const from = start + (isAsync ? 9 : 3);
	const open = content.charCodeAt(end - 1) === CLOSING ? openingBracket(content, from) : -1;
	const isBracketed = open >= 0 && open < end;
	const place = isBracketed ? content.slice(open + 1, end - 1) : content.slice(from, end);
	const name = isBracketed ? content.slice(from, textEnd(content, open)) : '';
	if (place === '' || (isBracketed && !isName(name))) {
		return undefined;
	}
	if (isUnlocated(place, isBracketed)) {
		return { start, end, name, location: undefined, isAsync };
	}
	const location = locationAtEnd(placeOf(place));
	return location && isPlace(place, location, isBracketed) ? { start, end, name, location, isAsync } : undefined;
}

/** The frame for a reader, with its place in the text. */
export function toFrame({ start, end, name, location, isAsync }: V8Frame, line: Line): Frame {
	const frame = makeFrame(name, location, isInAppPath(location?.file), line, start, end);
	return isAsync ? { ...frame, isAsync } : frame;
}

/** Index of the first character that is no blank. */
export function indentation(content: string): number {
	let i = 0;
	while (isBlank(content.charCodeAt(i))) {
		i++;
	}
	return i;
}

const isBlank = (code: number) => code === SPACE || code === 0x09 || code === 0xa0;

function textEnd(content: string, from: number): number {
	let end = from;
	while (end > 0 && isBlank(content.charCodeAt(end - 1))) {
		end--;
	}
	return end;
}

/** Where the place's bracket opens: behind the first blank that one follows, since names hold none, or else at the first bracket. */
function openingBracket(content: string, from: number): number {
	const spaced = content.indexOf(' (', from);
	return spaced >= 0 ? spaced + 1 : content.indexOf('(', from);
}

/** Code stands in no name, and neither does the place of a frame of .NET (`in C:\a.cs:line 3`). */
function isName(name: string): boolean {
	for (let i = 0; i < name.length; i++) {
		switch (name.charCodeAt(i)) {
			case 0x40: // @
			case 0x3d: // =
			case 0x3b: // ;
			case 0x7b: // {
			case 0x7d: // }
				return false;
		}
	}
	return true;
}

function isUnlocated(place: string, isBracketed: boolean): boolean {
	switch (place.charCodeAt(0)) {
		case 0x3c:
			return place === '<anonymous>';
		case 0x6e:
			return isBracketed && place === 'native';
		case 0x75:
			return isBracketed && place === 'unknown location';
		case 0x69:
			return isBracketed && /^index \d{1,9}$/.test(place);
		case 0x65:
		case 0x46:
			return /^(?:eval|Function) code(?::|$)/.test(place); // Edge of old
		case 0x77:
			return place.startsWith('wasm://');
		default:
			return false;
	}
}

/** Files of languages that print `at file:line:column`, too; behind a URL they were compiled to JavaScript. */
const FOREIGN =
	/^(?!webpack:|https?:).*\.(?:java|kts?|scala|groovy|clj|rs|swift|zig|go|py|php|cs|c|cc|cpp|hpp|h|dart|nim|cr|ex|hs)$/;
/** What a place without a column must be: React and old engines print such. */
const SCRIPT = /^(?:https?|webpack):|\.(?:[cm]?[jt]sx?|vue|svelte|jsbundle|bundle|html?)(?:\?.*)?$/;

/** Whether it is a place in JavaScript, not one of another language and not prose (`at 10:30:15`, `at localhost:80`). */
function isPlace(place: string, { file, column }: Location, isBracketed: boolean): boolean {
	if (column === undefined) {
		return (isBracketed || /^(?:https?|file):/.test(place)) && SCRIPT.test(file) && !place.startsWith('at ');
	}
	if (isBracketed) {
		return !place.startsWith('at ') && !FOREIGN.test(file);
	}
	return /[/\\:<]|\.[cm]?[jt]sx?$|\.vue$|\.svelte$/.test(file) && !/^[\d.:]*$|^::/.test(file) && !FOREIGN.test(file);
}

/** The place itself: for evaluated code where `eval` was called, for Hermes without the words before, for Karma without that in the bundle. */
function placeOf(place: string): string {
	const built = place.indexOf(' <- ');
	if (built > 0) {
		return place.slice(0, built);
	}
	if (place.startsWith('eval at ')) {
		const open = place.indexOf(' (', place.lastIndexOf('eval at ')) + 2;
		const close = place.indexOf('), ', open);
		return open > 1 && close > 0 ? place.slice(open, close).replace(/\)+$/, '') : place; // evals in evals close together
	}
	return place.startsWith('address at ') ? place.slice('address at '.length) : place;
}
