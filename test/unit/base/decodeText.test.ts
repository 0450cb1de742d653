import assert from 'node:assert/strict';
import { decodeText } from '../../../src/base/decodeText';

const TEXT = 'id,Titel\r\n1,Kasse fällt aus – “jetzt”\r\n';
const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('a text of another program', () => {
	it('is read in whichever encoding it was saved', () => {
		for (const bytes of [
			Buffer.from(TEXT),
			Buffer.from(`\ufeff${TEXT}`),
			Buffer.from(`\ufeff${TEXT}`, 'utf16le'),
			bigEndian(`\ufeff${TEXT}`),
			Buffer.from(TEXT, 'utf16le'),
			bigEndian(TEXT),
		]) {
			assert.equal(decodeText(bytes), TEXT);
		}
		assert.equal(decodeText(Buffer.from('1,f\xe4llt \x96 \x93jetzt\x94', 'latin1')), '1,fällt – “jetzt”');
		assert.equal(decodeText(new Uint8Array()), '');
	});

	it('is what it is where a few zeros are in it', () => {
		assert.equal(decodeText(Buffer.from('a\0b,c\n')), 'a\0b,c\n');
	});
});
