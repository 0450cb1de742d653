import { kindOfPath, MERGE, TELLING } from '../../core/commits/kinds';
import type { IndexedChange } from '../../core/ports/commitIndex';

/** A commit as it is put into the index. */
export interface Row {
	readonly sha: string;
	/** Seconds since the epoch. */
	readonly seconds: number;
	readonly parents: readonly string[];
	/** Bits of `core/commits/kinds`. */
	readonly kind: number;
	readonly paths: readonly string[];
}

/** Some rows, packed: what a block on disk holds. Numbers are of this block alone, but for those of paths. */
export interface Packed {
	/** How many rows and paths come before: a block behind others than it was made behind means nothing. */
	readonly firstRow: number;
	readonly firstPath: number;
	/** Bytes of an object name. */
	readonly width: number;
	readonly shas: Uint8Array<ArrayBuffer>;
	readonly seconds: Uint32Array<ArrayBuffer>;
	readonly kinds: Uint8Array<ArrayBuffer>;
	readonly parentCounts: Uint8Array<ArrayBuffer>;
	readonly parents: Uint8Array<ArrayBuffer>;
	readonly fileCounts: Uint32Array<ArrayBuffer>;
	/** Numbers of paths. */
	readonly files: Uint32Array<ArrayBuffer>;
	/** Paths that were not met before; they have the numbers that follow. */
	readonly newPaths: readonly string[];
}

/** Parents beyond are left out: no history needs them to be reached. */
const MAX_PARENTS = 255;

/**
 * All commits as columns of numbers, in the order they came: some fifty bytes each, so that a million of them are held in tens of megabytes.
 */
export class Columns {
	private width = 20;
	private readonly shas = new Growing((size) => new Uint8Array(size));
	private readonly seconds = new Growing((size) => new Uint32Array(size));
	private readonly kinds = new Growing((size) => new Uint8Array(size));
	/** Where the parents, and the files, of each row end. */
	private readonly parentEnds = new Growing((size) => new Uint32Array(size));
	private readonly parents = new Growing((size) => new Uint8Array(size));
	private readonly fileEnds = new Growing((size) => new Uint32Array(size));
	private readonly files = new Growing((size) => new Uint32Array(size));
	private readonly paths: string[] = [];
	private readonly pathNumbers = new Map<string, number>();
	private readonly pathKinds = new Growing((size) => new Uint8Array(size));
	/** Rows by object name: open addressing, 0 for none, else the row's number + 1. */
	private table = new Uint32Array(1024);
	/** Rows of all parents, as far as they are known; made anew when rows came since. */
	private parentRows: Int32Array | undefined;

	get count(): number {
		return this.seconds.length;
	}

	get pathCount(): number {
		return this.paths.length;
	}

	/** Packs rows, which are all new, and takes them in. */
	add(rows: readonly Row[]): Packed {
		if (this.count === 0 && rows[0]) {
			this.width = rows[0].sha.length / 2;
		}
		const { width } = this;
		const newPaths: string[] = [];
		const numberOf = (path: string) => {
			const known = this.pathNumbers.get(path);
			if (known !== undefined) {
				return known;
			}
			const number = this.paths.length + newPaths.length;
			newPaths.push(path);
			this.pathNumbers.set(path, number);
			return number;
		};
		const parents = rows.map((row) => row.parents.slice(0, MAX_PARENTS));
		const packed: Packed = {
			firstRow: this.count,
			firstPath: this.paths.length,
			width,
			shas: bytesOf(
				rows.map(({ sha }) => sha),
				width,
			),
			seconds: Uint32Array.from(rows, ({ seconds }) => seconds),
			kinds: Uint8Array.from(rows, ({ kind }) => kind),
			parentCounts: Uint8Array.from(parents, ({ length }) => length),
			parents: bytesOf(parents.flat(), width),
			fileCounts: Uint32Array.from(rows, ({ paths }) => paths.length),
			files: Uint32Array.from(rows.flatMap((row) => row.paths.map(numberOf))),
			newPaths,
		};
		this.take(packed);
		return packed;
	}

	/** Whether packed rows were made behind just those that are here. */
	fits({ firstRow, firstPath }: Packed): boolean {
		return firstRow === this.count && firstPath === this.paths.length;
	}

	/** Takes in what was packed, by this or another one that holds the same rows before it. */
	take(packed: Packed): void {
		const first = this.count;
		this.width = packed.width;
		for (const path of packed.newPaths) {
			this.pathNumbers.set(path, this.paths.length);
			this.paths.push(path);
			this.pathKinds.push(Uint8Array.of(kindOfPath(path)));
		}
		this.shas.push(packed.shas);
		this.seconds.push(packed.seconds);
		this.kinds.push(packed.kinds);
		this.parents.push(packed.parents);
		this.files.push(packed.files);
		this.parentEnds.push(ends(packed.parentCounts, this.parentEnds.last()));
		this.fileEnds.push(ends(packed.fileCounts, this.fileEnds.last()));
		this.parentRows = undefined;
		for (let row = first; row < this.count; row++) {
			this.place(row);
		}
	}

	/** @returns -1 where there is none */
	rowOf(sha: string): number {
		return sha.length === this.width * 2 ? this.find(bytesOf([sha], this.width), 0) : -1;
	}

