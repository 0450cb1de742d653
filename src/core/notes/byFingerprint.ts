import type { Span } from '../suspects/functionSpan';
import { lineFingerprint } from './fingerprint';
import type { Anchor } from './note';

const BLANK = lineFingerprint('');

/**
 * Where the lines of an anchor are by what they say alone: all of them in order, the nearest of several such places; else where those of them are that
 * are there once, if these are half of them. Blank lines do not count.
 *
 * @param near 1-based; where they would be
 */
export function byFingerprint(
	{ fingerprint }: Pick<Anchor, 'fingerprint'>,
	lines: readonly string[],
	near: number,
): Span | undefined {
	const wanted = fingerprint.filter((one) => one !== BLANK);
	if (wanted.length === 0) {
		return undefined;
	}
	const rows = lines.flatMap((line, row) => {
		const said = lineFingerprint(line);
		return said === BLANK ? [] : [{ said, line: row + 1 }];
	});
	const places = rows.flatMap((row, at) =>
		row.said === wanted[0] && wanted.every((one, i) => rows[at + i]?.said === one)
			? [{ first: row.line, last: rows[at + wanted.length - 1]?.line ?? row.line }]
			: [],
	);
	const [nearest] = places.toSorted((a, b) => Math.abs(a.first - near) - Math.abs(b.first - near));
	return nearest ?? someOf(wanted, rows);
}

function someOf(
	wanted: readonly string[],
	rows: readonly { readonly said: string; readonly line: number }[],
): Span | undefined {
	const known = new Set(wanted);
	const lines = new Map<string, number[]>();
	for (const { said, line } of rows) {
		if (known.has(said)) {
			lines.set(said, [...(lines.get(said) ?? []), line]);
		}
	}
	const once = [...lines.values()].flatMap((all) => (all.length === 1 ? all : [])).sort((a, b) => a - b);
	const [first, last] = [once[0], once.at(-1)];
	const isTogether = first !== undefined && last !== undefined && last - first <= 2 * wanted.length;
	return isTogether && wanted.length > 1 && 2 * once.length >= wanted.length ? { first, last } : undefined;
}
