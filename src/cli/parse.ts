import { fingerprintOf } from '../core/trace/fingerprint';
import { type InAppRules, ruled } from '../core/trace/inAppRules';
import type { Trace } from '../core/trace/model';
import { parseText } from '../core/trace/parse';
import { type InAppOptions, rulesOf } from './inApp';
import { type CliIo, UsageError } from './io';

/** `faultline parse`: the traces of a text as JSON, or those of each `{"id","text"}` line as one line of JSON, in order. */
export async function parseCommand(
	files: readonly string[],
	options: InAppOptions & { readonly jsonl?: boolean },
	io: CliIo,
): Promise<void> {
	const [file = '-', ...more] = files;
	if (more.length > 0) {
		throw new UsageError('faultline parse reads one file at a time.');
	}
	const rules = rulesOf(options);
	if (!options.jsonl) {
		await writeTraces(parseText(await io.read(file)).traces, rules, io);
		return;
	}
	let number = 0;
	for await (const line of io.readLines(file)) {
		number++;
		if (line.trim() !== '') {
			const { id, text } = request(line, number);
			await io.write(
				`${JSON.stringify({ id, traces: parseText(text).traces.map((trace) => written(trace, rules)) })}\n`,
			);
		}
	}
}

/** One trace after the other: all of them in one string may be more than a string can hold. */
async function writeTraces(traces: readonly Trace[], rules: InAppRules, io: CliIo): Promise<void> {
	await io.write('{"traces":[');
	for (const [i, trace] of traces.entries()) {
		await io.write(`${i === 0 ? '' : ','}\n${JSON.stringify(written(trace, rules))}`);
	}
	await io.write('\n]}\n');
}

function written(trace: Trace, rules: InAppRules) {
	return { ...ruled(trace, rules), fingerprint: fingerprintOf(trace) };
}

function request(line: string, number: number): { readonly id: unknown; readonly text: string } {
	let value: unknown;
	try {
		value = JSON.parse(line);
	} catch {
		throw new Error(`Line ${number} is not JSON.`);
	}
	if (
		typeof value !== 'object' ||
		value === null ||
		!('id' in value) ||
		!('text' in value) ||
		typeof value.text !== 'string'
	) {
		throw new Error(`Line ${number} has no "id" and "text".`);
	}
	return { id: value.id, text: value.text };
}
