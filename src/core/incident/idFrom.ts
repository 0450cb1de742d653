import { hashOf } from '../trace/hash';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID that is the same wherever it is made of the same: what several windows, or people, make at once is one. @param at epoch milliseconds */
export function idFrom(at: number, text: string): string {
	let time = '';
	for (let left = Math.max(0, Math.floor(at)), place = 0; place < 10; place++, left = Math.floor(left / 32)) {
		time = `${ALPHABET[left % 32]}${time}`;
	}
	let bits = BigInt(`0x${hashOf(text)}${hashOf(`${text}\n`)}`);
	let random = '';
	for (let place = 0; place < 16; place++) {
		random += ALPHABET[Number(bits & 31n)];
		bits >>= 5n;
	}
	return `${time}${random}`;
}
