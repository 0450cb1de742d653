import { MAX_FINGERPRINT } from './note';

/** What a line says, in eight hexadecimal digits: the same for lines that differ in white space only (32-bit FNV-1a). */
export function lineFingerprint(line: string): string {
	let hash = 0x811c9dc5;
	for (const character of line.replace(/\s+/g, '')) {
		hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
	}
	return (hash >>> 0).toString(16).padStart(8, '0');
}

export const fingerprintOf = (lines: readonly string[]): readonly string[] =>
	lines.slice(0, MAX_FINGERPRINT).map(lineFingerprint);
