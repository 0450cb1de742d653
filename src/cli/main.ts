import { parseArgs } from 'node:util';
import { FaultlineError, isAbort } from '../base/errors';
import { UsageError } from './io';
import { parseCommand } from './parse';
import { type SuspectsDependencies, suspectsCommand } from './suspects';

const USAGE = `faultline: from a stack trace to the change that did it

  faultline parse    [--json | --jsonl] [FILE|-]
  faultline suspects --repo DIR --at REV [--last-good REV|DATE] [--started ISO] [--limit N] [--json] [FILE|-]

  FILE is any text with a stack trace in it; "-" or nothing is standard input.
  parse --jsonl reads one {"id","text"} a line and writes one {"id","traces"} a line, in order.
  suspects takes a work tree or a bare repository and reads the code at REV; nothing is checked out.
`;

export interface CliDependencies extends SuspectsDependencies {
	readonly version: string;
}

/**
 * Runs one command line.
 *
 * @param args without the program's own name
 * @returns exit code: 0 also where nothing was found, 2 for bad usage, 1 for failure with one line on standard error
 */
export async function main(
	args: readonly string[],
	dependencies: CliDependencies,
	signal: AbortSignal,
): Promise<0 | 1 | 2> {
	const { io, version } = dependencies;
	try {
		const { values, positionals } = wordsOf(args);
		const [command, ...files] = positionals;
		if (values.help || values.version) {
			await io.write(values.version ? `${version}\n` : USAGE);
			return 0;
		}
		switch (command) {
			case 'parse':
				await parseCommand(files, values, io);
				return 0;
			case 'suspects':
				await suspectsCommand(files, values, dependencies, signal);
				return 0;
			default:
				throw new UsageError(
					command === undefined ? 'A command is needed: parse or suspects.' : `There is no command ${command}.`,
				);
		}
	} catch (error) {
		if (error instanceof UsageError) {
			io.writeError(`faultline: ${oneLine(error.message)} See faultline --help.\n`);
			return 2;
		}
		io.writeError(`faultline: ${oneLine(sentenceFor(error))}\n`);
		return 1;
	}
}

function wordsOf(args: readonly string[]) {
	try {
		return parseArgs({
			args: [...args],
			allowPositionals: true,
			options: {
				help: { type: 'boolean', short: 'h' },
				version: { type: 'boolean' },
				json: { type: 'boolean' },
				jsonl: { type: 'boolean' },
				repo: { type: 'string' },
				at: { type: 'string' },
				'last-good': { type: 'string' },
				started: { type: 'string' },
				limit: { type: 'string' },
			},
		});
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
}

function sentenceFor(error: unknown): string {
	if (isAbort(error)) {
		return 'Cancelled.';
	}
	return FaultlineError.is(error) || error instanceof Error ? error.message : String(error);
}

function oneLine(text: string): string {
	return text.replaceAll(/\s+/g, ' ').trim();
}
