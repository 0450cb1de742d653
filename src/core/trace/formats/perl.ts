import type { FramePart, HeadPart, Part } from '../grammar';
import { isInAppPath } from '../inApp';
import { place } from '../needles';
import { formatOf } from '../reader';

// Perl: die, warn, Carp, Devel::StackTrace, Exception::Class, Test::More.
//
//   trace = message where { [function ["(" arguments ")"] [" called"]] where | "...propagated" where }
//   where = " at " path " line " line [" thread " number] [", <" handle "> " ("line" | "chunk") " " number] ["."]

const LINE =
	/ line (\d{1,9})(?: thread \d{1,9})?(?:, <[^>]{0,64}> (?:line|chunk) \d{1,12})?(?:[.)"']{0,3}(?:, referer: .*)?|, (?:near ".*|at EOF))$/;
const SCRIPT = /\.(?:p[lmh]|t|cgi|fcgi|psgi)$|^\(eval \d|^-e?$/;
const VENDOR = /[/\\](?:perl5?|(?:site|vendor)_perl)[/\\]|^[(-]/;
/** The rest of a message, or what `require` and `use` add to one; the place alone is what counts. */
const NO_NAME = /^[\s#]*(?:Trace begun|\.\.\.propagated|Compilation failed in require|BEGIN failed--.*)?$/;

function part(content: string, before: Part | undefined): Part | undefined {
	const text = ` ${content.trimEnd()}`;
	const found = LINE.exec(text);
	const at = found ? text.lastIndexOf(' at ', found.index) : -1;
	if (!found || at < 0) {
		return undefined;
	}
	const file = text.slice(at + 4, found.index);
	const isScript = SCRIPT.test(file);
	const own: FramePart = {
		kind: 'frame',
		location: { file, line: Number(found[1]) },
		inApp: !VENDOR.test(file) && isInAppPath(file),
	};
	const words = text.slice(0, at).trim();
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
	return gap < 2 && message !== '' ? { kind: 'head', message } : undefined;
}

export const perl = formatOf({ id: 'perl', needles: [place], part, head, isCalledAt: true });
