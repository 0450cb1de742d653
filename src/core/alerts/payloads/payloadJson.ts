import { type JsonFault, jsonFault } from '../../../base/jsonFault';

/** A text as JSON; what is wrong with it where it was meant to be some; nothing where it never was. */
export type PayloadJson = { readonly json: unknown } | { readonly fault: JsonFault } | undefined;

/** How JSON with something in it begins; what is in brackets in a log or a trace does not. */
const BEGINNING = /\{\s*["}]|\[\s*[{\]]/;

/** Whether a text is meant to be JSON from its beginning on, as what a monitor sent is and a log is not. */
export const beginsAsJson = (text: string): boolean => text.search(BEGINNING) === text.search(/\S/);

/** Reads what a monitor sent. A log line before it, or a body as some loggers quote it, is looked through. */
export function payloadJson(text: string): PayloadJson {
	const begins = text.search(BEGINNING);
	for (const one of begins > 0 ? [text, text.slice(begins)] : [text]) {
		try {
			const json: unknown = JSON.parse(one);
			return { json: typeof json === 'string' ? JSON.parse(json) : json };
		} catch {
			// the next way
		}
	}
	if (begins < 0) {
		return undefined;
	}
	const found = jsonFault(blanked(text, begins));
	return found && { fault: found };
}

/** Without what is before it, everything else in its place. */
const blanked = (text: string, before: number) => text.slice(0, before).replaceAll(/[^\n]/g, ' ') + text.slice(before);
