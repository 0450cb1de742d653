import type { Replacement } from './cuts';

// What web pages and chats make of characters, and the tags that trackers print traces in. `<anonymous>` is no tag.

export const HTML =
	/&(?:(lt|gt|amp|quot|apos|nbsp)|#(\d{1,6})|#x([0-9a-f]{1,5}));|(<\/t[dh]>)|<\/?(?:pre|p|div|html|body|section|strong|code|span|li|ul|ol|td|th|tr|table|tbody|b|i|em|font|br|a|h\d)(?: (?![^<>]{0,300}title=)[^<>]{0,300})?\/?>/gi;

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' ' };

export const htmlPart: Replacement = ({ 1: name, 2: decimal, 3: hex, 4: cellEnd }) => {
	if (name) {
		return NAMED[name.toLowerCase()];
	}
	const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : undefined;
	return code === undefined ? (cellEnd ? '\t' : '') : code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
};
