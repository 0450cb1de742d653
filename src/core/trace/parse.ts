import * as l10n from '@vscode/l10n';
import { runAtOnce } from '../../base/slices';
import type { Steps, TraceFormat } from './format';
import { browser } from './formats/browser';
import { clojure } from './formats/clojure';
import { clojurePretty } from './formats/clojurePretty';
import { crystal } from './formats/crystal';
import { dart } from './formats/dart';
import { debuggers } from './formats/debugger';
import { dotnet } from './formats/dotnet';
import { elixir } from './formats/elixir';
import { erlang } from './formats/erlang';
import { erlangTerms } from './formats/erlangTerms';
import { generic } from './formats/generic';
import { go } from './formats/go';
import { haskell, haskellProfile } from './formats/haskell';
import { ipython } from './formats/ipython';
import { java } from './formats/java';
import { julia } from './formats/julia';
import { lua } from './formats/lua';
import { backward, native } from './formats/native';
import { nim } from './formats/nim';
import { node } from './formats/node';
import { ocaml } from './formats/ocaml';
import { opera } from './formats/opera';
import { perl } from './formats/perl';
import { php, xdebug } from './formats/php';
import { powershell } from './formats/powershell';
import { pytest } from './formats/pytest';
import { faulthandler, python } from './formats/python';
import { r, rlang } from './formats/r';
import { numberedRuby, ruby } from './formats/ruby';
import { rust } from './formats/rust';
import { sanitizer } from './formats/sanitizer';
import { shell } from './formats/shell';
import { swift } from './formats/swift';
import { valgrind } from './formats/valgrind';
import { zig } from './formats/zig';
import type { ParsedText, Trace, TraceProblem } from './model';
import { moved } from './moved';
import { tracesInText } from './search';
import { structuredTraces } from './structured/structured';

/** Every format that is known. Order matters where two read a block equally well: the more particular first. */
export const formats: readonly TraceFormat[] = [
	ocaml,
	clojure,
	clojurePretty,
	java,
	python,
	faulthandler,
	pytest,
	ipython,
	go,
	rust,
	sanitizer,
	debuggers,
	valgrind,
	swift,
	zig,
	native,
	backward,
	shell,
	dotnet,
	php,
	xdebug,
	powershell,
	node,
	browser,
	opera,
	dart,
	haskell,
	haskellProfile,
	nim,
	r,
	rlang,
	julia,
	ruby,
	numberedRuby,
	crystal,
	lua,
	perl,
	elixir,
	erlang,
	erlangTerms,
	generic,
];

/** UTF-16 units that are read; of a longer text the middle is left out. */
const MAX_LENGTH = 64 * 1024 * 1024;

/**
 * Finds every stack trace in a text, in steps of at most a few milliseconds; see `runInSlices`. The time is linear in the length of the text.
 * Only lines that hold a format's needle are looked at, so ordinary log text passes at the speed of a string search.
 */
export function* parseSteps(text: string): Generator<undefined, ParsedText> {
	if (text.length <= MAX_LENGTH) {
		return { traces: yield* read(text), problems: [] };
	}
	const half = MAX_LENGTH / 2;
	const head = yield* read(text.slice(0, half));
	const tail = yield* read(text.slice(-half));
	const shift = text.length - half;
	const shifted = tail.map((trace) => moved(trace, ([start, end]) => [start + shift, end + shift]));
	return { traces: [...head, ...shifted], problems: [truncated(text.length)] };
}

/** What the formats find, and what error trackers and loggers wrote as JSON. */
function* read(text: string): Steps<readonly Trace[]> {
	const traces = yield* tracesInText(text, formats);
	return text.includes('{') ? yield* structuredTraces(text, traces) : traces; // no object, no payload
}

/** `parseSteps` in one go: for small texts, tests and the command line. */
export function parseText(text: string): ParsedText {
	return runAtOnce(parseSteps(text));
}

function truncated(length: number): TraceProblem {
	const megabytes = (size: number) => Math.round(size / 1024 / 1024);
	const message = l10n.t(
		'The text is {0} MB long; the first and the last {1} MB were read, the middle was not.',
		megabytes(length),
		megabytes(MAX_LENGTH / 2),
	);
	return { code: 'truncated', message };
}
