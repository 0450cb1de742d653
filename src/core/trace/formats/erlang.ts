import type { HeadPart, Part } from '../grammar';
import { isInAppPath } from '../inApp';
import type { Location } from '../location';
import { place } from '../needles';
import { formatOf } from '../reader';

// Erlang as its shell, escript, crash reports and erl_error print it.
//
//   trace = "exception " ("error" | "exit" | "throw") ": " message [ where ] { message-line } { call | "called as " … | "*** argument " n … }
//   call  = ("in function" | "in call from" | "in operator") module ":" function "/" arity [ where ]
//   where = "(" path ", line " line ")"

const HEAD = /(?:^|\s)exception (error|exit|throw): (.*)$/;
const CALL =
	/^\s*in (?:function|call from|operator) +((?:[^\s:'"(]+:|'[^']{1,255}':)?(?:'[^']{1,255}'|[^\s'"(]+)\/\d{1,3})(?: \((\S.{0,500}), line (\d{1,9})\))?\s*$/;
const WHERE = / \((\S{1,500}), line (\d{1,9})\)\s*$/;
const MATCHING = /matching (?:function )?(\S{1,300}?)\(/;
/** The same behind a message that is broken into lines. */
const NO_CLAUSE = /^\s*([\w@]{1,255}:[\w@']{1,255})\(.*\) \((\S{1,500}\.[ehxy]rl), line (\d{1,9})\)\s*$/;
const SKIP = /^\s*(?:called as |\*\*\* argument \d+: )/;
const OTP =
	/^(?:gen(?:_\w+)?|supervisor|proc_lib|erl_\w+|shell|lists|maps|init|escript|timer|ets|application\w*|io\w*|eunit\w*|test_server|logger\w*|elixir\w*|cowboy\w*|ranch\w*)\.erl$/;

/** A path or, as is usual, the bare name of a file; those of the runtime are known by name. */
export const isInAppFile = (file: string) => !OTP.test(file) && !file.startsWith('deps/') && isInAppPath(file);

function locationOf(file: string | undefined, line: string | undefined): Location | undefined {
	return file === undefined ? undefined : { file, line: Number(line) };
}

function head(content: string): HeadPart | undefined {
	const [, type, message = ''] = HEAD.exec(content) ?? [];
	if (!type) {
		return undefined;
	}
	const [, file, line] = WHERE.exec(message) ?? [];
	const name = file && MATCHING.exec(message)?.[1];
	return {
		kind: 'head',
		type,
		message: message.trim(),
		location: locationOf(file, line),
		name,
		isSure: true,
	};
}

function part(content: string): Part | undefined {
	const own = CALL.exec(content);
	const [, name, file, line] = own ?? NO_CLAUSE.exec(content) ?? [];
	const message = own ? undefined : content.trim();
	return name
		? { kind: 'frame', name, location: locationOf(file, line), message, inApp: file !== undefined && isInAppFile(file) }
		: SKIP.test(content)
			? { kind: 'skip' }
			: head(content);
}

export const erlang = formatOf({ id: 'erlang', needles: [place], part, head });
