import { LINES_A_STEP, type Parsed, type Steps, type TraceFormat } from './format';
import { makeFrame } from './frame';
import type { FramePart, Grammar, HeadPart, NamePart, Part, PlacePart } from './grammar';
import { isInAppPath } from './inApp';
import type { Exception, Frame, Relation } from './model';
import type { Line, Lines } from './transport/line';

/** Lines of a message: between an exception's own line and its first frame. */
const MAX_MESSAGE_LINES = 30;

/** Parts that are looked back through from where a trace was recognised. */
const MAX_PARTS_ABOVE = 32;

/** The format that a grammar describes. */
export function formatOf(grammar: Grammar): TraceFormat {
	return {
		id: grammar.id,
		needles: grammar.needles,
		accepts: (content) => grammar.hint?.test(content) !== false && isEvidence(grammar.part(content, undefined)),
		parse: (lines, line, floor) => new Reader(grammar, lines, line).read(floor),
	};
}

function isEvidence(part: Part | undefined): boolean {
	return (
		part !== undefined && (part.kind === 'frame' || part.kind === 'place' || ('isSure' in part && part.isSure === true))
	);
}

interface OpenException {
	type: string;
	message: string;
	relation: Relation;
	thread: string | undefined;
	/** As printed. */
	readonly frames: Frame[];
	/** Where it was thrown. */
	innermost: Frame | undefined;
	/** The same, if frames may repeat it. */
	fallback: Frame | undefined;
	readonly parent: OpenException | undefined;
	start: number;
	end: number;
}

class Reader {
	private exceptions: OpenException[] = [];
	private current: OpenException | undefined;
	/** Where the exceptions begin that an outer one would be put before: one for each depth of groups. */
	private chains: readonly { readonly depth: number; readonly index: number }[] = [];
	private before: Part | undefined;
	private pending: { readonly part: NamePart; readonly line: Line } | undefined;
	private isAsync = false;
	/** The exception that is open has got its head below its frames. */
	private isNamed = false;
	private end = 0;
	/** The first of the lines right above where the trace was recognised that are its own beyond doubt. */
	private near: Line;

	constructor(
		private readonly grammar: Grammar,
		private readonly lines: Lines,
		private readonly recognised: Line,
	) {
		this.near = recognised;
	}

	*read(floor: number): Steps<Parsed | undefined> {
		const { recognised } = this;
		const [first, head] = this.above(floor);
		if (head) {
			this.openAll(head.part, head.line, 'thrown');
			this.addMessage(head.line, first);
		}
		yield* this.readFrom(first);
		if (this.end < recognised.end) {
			// What stands above was not of this trace.
			this.exceptions = [];
			this.current = this.before = this.pending = undefined;
			yield* this.readFrom(this.near);
		}
		return this.finish();
	}

	private *readFrom(first: Line): Steps<void> {
		const { grammar } = this;
		let line: Line | undefined = first;
		for (let count = 1; line; count++) {
			const part = grammar.part(line.content, this.before);
			if (!part) {
				line = this.beyondForeign(line);
				continue;
			}
			if (part.kind === 'head' && this.isAnother(part)) {
				break;
			}
			line = this.take(part, line);
			this.before = part;
			if (part.kind === 'end') {
				break;
			}
			if (count % LINES_A_STEP === 0) {
				yield;
			}
		}
	}

	/** The trace's first line, and the head above it. */
	private above(floor: number): [Line, { part: HeadPart; line: Line }?] {
		const { lines, grammar } = this;
		const up = (from: Line) => {
			const line = lines.previous(from);
			return line && line.start >= floor ? line : undefined;
		};
		let first = this.recognised;
		let line = up(first);
		for (let i = 0; line && i < MAX_PARTS_ABOVE; i++, line = up(line)) {
			const next: Line | undefined = line.content.trim() === '' ? up(line) : line; // breaks may be doubled
			const part: Part | undefined = next && grammar.part(next.content, undefined);
			if (!next || !part || part.kind === 'end' || (part.kind === 'head' && part.isBelow && !part.isOpen)) {
				break;
			}
			first = line = next;
			if (part.kind === 'head' && !isNested(part) && !isTitle(part) && !part.isOpen) {
				const over = up(line);
				const thread = over && part.type === undefined ? grammar.head?.(over.content, 0) : undefined;
				return over && thread ? [first, { part: thread, line: over }] : [first];
			}
		}
		this.near = first;
		for (let gap = 0; line && gap < MAX_MESSAGE_LINES; gap++, line = up(line)) {
			const own = grammar.part(line.content, undefined);
			const part = grammar.head?.(line.content, gap) ?? (own?.kind === 'head' && !own.isBelow ? own : undefined);
			if (part && (isNested(part) || isTitle(part))) {
				first = line; // an inner exception's, or a title: the exception's own line is further up
			} else if (part) {
				return [first, { part, line }];
			}
			if (own?.kind === 'frame' || own?.kind === 'place' || (line.hasPrefix && !first.hasPrefix)) {
				break;
			}
		}
		return [first];
	}

