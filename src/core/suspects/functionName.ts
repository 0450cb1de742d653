/** A longer header was made by a tool. */
const MAX_LENGTH = 400;

const DEFINED = /\b(?:def|defp|function|func|fn|fun|sub|proc|method)\b[\s*]*(?:\([^()]*\)\s*)?([\p{L}\p{N}_$.:]+)/u;
const ASSIGNED = /([\p{L}\p{N}_$]+)\s*[:=]\s*(?:async\b\s*)?(?:function\b|\(|[\p{L}\p{N}_$]+\s*=>)/u;
const CALLED = /([\p{L}_$~][\p{L}\p{N}_$]*)[?!]?\s*\(/u;

/**
 * What a function is called, by the line that its definition begins with: the last part of `Cart.total` or `shop::total`.
 *
 * @returns undefined for a function without a name
 */
export function functionName(header: string): string | undefined {
	const line = header.trim();
	if (line.length > MAX_LENGTH) {
		return undefined;
	}
	const name = (DEFINED.exec(line) ?? ASSIGNED.exec(line) ?? CALLED.exec(line))?.[1];
	return name
		?.split(/[.:]+/)
		.filter((part) => part !== '')
		.at(-1);
}
