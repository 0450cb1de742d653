// What the text of a file says about whether a call is in it: asked where a path alone does not decide.
import type { Frame, Trace } from '../trace/model';
import { jvmPackage } from './byName';
import type { Finding, Outcome, Outcomes } from './resolve';

/** So many files are read to tell candidates apart. */
const MAX_FILES = 80;

/** A frame with more candidates than this is not worth reading them all. */
const MAX_CANDIDATES = 12;

/** Files whose text would settle which one is meant, or whether it is any; those of the first frames first. */
export function filesInDoubt(outcomes: Outcomes): readonly string[] {
	const wanted = new Set<string>();
	for (const outcome of outcomes.flat(2)) {
		if ('found' in outcome && isInDoubt(outcome.found)) {
			for (const path of candidatesOf(outcome.found)) {
				wanted.add(path);
			}
		}
	}
	return [...wanted].slice(0, MAX_FILES);
}

/** Outcomes after the texts of `filesInDoubt` had their say; what was not read stays as it was, unless nothing but a name led there. */
export function proved(traces: readonly Trace[], outcomes: Outcomes, texts: ReadonlyMap<string, string>): Outcomes {
	return traces.map(({ format, exceptions }, t) =>
		exceptions.map(({ frames }, e) =>
			frames.map((frame, f) => {
				const outcome = outcomes[t]?.[e]?.[f] ?? { why: { code: 'notAtRevision' } };
				return 'found' in outcome && isInDoubt(outcome.found)
					? afterReading(frame, format, outcome.found, texts)
					: outcome;
			}),
		),
	);
}

/** The candidates that may hold a call, by their texts; all where the texts rule every one of them out. */
export function mayHold<T extends { readonly path: string }>(
	frame: Frame,
	format: string,
	candidates: readonly T[],
	textOf: (candidate: T) => string | undefined,
): readonly T[] {
	const judged = candidates.map((candidate) => {
		const text = textOf(candidate);
		return { candidate, verdict: text === undefined ? undefined : verdictOf(frame, format, candidate.path, text) };
	});
	const named = judged.filter(({ verdict }) => verdict === 'yes');
	const possible = named.length > 0 ? named : judged.filter(({ verdict }) => verdict !== 'no');
	return possible.length > 0 ? possible.map(({ candidate }) => candidate) : candidates;
}

const isInDoubt = (found: Finding) => found.isUnproved === true || found.alternatives.length > 0;

const candidatesOf = ({ path, alternatives }: Finding) => [path, ...alternatives].slice(0, MAX_CANDIDATES);

function afterReading(frame: Frame, format: string, found: Finding, texts: ReadonlyMap<string, string>): Outcome {
	const { isUnproved, ...finding } = found;
	const verdicts = candidatesOf(found).map((path) => {
		const text = texts.get(path);
		return { path, verdict: text === undefined ? undefined : verdictOf(frame, format, path, text) };
	});
	const possible = verdicts.filter(({ verdict }) => (isUnproved ? verdict !== undefined : true) && verdict !== 'no');
	const named = possible.filter(({ verdict }) => verdict === 'yes');
	const left =
		named.length > 0 ? named : isUnproved && !finding.path.endsWith('.kt') && format !== 'java' ? [] : possible;
	const [first, ...others] = left;
	if (!first) {
		return isUnproved ? { why: { code: frame.file === undefined ? 'noFile' : 'notAtRevision' } } : { found: finding };
	}
	const isNarrowed = others.length < finding.alternatives.length;
	return {
		found: {
			...finding,
			path: first.path,
			alternatives: others.map(({ path }) => path),
			confidence:
				others.length > 0
					? finding.confidence
					: isUnproved
						? 0.7
						: isNarrowed
							? Math.max(0.8, finding.confidence)
							: finding.confidence,
		},
	};
}

/** `no`: the call cannot be in that text. `yes`: its name is there. */
function verdictOf(frame: Frame, format: string, path: string, text: string): 'yes' | 'no' | 'maybe' {
	if (frame.line !== undefined && isSameKind(frame.file, path) && frame.line > lineCount(text)) {
		return 'no';
	}
	if (
		format === 'java' &&
		frame.function !== undefined &&
		declaredPackage(text) !== jvmPackage(frame.function).join('.')
	) {
		return 'no';
	}
	const name = simpleName(frame.function ?? '');
	if (name === '') {
		return 'maybe';
	}
	if (!holdsWord(text, name)) {
		return 'maybe';
	}
	const near = frame.line !== undefined && isSameKind(frame.file, path) ? linesUpTo(text, frame.line) : text;
	return holdsWord(near, name) ? 'yes' : 'maybe';
}

/** Lines of a compiled file are not those of its source. */
function isSameKind(file: string | undefined, path: string): boolean {
	const name = (file ?? '').replace(/[?#].*$/, '');
	return name.slice(name.lastIndexOf('.')) === path.slice(path.lastIndexOf('.'));
}

function lineCount(text: string): number {
	let count = 1;
	for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
		count++;
	}
	return count;
}

function linesUpTo(text: string, line: number): string {
	let end = -1;
	for (let count = 0; count < line; count++) {
		const next = text.indexOf('\n', end + 1);
		if (next < 0) {
			return text;
		}
		end = next;
	}
	return text.slice(0, end);
}

/** `package a.b`, and what Scala adds in packages below it. */
function declaredPackage(text: string): string {
	const parts: string[] = [];
	for (const line of text.slice(0, 20_000).split('\n')) {
		const name = /^\s*(?:package|\(ns)\s+([\w.`$-]+)/.exec(line)?.[1]?.replaceAll('`', '');
		if (name !== undefined) {
			parts.push(
				line.trimStart().startsWith('(ns')
					? name.slice(0, Math.max(0, name.lastIndexOf('.'))).replaceAll('-', '_')
					: name,
			);
		} else if (/^\s*(?:import|class|object|fun|public|trait|interface|def|enum)\b/.test(line)) {
			break;
		}
	}
	return parts.join('.');
}

/** The word a declaration would have: `Total` of `Acme.Cart.<Total>b__0`, the class for constructors; empty where there is none. */
function simpleName(method: string): string {
	const plain = method
		.replace(/^(?:async |new |block .{0,40}? in |anonymous fn\/\d+ in )+/, '')
		.replace(/\(.*$/, '')
		.replaceAll(/<(\w+)>[a-z]__.*$/g, '$1')
		.replaceAll(/(?:\$|::)\{?\{?(?:lambda|closure|anon|<?anonymous>?)\W?.*$/g, '')
		.replace(/\/\d+$/, '');
	const words = plain.split(/[^\p{L}\p{N}_]+/u).filter((word) => word !== '');
	const last = words.at(-1) ?? '';
	const word =
		/^(?:init|clinit|ctor|cctor|new|constructor|initialize|__construct|invoke|invokeSuspend|apply|lambda)$/.test(last)
			? (words.at(-2) ?? '')
			: last;
	return /^(?:anonymous|module|main|top|required|\d+|_+)$/.test(word) ? '' : word.replace(/(?<=.)Kt$/, '');
}

function holdsWord(text: string, word: string): boolean {
	for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
		if (!isWordAt(text, at - 1) && !isWordAt(text, at + word.length)) {
			return true;
		}
	}
	return false;
}

function isWordAt(text: string, at: number): boolean {
	return at >= 0 && at < text.length && /[\p{L}\p{N}_]/u.test(text.charAt(at));
}
