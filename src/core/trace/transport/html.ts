import type { Replacement } from './cuts';

// What web pages and chats make of characters, and the tags that trackers print traces in. `<anonymous>` is no tag.

export const HTML =
	/&(?:(lt|gt|amp|quot|apos|nbsp)|#(\d{1,6})|#x([0-9a-f]{1,5}));|<\/?(?:pre|p|div|html|body|section|strong|code|span|li|ul|ol|td|tr|table|tbody|b|i|em|font|h\d)(?: [^<>]{0,300})?>/gi;

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' ' };

export const htmlPart: Replacement = ({ 1: name, 2: decimal, 3: hex }) => {
	if (name) {
		return NAMED[name.toLowerCase()];
	}
	const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : undefined;
	return code === undefined ? '' : code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
};
