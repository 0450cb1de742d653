import type { Line, Lines } from '../transport/line';

// Why a Go program dumped its goroutines: the lines above the first one.

/** Lines between a panic's own line and its first goroutine. */
const MAX_REASON_LINES = 40;

export interface Reason {
	readonly type: string;
	/** Further lines, and panics that were recovered on the way, joined by `\n`. */
	readonly message: string;
	/** Offset in the original text. */
	readonly start: number;
}

interface ReasonText {
	readonly start: number;
	readonly type: string;
	readonly message: string;
}

/** Looks up from the heading of a goroutine: through what the runtime notes about a signal to the panic, and what it repeats. */
export function reasonAbove(lines: Lines, heading: Line, floor: number): Reason | undefined {
	/** Upwards, the nearest line first. */
	const rest: string[] = [];
	let found: Reason | undefined;
	let line = lines.previous(heading);
	for (let i = 0; line && i < MAX_REASON_LINES && line.start >= floor; i++, line = lines.previous(line)) {
		const text = line.content.trim();
		const reason = reasonIn(line.content);
		if (reason) {
			const message = [reason.message, ...rest.toReversed()].join('\n').trimEnd();
			found = { type: reason.type, message, start: line.at(reason.start) };
			if (reason.start === 0) {
				return found;
			}
		}
		if ((text === '' && found) || isOther(line.content)) {
			break;
		}
		if (!text.startsWith('[signal ') && text !== 'runtime stack:' && (text !== '' || rest.length > 0)) {
			rest.push(text);
		}
	}
	return found;
}

/** What stands between two goroutines, or ends another program's output. */
const isOther = (content: string) => /^\s+\S+\.(?:go|s):\d|^goroutine \d|^exit status \d/.test(content.slice(0, 512));

function reasonIn(content: string): ReasonText | undefined {
	const head = content.slice(0, 4096);
	const plain = /(?:^|\s)(panic|fatal error): /.exec(head);
	if (plain) {
		const start = plain.index + plain[0].length - `${plain[1]}: `.length;
		return { start, type: plain[1] ?? '', message: content.slice(plain.index + plain[0].length).trim() };
	}
	const race = head.indexOf('DATA RACE');
	if (race >= 0) {
		return { start: race, type: 'DATA RACE', message: '' };
	}
	// http: panic serving 10.0.0.1:3000: …
	const served = /\bpanic(?:king|ked)? (?:serving|recovered|in)\b[^\n]{0,200}?: /.exec(head);
	return served
		? { start: served.index, type: 'panic', message: content.slice(served.index + served[0].length).trim() }
		: undefined;
}
