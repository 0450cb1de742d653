import type { FramePart, HeadPart, Part } from '../grammar';
import { isInAppPath } from '../inApp';
import { place } from '../needles';
import { formatOf } from '../reader';

// Perl: die, warn, Carp, Devel::StackTrace, Exception::Class, Test::More.
//
//   trace = message where { [function ["(" arguments ")"] [" called"]] where | "...propagated" where }
//         | "Traceback (most recent call first):" { 'File "' path '", line ' line ', in "' package '"' }       ; Mojolicious
//   where = " at " path " line " line [" thread " number] [", <" handle "> " ("line" | "chunk") " " number] ["."]

const LINE =
	/ line (\d{1,9})(?: thread \d{1,9})?(?:, <[^>]{0,64}> (?:line|chunk) \d{1,12})?(?:[.)"']{0,3}(?:, referer: .*| in \S.{0,500} l\. \d{1,9})?|, (?:near ".*|at EOF))$/;
const SCRIPT = /\.(?:p[lmh]|t|cgi|fcgi|psgi)$|^\(eval \d|^-e?$/;
const VENDOR = /[/\\](?:perl5?|(?:site|vendor)_perl)[/\\]|^[(-]/;
/** The rest of a message, or what `require` and `use` add to one; the place alone is what counts. */
const NO_NAME = /^[\s#]*(?:Trace begun|\.\.\.propagated|Compilation failed in require|BEGIN failed--.*)?$/;

/** Mojolicious prints the package that a call is in. */
const MOJO = /^\s*File "([^"]{1,1000})", line (\d{1,9}), in "[^"]*"\s*$/;

function part(content: string, before: Part | undefined): Part | undefined {
	const [, path, number] = MOJO.exec(content) ?? [];
	if (path) {
		return {
			kind: 'frame',
			location: { file: path, line: Number(number) },
			inApp: !VENDOR.test(path) && isInAppPath(path),
		};
	}
	const text = ` ${content.trimEnd()}`;
	const found = LINE.exec(text);
	const at = found ? text.lastIndexOf(' at ', found.index) : -1;
	if (!found || at < 0) {
		return undefined;
	}
	// `in a.t at line 3`, as older Test::More has it
	const isTurned = at + 4 > found.index;
	const start = isTurned ? text.lastIndexOf(' in ', at) : at;
	const file = start < 0 ? '' : text.slice(start + 4, isTurned ? at : found.index);
	const isScript = SCRIPT.test(file);
	const own: FramePart = {
		kind: 'frame',
		location: { file, line: Number(found[1]) },
		inApp: !VENDOR.test(file) && isInAppPath(file),
	};
	const words = text.slice(0, start).trim();
	if (/(?:^|\s)called$/.test(words)) {
		return { ...own, name: /^[^[(]*/.exec(words.slice(0, -6))?.[0].trim() || undefined };
	}
	const isSentence = text.endsWith('.') || /^\s+at /.test(content);
	if (isScript ? !/\w/.test(words) && !isSentence : !isSentence || !/^\S*\/\S+$/.test(file)) {
		return undefined;
	}
	if (NO_NAME.test(words) && (before || !/^[CB]/.test(words))) {
		return own;
	}
	return /^(?:\w+(?:::\w+)+|eval \{\.\.\.\})$/.test(words)
		? { ...own, name: words }
		: before
			? undefined
			: { ...own, kind: 'head', message: words, isSure: isScript };
}

/** What stands above `Trace begun at …` and `# at …`. */
function head(content: string, gap: number): HeadPart | undefined {
	const message = content.replace(/^[\s#]*/, '').trimEnd();
	const isTitle = message.startsWith('Traceback (most recent');
	return gap < 2 && message !== '' ? { kind: 'head', message: isTitle ? '' : message } : undefined;
}

export const perl = formatOf({ id: 'perl', needles: [place], part, head, isCalledAt: true });
