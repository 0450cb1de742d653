import type { Range } from './model';
import { withoutCommands } from './transport/terminal';

/** Lines on each side of one that may belong to its trace. */
const AROUND = 60;

/**
 * The last lines that a terminal wrote, as plain text, in a bounded room. What a full-screen program draws is in it, too, and does no harm: lines
 * are looked for by their whole text.
 */
export class RecentLines {
	private lines: string[] = [];
	private open = '';
	private length = 0;

	/** @param capacity UTF-16 units that are kept */
	constructor(private readonly capacity: number) {}

	/** Takes in what was written: of a chunk larger than the room only its end. */
	add(data: string): void {
		const text = this.open + data.slice(-this.capacity);
		const parts = text.split('\n');
		this.open = (parts.pop() ?? '').slice(-this.capacity);
		for (const part of parts) {
			const line = plain(part);
			this.lines.push(line);
			this.length += line.length + 1;
		}
		let drop = 0;
		while (this.length > this.capacity && drop < this.lines.length) {
			this.length -= (this.lines[drop] ?? '').length + 1;
			drop++;
		}
		this.lines.splice(0, drop);
	}

	/**
	 * The lines round the last one that reads `line`.
	 *
	 * @returns `range` is where that line is in `text`; undefined where there is none
	 */
	around(line: string): { readonly text: string; readonly range: Range } | undefined {
		const wanted = line.trimEnd();
		const all = this.open === '' ? this.lines : [...this.lines, plain(this.open)];
		const at = wanted === '' ? -1 : all.lastIndexOf(wanted);
		if (at < 0) {
			return undefined;
		}
		const first = Math.max(0, at - AROUND);
		const before = all.slice(first, at).map((other) => `${other}\n`);
		const start = before.reduce((sum, other) => sum + other.length, 0);
		const text = before.join('') + all.slice(at, at + AROUND + 1).join('\n');
		return { text, range: [start, start + wanted.length] };
	}
}

/** What is seen of a line: what stands before a carriage return was written over. */
function plain(raw: string): string {
	const { text } = withoutCommands(raw);
	const ended = text.replace(/\r+$/, '');
	return ended.slice(ended.lastIndexOf('\r') + 1).trimEnd();
}
