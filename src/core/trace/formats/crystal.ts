import type { HeadPart, Part } from '../grammar';
import { isInAppPath } from '../inApp';
import { place } from '../needles';
import { formatOf } from '../reader';

// Crystal.
//
//   trace = head { frame } { "Caused by: " message " (" class ")" { frame } }
//   head  = ["Unhandled exception" [" in spawn" …] ": "] message " (" class ")"
//   frame = "from " (path ":" line ":" column | module) " in '" name "'" | "from ???" | "# " path ":" line (a spec)

const FRAME = /^\s*from (?:(\S.{0,1000}?\.(?:e?cr|[chS])):(\d{1,9}):(\d{1,9})|[^']*?) in '(.*)'\s*$/;
const SPEC = /^\s*# (\S.{0,1000}?\.cr):(\d{1,9})$/;
const UNKNOWN = /^\s*from \?\?\?\s*$/;
const HEAD =
	/^\s*(Caused by: |Unhandled exception(?: in (spawn\(.*?\)|spawn))?: |)(.*?)(?: \(([A-Z][\w:]{0,199}(?:\(.{0,128}\))?)\))?\s*$/;
const FAILED = /^\s*Failure\/Error: (.*)/;

function head(content: string, gap: number): HeadPart | undefined {
	const [, text] = FAILED.exec(content) ?? [];
	const [, title, thread, message, type] = HEAD.exec(content.slice(0, 2048)) ?? [];
	const isHead = title || (gap === 0 && type);
	return text ? { kind: 'head', message: text } : isHead ? { kind: 'head', type, message, thread } : undefined;
}

function part(content: string): Part | undefined {
	const [frame, file, line, column, name] = FRAME.exec(content) ?? [];
	if (frame && file) {
		const inApp = isInAppPath(file) && !/[/\\]crystal[/\\]|(?:^|[/\\])lib[/\\]/.test(file);
		return { kind: 'frame', name, location: { file, line: Number(line), column: Number(column) }, inApp };
	}
	const [, spec, specLine] = SPEC.exec(content) ?? [];
	return spec
		? { kind: 'frame', location: { file: spec, line: Number(specLine) } }
		: frame || UNKNOWN.test(content)
			? { kind: 'frame', name }
			: content.trimStart().startsWith('Caused by: ')
				? head(content, 1)
				: undefined;
}

export const crystal = formatOf({ id: 'crystal', needles: [place], part, head });