	/** The exception whose thread and frames are still to come. */
	private failed(): OpenException | undefined {
		const [first] = this.exceptions;
		return first && first.frames.length === 0 && first.thread === undefined ? first : undefined;
	}

	/** Whether a head is that of another trace. */
	private isAnother(part: HeadPart): boolean {
		const { current } = this;
		const { isSure, isBelow, relation } = part;
		return (
			!isBelow &&
			current !== undefined &&
			(relation === 'thrown' || (isSure === true && relation === undefined && !isTitle(part))) &&
			(current.frames.length > 0 || current.innermost !== undefined || current.type !== '')
		);
	}

	/** Adds a part, and returns the line behind it. */
	private take(part: Part, line: Line): Line | undefined {
		let next = this.lines.next(line);
		const isOuter = this.isNamed && (part.kind === 'frame' || part.kind === 'name' || part.kind === 'place');
		const current = this.current && !isOuter ? this.current : this.open({ kind: 'head', isOuter }, line, 'thrown');
		this.end = line.end;
		switch (part.kind) {
			case 'frame':
				this.flush();
				if (part.message && current.frames.length === 0) {
					current.message = `${current.message}\n${part.message}`.trim();
				}
				this.push(this.frame(part, part.name, part.location, line, line));
				break;
			case 'name':
				this.flush();
				this.pending = { part, line };
				break;
			case 'place': {
				const { pending } = this;
				this.pending = undefined;
				this.push(this.frame(part, pending?.part.name, part.location, pending?.line ?? line, line, pending?.part));
				break;
			}
			case 'head':
				this.flush();
				if (part.isBelow) {
					this.name(current, part, line);
					this.isNamed = !part.isOpen;
				} else if (part.thread && part.type === undefined && !part.isAside && this.failed()) {
					this.current = this.failed() ?? current;
					this.name(this.current, part, line);
				} else if (isTitle(part)) {
					this.name(current, part, line);
				} else if (part.relation === 'thrown' && current.frames.length === 0) {
					current.start = Math.min(current.start, line.at(part.start ?? 0)); // a title
				} else if (current.frames.length === 0 && current.type === '' && this.exceptions.length === 1) {
					this.exceptions = [];
					this.current = undefined;
					this.openAll(part, line, 'thrown');
				} else {
					this.openAll(part, line, part.relation ?? 'cause');
				}
				if (part.isBelow) {
					next = this.addMessageBehind(next);
				} else if (!part.location || this.grammar.isMessage) {
					next = this.addMessageBelow(line, next);
				}
				break;
			case 'repeat': {
				this.flush();
				const last = current.frames.pop();
				if (last) {
					current.frames.push({ ...last, repeated: part.count });
				}
				break;
			}
			case 'pop':
				this.flush();
				this.current = current.parent ?? current;
				break;
			case 'boundary':
				this.flush();
				this.isAsync = true;
				break;
			default:
		}
		return next;
	}

	private push(frame: Frame): void {
		const { current } = this;
		if (current) {
			current.frames.push(this.isAsync ? { ...frame, isAsync: true } : frame);
			current.end = Math.max(current.end, frame.range[1]);
			this.isAsync = false;
		}
	}

	/** A call whose place never came. */
	private flush(): void {
		const { pending } = this;
		if (pending) {
			this.pending = undefined;
			this.push(this.frame(pending.part, pending.part.name, undefined, pending.line, pending.line));
		}
	}

