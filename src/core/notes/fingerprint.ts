import { MAX_FINGERPRINT } from './note';

const isBlank = (code: number): boolean =>
	code <= 32 ? code === 32 || (code >= 9 && code <= 13) : code >= 160 && /\s/.test(String.fromCharCode(code));

/** What a line says, as a number of 32 bits: the same for lines that differ in white space only (FNV-1a over code points). */
export function lineHash(line: string): number {
	let hash = 0x811c9dc5;
	for (let i = 0; i < line.length; i++) {
		let code = line.charCodeAt(i);
		if (isBlank(code)) {
			continue;
		}
		if (code >= 0xd800 && code < 0xdc00) {
			code = line.codePointAt(i) ?? code;
			i += code > 0xffff ? 1 : 0;
		}
		hash = Math.imul(hash ^ code, 0x01000193);
	}
	return hash >>> 0;
}

/** The same in eight hexadecimal digits. */
export const lineFingerprint = (line: string): string => lineHash(line).toString(16).padStart(8, '0');

export const fingerprintOf = (lines: readonly string[]): readonly string[] =>
	lines.slice(0, MAX_FINGERPRINT).map(lineFingerprint);
