import { type ParseArgsConfig, parseArgs } from 'node:util';
import { FaultlineError, isAbort } from '../base/errors';
import { printable } from '../base/printable';
import { type BisectDependencies, bisectCommand } from './bisect';
import { blamelessCommand } from './blameless';
import { inAppOptions } from './inApp';
import { UsageError } from './io';
import { type NotesDependencies, notesCommand } from './notes';
import { parseCommand } from './parse';
import { suspectsCommand } from './suspects';

const USAGE = `faultline: from a stack trace to the change that did it

  faultline parse    [--json | --jsonl] [--in-app GLOB]... [--not-in-app GLOB]... [FILE|-]
  faultline suspects --repo DIR --at REV [--last-good REV|DATE] [--started ISO] [--limit N] [--maps DIR]...
                     [--tag-pattern PATTERN]... [--in-app GLOB]... [--not-in-app GLOB]... [--second-opinion]
                     [--why-not REV] [--home DIR] [--json] [FILE|-]
  faultline bisect   --repo DIR --good REV --bad REV [--trace FILE] [--plain] [--timeout SECONDS] [--json] -- COMMAND [ARGUMENT]...
  faultline blameless [--name NAME]... [--phrase TEXT]... [--json | --sarif] [--fail] [FILE|-]...
  faultline notes    --diff BASE..HEAD [--repo DIR] [--home DIR] [--fail] [--sarif | --json | --markdown]

  FILE is any text with a stack trace in it; "-" or nothing is standard input.
  parse --jsonl reads one {"id","text"} a line and writes one {"id","traces"} a line, in order.
  --in-app and --not-in-app say whose code a frame is: a glob over its file, or how its function's name begins, with a dot at the end.
  --at takes a commit, tag or branch, or a release that a tag stands for: 1.4.0, shop@1.4.0+543, v1.4.0-12-gabc1234, shop:1.4.0-abc1234.
  --tag-pattern says how tags are called, such as {name}-v{version}; the usual ways are known. Nothing is ever fetched.
  --maps names a folder with the source maps of what is deployed: frames of bundles become frames of their sources.
  --home names a folder whose .faultline has incidents: their root-cause notes on the trace's files, and the commits these lead to, count.
  --second-opinion says what Sentry's and Datadog's rules would name; --why-not says of any commit why it is not named, or how far down.
  bisect finds the first bad commit by running COMMAND in a worktree of its own: exit code 0 is good, 125 skips, others up to 127 are bad. With
  --trace, commits that its stack trace makes suspect are tested first; else, and with --plain, the order is that of git bisect.
  blameless finds wording in Markdown that blames a person, and says what may stand there instead. --name knows a person, --phrase is what your
  team does not want to read either. With --fail it ends with 1 where something was found.
  notes says which root-cause notes a diff touches, as a pull request of HEAD into BASE has it: notes on lines, or in functions, that it changes. It
  reads the incidents that are kept in the repository (.faultline); --home names another folder that has one. With --fail the exit code is 1 where it
  touches some. --sarif is SARIF 2.1.0, --markdown a comment, and nothing where there is nothing to say.
  suspects takes a work tree or a bare repository and reads the code at REV; nothing is checked out.
`;

export interface CliDependencies extends BisectDependencies, NotesDependencies {
	readonly version: string;
}

/**
 * Runs one command line.
 *
 * @param args without the program's own name
 * @returns exit code: 0 also where nothing was found, 2 for bad usage, 1 for failure with one line on standard error, or what was found where that was asked for
 */