	private frame(
		part: FramePart | NamePart | PlacePart | HeadPart,
		name: string | undefined,
		location: FramePart['location'],
		line: Line,
		last: Line,
		from: Part = part,
	): Frame {
		const start = from.start ?? indentation(line.content);
		const end = part.end ?? last.content.trimEnd().length;
		const known = ('inApp' in part ? part.inApp : undefined) ?? ('inApp' in from ? from.inApp : undefined);
		const inApp = location !== undefined && (known ?? isInAppPath(location.file));
		const raw =
			line === last
				? line.content.slice(start, end)
				: `${line.content.slice(start).trimEnd()}\n${last.content.slice(0, end)}`;
		const frame = makeFrame(name, location, inApp, line, start, end, raw, last);
		return part.kind === 'frame' && part.isAsync ? { ...frame, isAsync: true } : frame;
	}

	private openAll(head: HeadPart, line: Line, relation: Relation): void {
		for (
			let part: HeadPart | undefined = head, as = relation;
			part;
			part = part.inner, as = part?.relation ?? 'cause'
		) {
			this.open(part, line, as);
		}
	}

	private open(part: HeadPart, line: Line, relation: Relation): OpenException {
		const start = line.at(part.start ?? indentation(line.content));
		const made: OpenException = {
			type: '',
			message: '',
			relation,
			thread: undefined,
			frames: [],
			innermost: undefined,
			fallback: undefined,
			parent: this.current,
			start,
			end: start,
		};
		const { depth = 0, isOuter } = part;
		this.chains = this.chains.filter((chain) => chain.depth <= depth);
		const chain = this.chains.at(-1);
		const inner = isOuter && chain ? this.exceptions[chain.index] : undefined;
		if (inner && chain) {
			made.relation = inner.relation;
			inner.relation = part.relation ?? 'cause';
			this.exceptions.splice(chain.index, 0, made);
		} else {
			if (relation === 'thrown' || relation === 'member') {
				this.chains = [...this.chains.filter((other) => other.depth < depth), { depth, index: this.exceptions.length }];
			}
			this.exceptions.push(made);
		}
		this.current = made;
		this.isNamed = false;
		this.name(made, part, line);
		return made;
	}

	private name(exception: OpenException, part: HeadPart, line: Line): void {
		exception.type = part.type ?? exception.type;
		exception.message = part.message ?? exception.message;
		exception.thread = part.thread ?? exception.thread;
		if (part.location) {
			exception.innermost = this.frame(part, part.name, part.location, line, line);
		}
		if (part.fallback) {
			exception.fallback = this.frame(part, part.name, part.fallback, line, line);
		}
		if (part.type || part.message || part.thread || part.location || part.fallback) {
			exception.end = Math.max(exception.end, line.endAt(part.end ?? line.content.trimEnd().length));
		}
		this.end = line.end;
	}

	/** The lines between a head and the first part are its message's. */
	private addMessage(head: Line, first: Line): void {
		for (let line = this.lines.next(head); line && line.start < first.start; line = this.lines.next(line)) {
			if (this.grammar.part(line.content, undefined)?.kind !== 'skip') {
				this.addLine(line);
			}
		}
		this.trimMessage();
	}

	/** The same below a head that was met on the way down; without a part soon, the message ends where it stands. */
	private addMessageBelow(head: Line, next: Line | undefined): Line | undefined {
		const isPart = (line: Line | undefined) =>
			line !== undefined && this.grammar.part(line.content, undefined) !== undefined;
		let line = next;
		for (let gap = 0; line && gap < MAX_MESSAGE_LINES; gap++) {
			const part = this.grammar.part(line.content, undefined);
			if (part) {
				const isAnother = part.kind === 'head' && part.isSure && !part.relation && !part.isBelow;
				if (!isAnother) {
					this.addMessage(head, line);
				}
				return isAnother ? next : line;
			}
			const below = this.lines.next(line);
			if (
				(line.hasPrefix && !head.hasPrefix) ||
				(line.content.trim() === '' && !isPart(below) && !(below && this.grammar.isMessage?.(below.content)))
			) {
				return next;
			}
			line = below;
		}
		return next;
	}

	/** The lines behind a head that stands below its frames. */
	private addMessageBehind(next: Line | undefined): Line | undefined {
		const { grammar } = this;
		let line = next;
		for (let i = 0; line && i < MAX_MESSAGE_LINES && !line.hasPrefix && grammar.isMessage?.(line.content); i++) {
			this.addLine(line);
			this.end = line.end;
			line = this.lines.next(line);
		}
		this.trimMessage();
		return line;
	}

