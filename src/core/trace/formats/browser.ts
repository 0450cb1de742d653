import type { Grammar, HeadPart, Part } from '../grammar';
import { locationAtEnd, plainPath } from '../location';
import { place } from '../needles';
import { formatOf } from '../reader';

// JavaScript other than V8's: SpiderMonkey (Firefox, gjs), JavaScriptCore (Safari, React Native), React's component stacks, Vitest.
//
//   frame     = [function] "@" (place | "[native code]") | url ":" line ":" column             without a name only among others
//   place     = file ":" line [":" column] | file " line " line " > " ("eval" | "Function") ":" line ":" column
//   component = "in " name " (at " file ":" line ")" | "in " name " (created by " name ")"
//   vitest    = "❯ " [function " "] place

/** A name may hold the sign as well, a URL, too: what is behind it looks like a place, or else it is the first one. */
const PLACED =
	/^\s*(?!\s)(.{0,500}?)@((?:[a-z][a-z-]{1,30}:\/\/|\/|[A-Za-z]:[\\/]|\[native|self-hosted:|debugger eval|Scratchpad).*)$/;
const FRAME = /^\s*(?!\s)([^@\n]{0,500}?)@([^\n]*)$/;
const NATIVE = /^(?:\[native code\]|self-hosted:\d+(?::\d+)?|\[wasm code\]|\[?wasm-\S*)$/;
const SCRIPT =
	/^(?:[a-z][a-z-]{1,30}:\/\/|\/|[A-Za-z]:[\\/]|\.{0,2}\/)|\.(?:[cm]?[jt]sx?|vue|svelte|html?|jsbundle|bundle)(?:[?#]\S*)?$|^(?:debugger eval code|Scratchpad)/;
/** A call without a name, or a function's in a bundle. */
const URL = /^\s*((?:[a-z][a-z-]{1,30}:\/\/|(?=\S+bundle:))\S+:\d{1,9}:\d{1,9})\s*$/;
const SCRIPT_END = /\.(?:[cm]?[jt]sx?|vue|svelte|jsbundle|bundle)(?:[?#]\S*)?$/;
const EVAL = /^(\S[^\n]*?) line (\d{1,9}) > (?:eval|Function)\b/;
const COMPONENT =
	/^\s*in (\S{1,200}) \((?:at ([^()\n]{1,500}:\d{1,9}(?::\d{1,9})?)|created by \S{1,200})\)(?: \(at .*\))?\s*$/;
const VITEST = /^\s*❯ (?:(\S[^\n]{0,300}) )?(\S{1,1000}:\d{1,9}:\d{1,9})\s*$/;
const HEAD =
	/^\s*(?:JS ERROR: |Uncaught |Unhandled |Error: |\[Error\] ){0,2}(?:\(in promise\) )?((?:[A-Z]\w{0,100})?(?:Error|Exception))(?:: (.*)|\s*)$/;

function part(content: string, before: Part | undefined): Part | undefined {
	const match = content.includes('@') ? (PLACED.exec(content) ?? FRAME.exec(content)) : null;
	if (match) {
		const [, name = '', text = ''] = match;
		const printed = text.trim();
		const native = NATIVE.test(printed) || (printed === '' && before?.kind === 'frame');
		const evaluated = EVAL.exec(printed);
		const location = native
			? undefined
			: evaluated
				? { file: plainPath(evaluated[1] ?? ''), line: Number(evaluated[2]) }
				: locationAtEnd(printed);
		const isScript = location && SCRIPT.test(location.file) && !/\s/.test(location.file.slice(0, 8));
		const isName = !/[=;"]|: /.test(
			name.replace(/\["[^"]*"\]|^<anonymous function: |\(\[arguments not available\]\)$/g, ''),
		);
		const own = name.replace(/^(?:async|promise callback|setTimeout handler)\*/, '');
		return (native || isScript) && isName
			? { kind: 'frame', name: own === '' ? undefined : own, location, ...(own !== name && { isAsync: true }) }
			: undefined;
	}
	const component = COMPONENT.exec(content) ?? VITEST.exec(content);
	if (component) {
		return {
			kind: 'frame',
			name: component[1],
			location: component[2] === undefined ? undefined : locationAtEnd(component[2]),
		};
	}
	const url = URL.exec(content)?.[1];
	const location = url ? locationAtEnd(url) : undefined;
	const isKnown = location && (before?.kind === 'frame' || SCRIPT_END.test(location.file));
	return isKnown ? { kind: 'frame', location } : undefined;
}

function head(content: string): HeadPart | undefined {
	const match = HEAD.exec(content);
	return match ? { kind: 'head', type: match[1], message: match[2]?.trim() ?? '' } : undefined;
}

export const browser = formatOf({
	id: 'browser',
	needles: [{ text: '@' }, place, { text: '❯' }],
	part,
	head,
} satisfies Grammar);
