import type { Grammar, HeadPart, Part } from '../grammar';
import { atFrame, place } from '../needles';
import { formatOf } from '../reader';

// PowerShell, in the system's language.
//
//   error    = message position { source } ["+ CategoryInfo : " … ", " class] ["+ FullyQualifiedErrorId : " …]
//   position = "At " file ":" line " char:" column
//   concise  = (command | class) ": " file ":" line [":" column] { number "| " source } "| " message
//   frame    = "at " function ", " (file | "<No file>" | "") ": line " line

const FRAME =
	/(?:^|[\s,"])\p{L}{1,8} ([^\s,][^,]{0,200}), (<[^<>]{1,40}>||[^,]{1,250}\.ps[md]?1): ?\p{L}{1,12} (\d{1,9})[.,]?$/iu;
/** Pester's, without a column. */
const AT_LINE = /^at ([^\s,].{0,200}), ([^,]{1,250}\.ps[md]?1):(\d{1,9})$/i;
const PLACE =
	/(?:^|[\s,"]|([\w.-]{1,80}): )((?:[a-z]:|\\\\|[/~.])[^:"]{1,250}\.ps[md]?1): ?(\d{1,9})(?:(?: ?: ?| \p{L}[\p{L}\p{M}]{0,15}: ?)(\d{1,9}))?$/iu;

/** What is said of an error below its position: its class, or its message. */
const BELOW = /^(?:\+ CategoryInfo .* |\| (?![\s~])(?=.))(.*)$/;

function part(content: string, before: Part | undefined): Part | undefined {
	const text = content.trim();
	const end = text.slice(-300);
	const [, name, script = '', line] = FRAME.exec(end) ?? AT_LINE.exec(end) ?? [];
	if (name) {
		return { kind: 'frame', name, location: script.endsWith('1') ? { file: script, line: Number(line) } : undefined };
	}
	const [, type, file, row, column] = PLACE.exec(end) ?? [];
	if (file && (type || column) && !text.includes('PositionMessage')) {
		const location = { file, line: Number(row), ...(column && { column: Number(column) }) };
		return type ? { kind: 'head', type, location, isSure: true } : { kind: 'frame', location };
	}
	if (before?.kind === 'frame' && before.location?.column) {
		return { kind: 'skip' }; // the source
	}
	const [, below] = BELOW.exec(text) ?? [];
	if (below) {
		return text.includes('+')
			? { kind: 'head', isBelow: true, type: below }
			: { kind: 'head', isBelow: true, message: below };
	}
	if (/^\+ FullyQualifiedErrorId /.test(text)) {
		return { kind: 'end' };
	}
	return /^(?:\+ |~|\d{0,9} *\|)/.test(text) ? { kind: 'skip' } : undefined;
}

/** An error's message stands right above its position. */
function head(content: string, gap: number): HeadPart | undefined {
	const message = content.trim();
	return gap === 0 && message !== '' && !/^\w+ {2,}:/.test(message) ? { kind: 'head', message } : undefined;
}

export const powershell = formatOf({
	id: 'powershell',
	hint: /\.ps|, [:<]/i,
	needles: [atFrame, place],
	part,
	head,
	maxForeign: 3,
} satisfies Grammar);
