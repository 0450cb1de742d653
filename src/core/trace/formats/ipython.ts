import type { Grammar, HeadPart, Part } from '../grammar';
import { place } from '../needles';
import { formatOf } from '../reader';

// IPython, Jupyter and rich, which print the source round each call. The outermost call is first.
//
//   trace = [type] " Traceback (most recent call last)" { call { source-line } } type ": " message
//   call  = "File " file ":" line [", in " function] | file ":" line " in " function | file " in " function, with the line at the source's arrow
//   arrow = "--" { "-" } "> " line " " source

const NEW = /^\s*File (\S[^\n]{0,1000}?):(\d{1,9})(?:, in ([^\n(]{1,300})[^\n]*)?\s*$/;
const RICH = /^\s*(\S[^\n:]{0,1000}\.(?:py|pyx|ipynb)):(\d{1,9}) in (\S{1,300})\s*$/;
const OLD = /^\s*(\S[^\n]{0,1000}\.pyx?|<ipython-input-\S+>|<\w+>) in ([^\n(]{1,300})\([^\n]*\)\s*$/;
const CELL = /^\s*(?:Cell |Input )?In ?\[(\d{1,9})\](?:, (?:line (\d{1,9})|in ([^\n(]{1,300})[^\n]*))?\s*$/;
const ARROW = /^\s*-{2,}> {0,8}(\d{1,9})(?: |$)/;
const SOURCE = /^\s*(?:❱ )?\s*\d{1,9}(?: |\t|$)|^\s*❱|^\s*$|^\s*\(\.\.\.\)/;
const HEADING = /^\s*(?:[╭┌][─ ]{0,200})?((?:\w+\.){0,8}\w{0,200}) {0,200}Traceback \(most recent call last\)/;
const FINAL = /^\s*((?:[A-Za-z_]\w{0,100}\.){0,8}[A-Z]\w{0,200}): (.*)$/;

function part(content: string, before: Part | undefined): Part | undefined {
	const call = NEW.exec(content) ?? RICH.exec(content);
	if (call) {
		const file = call[1] ?? '';
		return { kind: 'frame', name: call[3], location: /^</.test(file) ? undefined : { file, line: Number(call[2]) } };
	}
	const old = OLD.exec(content);
	if (old) {
		return { kind: 'name', name: old[2] ?? '', note: old[1], isSure: true };
	}
	const cell = CELL.exec(content);
	if (cell) {
		return { kind: 'frame', name: cell[3] ?? `In[${cell[1]}]` };
	}
	const arrow = before?.note === undefined ? null : ARROW.exec(content);
	if (arrow && before?.note) {
		const isFile = !before.note.startsWith('<');
		return isFile ? { kind: 'place', location: { file: before.note, line: Number(arrow[1]) } } : { kind: 'skip' };
	}
	if (before && (SOURCE.test(content) || ARROW.test(content))) {
		return { kind: 'skip', note: before.note };
	}
	const final = before ? FINAL.exec(content) : null;
	return final ? { kind: 'head', isBelow: true, type: final[1], message: final[2] } : undefined;
}

function head(content: string): HeadPart | undefined {
	const match = HEADING.exec(content);
	return match ? { kind: 'head', type: match[1] || undefined } : undefined;
}

export const ipython = formatOf({
	id: 'ipython',
	needles: [place],
	part,
	head,
	isOutermostFirst: true,
	maxForeign: 12,
} satisfies Grammar);
