import { LINES_A_STEP, type Parsed, type Steps, type TraceFormat } from '../format';
import { makeFrame } from '../frame';
import type { Frame } from '../model';
import { place } from '../needles';
import type { Line, Lines } from '../transport/line';
import { isInAppFile } from './erlang';

// What the BEAM keeps of a trace, as Erlang or Elixir prints the term, in however many lines.
//
//   trace = [ "{" reason "," ] "[" call { "," call } "]"
//   call  = "{" module "," function "," ( arity | "[" arguments "]" ) [ "," "[" [ where ] "]" ] "}"
//   where = "{file," string "},{line," line "}" | "file: " string ", line: " line

const WHERE_START = /\[\s*\{file,\s*"|\[file: (?:~c)?["']/;
const WHERE = /\bfile[,:]\s*(?:~c)?["']([^"']{1,1000})["']\}?,\s*\{?line[,:]\s*(\d{1,9})/;
/** What a process died of holds what made it die: `{{reason,[call,…]},[call,…]}`. */
const NEXT_LIST = /^\s*\}\s*,\s*(?=\[\s*\{)/;
const CALL = /^\{\s*([^\s,{}[\]]{1,255})\s*,\s*(:?"[^"]{0,255}"|'[^']{0,255}'|[^\s,{}[\]]{1,255})\s*,\s*(\d{1,3})?/;

/** Lines above the first place that a term may begin in, and lines that a list of calls may have. */
const MAX_ABOVE = 24;
const MAX_LINES = 512;

/** Units of a reason that are kept. */
const MAX_REASON = 1024;

/** Lines as one text, which grows downwards as it is read. */
class Joined {
	text = '';
	private readonly all: { readonly line: Line; readonly start: number }[] = [];

	constructor(private readonly lines: Lines) {}

	add(line: Line): void {
		this.text += this.all.length === 0 ? '' : '\n';
		this.all.push({ line, start: this.text.length });
		this.text += line.content;
	}

	/** False where the term can't go on. */
	grow(): boolean {
		const last = this.all.at(-1);
		const next = last && this.all.length < MAX_LINES ? this.lines.next(last.line) : undefined;
		if (!next || next.content.trim() === '') {
			return false;
		}
		this.add(next);
		return true;
	}

	/** The line that holds `index`, and the index in it. */
	at(index: number): readonly [Line, number] | undefined {
		const found = this.all.findLast(({ start }) => start <= index);
		return found && [found.line, index - found.start];
	}
}

/** Indices of the innermost brackets that are open at `end`, three at most. */
function openAt(text: string, end: number): readonly number[] {
	const open: number[] = [];
	let depth = 0;
	for (let i = end - 1; i >= 0 && open.length < 3; i--) {
		const sign = text.charAt(i);
		if (sign === '"' || sign === "'") {
			i = text.lastIndexOf(sign, i - 1);
		} else if (sign === '}' || sign === ']') {
			depth++;
		} else if (sign === '{' || sign === '[') {
			depth === 0 ? open.push(i) : depth--;
		}
	}
	return open;
}

function frameIn(joined: Joined, start: number, end: number): Frame | undefined {
	const raw = joined.text.slice(start, end);
	const [first, last] = [joined.at(start), joined.at(end - 1)];
	if (!first || !last) {
		return undefined;
	}
	const [, module = '', own = '', arity] = CALL.exec(raw) ?? [];
	const [, file, line] = WHERE.exec(raw) ?? [];
	const isElixir = /^[:A-Z]/.test(module);
	const name =
		module && `${module}${isElixir ? '.' : ':'}${isElixir ? own.replace(/^:/, '') : own}${arity ? `/${arity}` : ''}`;
	const location = file === undefined ? undefined : { file, line: Number(line) };
	return makeFrame(
		name,
		location,
		file !== undefined && isInAppFile(file),
		first[0],
		first[1],
		last[1] + 1,
		raw,
		last[0],
	);
}

/** The calls of the list that is open at `start`, and the index behind it. */
function* framesFrom(joined: Joined, start: number, outside: number): Steps<readonly [readonly Frame[], number]> {
	const frames: Frame[] = [];
	let depth = outside;
	let element = start;
	let i = start;
	for (let grown = 1; ; i++) {
		if (i >= joined.text.length) {
			if (!joined.grow()) {
				break;
			}
			if (++grown % LINES_A_STEP === 0) {
				yield;
			}
		}
		const sign = joined.text.charAt(i);
		if (sign === '"' || sign === "'") {
			const end = joined.text.indexOf(sign, i + 1);
			i = end < 0 ? i : end;
		} else if (sign === '{' || sign === '[') {
			element = depth === 1 ? i : element;
			depth++;
		} else if (sign === '}' || sign === ']') {
			depth--;
			const frame = depth === 1 ? frameIn(joined, element, i + 1) : undefined;
			if (frame) {
				frames.push(frame);
			} else if (depth < 1) {
				return [frames, i + 1];
			}
		}
	}
	return [frames, i];
}

function* parse(lines: Lines, line: Line, floor: number): Steps<Parsed> {
	const joined = new Joined(lines);
	const above: Line[] = [];
	let up = lines.previous(line);
	while (up && up.start >= floor && up.content.trim() !== '' && above.length < MAX_ABOVE) {
		above.unshift(up);
		up = lines.previous(up);
	}
	for (const each of [...above, line]) {
		joined.add(each);
	}
	const place = joined.text.length - line.content.length + (WHERE_START.exec(line.content)?.index ?? 0);
	const [call = place, list, outer] = openAt(joined.text, place);
	const found = yield* framesFrom(joined, list ?? call, list === undefined ? 1 : 0);
	const frames = [...found[0]];
	let end = found[1];
	for (
		let next = NEXT_LIST.exec(joined.text.slice(end, end + 64));
		next;
		next = NEXT_LIST.exec(joined.text.slice(end, end + 64))
	) {
		const [more, behind] = yield* framesFrom(joined, end + next[0].length, 0);
		frames.push(...more);
		end = behind;
	}
	const reason = list !== undefined && outer !== undefined ? joined.text.slice(outer + 1, list) : '';
	const [from, to] = [joined.at(outer ?? list ?? call), joined.at(end - 1)];
	if (!from || !to) {
		return { end: line.end };
	}
	const range = [from[0].at(from[1]), to[0].endAt(to[1] + 1)] as const;
	const message = reason.slice(0, MAX_REASON).replace(/\s+/g, ' ').replace(/, ?$/, '').trim();
	const isElixir = frames.some(({ raw }) => raw.includes('[file: '));
	const exception = { type: '', message, relation: 'thrown', frames, range } as const;
	return {
		...(frames.some((frame) => frame.line) && {
			trace: { format: isElixir ? 'elixir' : 'erlang', exceptions: [exception], range },
		}),
		end: Math.max(range[1], line.start + 1),
	};
}

export const erlangTerms: TraceFormat = {
	id: 'erlang',
	needles: [place],
	accepts: (content) => WHERE_START.test(content),
	parse,
};
