/** How much of a text is looked at to tell its encoding, in bytes. */
const LOOKED_AT = 4096;

/** What Windows has from 0x80 to 0x9f; a space where it has nothing. */
const WINDOWS = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/**
 * A text as programs save it: UTF-8; UTF-16 as spreadsheets write it, by its mark or by the zeros between its letters; else what Windows wrote before, in which no
 * byte is wrong.
 */
export function decodeText(bytes: Uint8Array): string {
	const encoding = utf16In(bytes);
	if (encoding !== undefined) {
		return new TextDecoder(encoding).decode(bytes);
	}
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		// Some versions of Node leave these as they are.
		return new TextDecoder('windows-1252')
			.decode(bytes)
			.replaceAll(/[\x80-\x9f]/g, (sign) => WINDOWS[sign.charCodeAt(0) - 0x80] ?? sign);
	}
}

function utf16In(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
	const mark = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
	if (mark === 0xfffe || mark === 0xfeff) {
		return mark === 0xfffe ? 'utf-16le' : 'utf-16be';
	}
	const zeros = [0, 0];
	const looked = Math.min(bytes.length, LOOKED_AT) & ~1;
	for (let at = 0; at < looked; at++) {
		zeros[at % 2] = (zeros[at % 2] ?? 0) + (bytes[at] === 0 ? 1 : 0);
	}
	const [high = 0, low = 0] = zeros;
	const isMost = (count: number) => count > looked * 0.3;
	return isMost(low) && high === 0 ? 'utf-16le' : isMost(high) && low === 0 ? 'utf-16be' : undefined;
}