	/** 1 for each row that one reaches, itself included, else 0. */
	reachable(from: number): Uint8Array {
		const parentRows = this.resolved();
		const isReached = new Uint8Array(this.count);
		const waiting = [from];
		isReached[from] = 1;
		for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
			for (let at = this.parentEnds.before(row); at < this.parentEnds.at(row); at++) {
				const parent = parentRows[at] ?? -1;
				if (parent >= 0 && isReached[parent] === 0) {
					isReached[parent] = 1;
					waiting.push(parent);
				}
			}
		}
		return isReached;
	}

	/** Those of some rows that changed one of the paths, newest first, without merges. @param until seconds since the epoch */
	touching(isAsked: Uint8Array, paths: readonly string[], until: number, limit: number): readonly IndexedChange[] {
		const wanted = new Uint8Array(this.paths.length);
		for (const path of paths) {
			const number = this.pathNumbers.get(path);
			if (number !== undefined) {
				wanted[number] = 1;
			}
		}
		const found: number[] = [];
		for (let row = 0; row < this.count; row++) {
			if (isAsked[row] === 0 || (this.kinds.at(row) & MERGE) !== 0 || this.seconds.at(row) > until) {
				continue;
			}
			for (let at = this.fileEnds.before(row); at < this.fileEnds.at(row); at++) {
				if (wanted[this.files.at(at)] === 1) {
					found.push(row);
					break;
				}
			}
		}
		return this.newest(found, limit).map((row) => ({
			sha: this.shaOf(row),
			date: this.seconds.at(row) * 1000,
			paths: this.pathsOf(row),
		}));
	}

	/** Object names of those of some rows, without others, that are a kind of change which is suspect by itself; newest first, at most so many. */
	telling(isAsked: Uint8Array, isOut: Uint8Array, limit: number): readonly string[] {
		const found: number[] = [];
		for (let row = 0; row < this.count; row++) {
			if (isAsked[row] === 1 && isOut[row] === 0 && this.isTelling(row)) {
				found.push(row);
			}
		}
		return this.newest(found, limit).map((row) => this.shaOf(row));
	}

	private isTelling(row: number): boolean {
		let kind = this.kinds.at(row);
		for (let at = this.fileEnds.before(row); at < this.fileEnds.at(row); at++) {
			kind |= this.pathKinds.at(this.files.at(at));
		}
		return (kind & TELLING) !== 0;
	}

	private newest(rows: number[], limit: number): readonly number[] {
		return rows.sort((a, b) => this.seconds.at(b) - this.seconds.at(a) || a - b).slice(0, limit);
	}

	private pathsOf(row: number): readonly string[] {
		return Array.from(
			this.files.part(this.fileEnds.before(row), this.fileEnds.at(row)),
			(number) => this.paths[number] ?? '',
		);
	}

	private shaOf(row: number): string {
		return Buffer.from(this.shas.part(row * this.width, (row + 1) * this.width)).toString('hex');
	}

	private resolved(): Int32Array {
		if (!this.parentRows) {
			const { width, parents } = this;
			this.parentRows = new Int32Array(parents.length / width);
			for (let at = 0; at < this.parentRows.length; at++) {
				this.parentRows[at] = this.find(parents.whole, at * width);
			}
		}
		return this.parentRows;
	}

	/** The row of the name that stands in some bytes. */
	private find(bytes: Uint8Array, from: number): number {
		const { table, shas, width } = this;
		const held = shas.whole;
		for (let slot = hash(bytes, from) & (table.length - 1); ; slot = (slot + 1) & (table.length - 1)) {
			const row = (table[slot] ?? 0) - 1;
			if (row < 0 || isSame(held, row * width, bytes, from, width)) {
				return row;
			}
		}
	}

	private place(row: number): void {
		if (row * 2 >= this.table.length) {
			this.table = new Uint32Array(this.table.length * 2);
			for (let earlier = 0; earlier < row; earlier++) {
				this.place(earlier);
			}
		}
		const { table, width } = this;
		let slot = hash(this.shas.whole, row * width) & (table.length - 1);
		while (table[slot] !== 0) {
			slot = (slot + 1) & (table.length - 1);
		}
		table[slot] = row + 1;
	}
}

type Numbers = Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** A column of numbers that gets longer. */
class Growing<T extends Numbers> {
	/** With room behind the last one. */
	whole: T;
	length = 0;

	constructor(private readonly make: (size: number) => T) {
		this.whole = make(1024);
	}

	push(more: T): void {
		const needed = this.length + more.length;
		if (needed > this.whole.length) {
			const larger = this.make(Math.max(needed, Math.ceil(this.whole.length * 1.5)));
			larger.set(this.whole.subarray(0, this.length));
			this.whole = larger;
		}
		this.whole.set(more, this.length);
		this.length = needed;
	}

	at(index: number): number {
		return this.whole[index] ?? 0;
	}

	/** Of ends: where the one at `index` begins. */
	before(index: number): number {
		return index === 0 ? 0 : this.at(index - 1);
	}

	last(): number {
		return this.before(this.length);
	}

	part(from: number, to: number): T {
		return this.whole.subarray(from, to) as T;
	}
}

function ends(counts: Uint8Array | Uint32Array, from: number): Uint32Array<ArrayBuffer> {
	let end = from;
	return Uint32Array.from(counts, (count) => {
		end += count;
		return end;
	});
}

function bytesOf(shas: readonly string[], width: number): Uint8Array<ArrayBuffer> {
	const bytes = Buffer.alloc(shas.length * width);
	for (const [i, sha] of shas.entries()) {
		bytes.write(sha, i * width, width, 'hex');
	}
	return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Object names are hashes already. */
function hash(bytes: Uint8Array, from: number): number {
	return (
		((bytes[from] ?? 0) << 24) | ((bytes[from + 1] ?? 0) << 16) | ((bytes[from + 2] ?? 0) << 8) | (bytes[from + 3] ?? 0)
	);
}

function isSame(one: Uint8Array, at: number, other: Uint8Array, from: number, width: number): boolean {
	for (let i = 0; i < width; i++) {
		if (one[at + i] !== other[from + i]) {
			return false;
		}
	}
	return true;
}