export async function main(
	args: readonly string[],
	dependencies: CliDependencies,
	signal: AbortSignal,
): Promise<0 | 1 | 2> {
	const { io, version } = dependencies;
	try {
		const [command, ...words] = args;
		if (command === '--version') {
			await io.write(`${version}\n`);
		} else if (command === '--help' || command === '-h' || beforeCommand(words).includes('--help')) {
			await io.write(USAGE);
		} else if (command === 'parse') {
			const { values, positionals } = wordsOf(words, {
				json: { type: 'boolean' },
				jsonl: { type: 'boolean' },
				...inAppOptions,
			});
			await parseCommand(positionals, values, io);
		} else if (command === 'suspects') {
			const { values, positionals } = wordsOf(words, {
				repo: { type: 'string' },
				at: { type: 'string' },
				'tag-pattern': { type: 'string', multiple: true },
				'last-good': { type: 'string' },
				started: { type: 'string' },
				limit: { type: 'string' },
				maps: { type: 'string', multiple: true },
				home: { type: 'string' },
				...inAppOptions,
				'second-opinion': { type: 'boolean' },
				'why-not': { type: 'string' },
				json: { type: 'boolean' },
			});
			await suspectsCommand(positionals, values, dependencies, signal);
		} else if (command === 'bisect') {
			const end = words.indexOf('--');
			const { values, positionals } = wordsOf(beforeCommand(words), {
				repo: { type: 'string' },
				good: { type: 'string' },
				bad: { type: 'string' },
				plain: { type: 'boolean' },
				trace: { type: 'string' },
				timeout: { type: 'string' },
				json: { type: 'boolean' },
			});
			if (positionals.length > 0) {
				throw new UsageError('The command of faultline bisect comes after --.');
			}
			await bisectCommand(end < 0 ? [] : words.slice(end + 1), values, dependencies, signal);
		} else if (command === 'blameless') {
			const { values, positionals } = wordsOf(words, {
				name: { type: 'string', multiple: true },
				phrase: { type: 'string', multiple: true },
				json: { type: 'boolean' },
				sarif: { type: 'boolean' },
				fail: { type: 'boolean' },
			});
			return await blamelessCommand(positionals, values, dependencies, signal);
		} else if (command === 'notes') {
			const { values, positionals } = wordsOf(words, {
				diff: { type: 'string' },
				repo: { type: 'string' },
				home: { type: 'string' },
				fail: { type: 'boolean' },
				sarif: { type: 'boolean' },
				json: { type: 'boolean' },
				markdown: { type: 'boolean' },
			});
			return (await notesCommand(positionals, values, dependencies, signal)) ? 1 : 0;
		} else {
			throw new UsageError(
				command === undefined
					? 'A command is needed: parse, suspects, bisect, blameless or notes.'
					: `There is no command ${command}.`,
			);
		}
		return 0;
	} catch (error) {
		if (error instanceof UsageError) {
			io.writeError(`faultline: ${oneLine(error.message)} See faultline --help.\n`);
			return 2;
		}
		io.writeError(`faultline: ${signal.aborted ? 'Cancelled.' : oneLine(sentenceFor(error))}\n`);
		return 1;
	}
}

/** Without the words of a command to run, which are not for us. */
function beforeCommand(words: readonly string[]): readonly string[] {
	const end = words.indexOf('--');
	return end < 0 ? words : words.slice(0, end);
}

function wordsOf<T extends NonNullable<ParseArgsConfig['options']>>(args: readonly string[], options: T) {
	try {
		return parseArgs({ args: [...args], allowPositionals: true, options });
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
}

function sentenceFor(error: unknown): string {
	if (isAbort(error)) {
		return 'Cancelled.';
	}
	if (isFileError(error)) {
		return `${error.path ?? 'The input'} could not be read: ${FILE_ERRORS[error.code] ?? error.code}.`;
	}
	return error instanceof Error ? error.message : String(error);
}

const FILE_ERRORS: Readonly<Record<string, string>> = {
	ENOENT: 'there is no such file',
	EISDIR: 'it is a folder',
	EACCES: 'it may not be read',
};

function isFileError(error: unknown): error is { readonly code: string; readonly path?: string } {
	return error instanceof Error && !FaultlineError.is(error) && 'syscall' in error && 'code' in error;
}

function oneLine(text: string): string {
	return printable(text).replaceAll(/ +/g, ' ').trim();
}