	private addLine(line: Line): void {
		const { current } = this;
		const text = line.content.trimEnd();
		if (current) {
			current.message += `\n${text}`;
			current.end = text === '' ? current.end : Math.max(current.end, line.endAt(text.length));
		}
	}

	private trimMessage(): void {
		if (this.current) {
			this.current.message = this.current.message.trim();
		}
	}

	/** The next part's line, if lines of another stream or blank ones stand before it: they cost nothing but themselves. */
	private beyondForeign(from: Line): Line | undefined {
		const { grammar, lines } = this;
		const max = grammar.maxForeign ?? 1;
		let [foreign, blank] = [0, 0];
		for (let line: Line | undefined = from; line; line = lines.next(line)) {
			const part = line === from ? undefined : grammar.part(line.content, this.before);
			if (part) {
				const isOurs =
					part.kind !== 'end' && (part.kind !== 'head' || part.relation !== undefined || part.isBelow || part.isOuter);
				return isOurs ? line : undefined;
			}
			if (line.content.trim() === '') {
				blank++;
			} else if (grammar.head?.(line.content, 0)) {
				return undefined;
			} else {
				foreign++;
			}
			if (foreign > max || blank > 2 * max) {
				return undefined;
			}
		}
		return undefined;
	}

	private finish(): Parsed {
		this.flush();
		const end = Math.max(this.end, this.recognised.end);
		const exceptions = this.exceptions
			.map((exception) => this.closed(exception))
			.filter(({ type, message, frames }) => type !== '' || message !== '' || frames.length > 0);
		const isTrace = exceptions.some(
			({ type, message, thread, frames }) =>
				frames.some(isLocated) ||
				(frames.length > 0 && (type !== '' || message !== '' || thread !== undefined || frames.length > 2)),
		);
		if (!isTrace) {
			return { end };
		}
		let [from, to] = [end, 0];
		for (const { range } of exceptions) {
			from = Math.min(from, range[0]);
			to = Math.max(to, range[1]);
		}
		return { trace: { format: this.grammar.id, exceptions, range: [from, to] }, end };
	}

	private closed(exception: OpenException): Exception {
		const { type, message, relation, thread, frames, fallback, start, end } = exception;
		const own = this.grammar.isOutermostFirst ? frames.toReversed() : frames.slice();
		const repeats = fallback && this.grammar.mayLackPlace ? (frame: Frame) => isIn(frame, fallback) : isLocated;
		const innermost = exception.innermost ?? (own.some(repeats) ? undefined : fallback);
		return {
			type,
			message,
			relation,
			...(thread !== undefined && { thread }),
			frames: this.grammar.isCalledAt ? calledAt(innermost, own) : innermost ? [innermost, ...own] : own,
			range: [start, Math.max(start, end)],
		};
	}
}

/** Gives each place the name of the function that it is in, which is printed with the place that function was called from. */
function calledAt(innermost: Frame | undefined, frames: readonly Frame[]): readonly Frame[] {
	const moved: Frame[] = [];
	for (const [i, frame] of (innermost ? [innermost, ...frames] : frames).entries()) {
		const { function: own, ...place } = frame;
		const name = innermost ? frames[i]?.function : frames[i + 1]?.function;
		const isLast = i > 0 && i === frames.length - (innermost ? 0 : 1);
		if (!isLast || isLocated(frame)) {
			moved.push({ ...place, ...(name !== undefined && { function: name }) });
		} else if (own === undefined) {
			moved.push(frame);
		}
	}
	return moved;
}

/** Whether it says no more than where. */
const isTitle = ({ fallback, type }: HeadPart) => fallback !== undefined && type === undefined;

/** Whether an exception is one inside another, whose own line stands above. */
const isNested = ({ relation, isOuter }: HeadPart) => relation !== undefined && relation !== 'thrown' && !isOuter;

/** Whether a call is in the file that another place is in, which may be printed with fewer folders. */
function isIn({ file, line }: Frame, other: Frame): boolean {
	const [own, theirs] = [plainFile(file), plainFile(other.file)];
	return line !== undefined && (own.endsWith(theirs) || theirs.endsWith(own));
}

const plainFile = (file = '') => `/${file.replaceAll('\\', '/').replace(/^(?:\.{0,2}\/)+/, '')}`;

const isLocated = ({ line }: Frame) => line !== undefined;

/** Index of the first character that is no blank. */
function indentation(content: string): number {
	return content.length - content.trimStart().length;
}
