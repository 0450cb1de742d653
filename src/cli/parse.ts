import { fingerprintOf } from '../core/trace/fingerprint';
import type { Trace } from '../core/trace/model';
import { parseText } from '../core/trace/parse';
import { type CliIo, UsageError } from './io';

/** `faultline parse`: the traces of a text as JSON, or those of each `{"id","text"}` line as one line of JSON, in order. */
export async function parseCommand(
	files: readonly string[],
	options: { readonly jsonl?: boolean },
	io: CliIo,
): Promise<void> {
	const [file = '-', ...more] = files;
	if (more.length > 0) {
		throw new UsageError('faultline parse reads one file at a time.');
	}
	if (!options.jsonl) {
		await writeTraces(parsed(await io.read(file)), io);
		return;
	}
	let number = 0;
	for await (const line of io.readLines(file)) {
		number++;
		if (line.trim() !== '') {
			const { id, text } = request(line, number);
			await io.write(`${JSON.stringify({ id, traces: parsed(text).map(withFingerprint) })}\n`);
		}
	}
}

/** One trace after the other: all of them in one string may be more than a string can hold. */
async function writeTraces(traces: readonly Trace[], io: CliIo): Promise<void> {
	await io.write('{"traces":[');
	for (const [i, trace] of traces.entries()) {
		await io.write(`${i === 0 ? '' : ','}\n${JSON.stringify(withFingerprint(trace))}`);
	}
	await io.write('\n]}\n');
}

const withFingerprint = (trace: Trace) => ({ ...trace, fingerprint: fingerprintOf(trace) });

function parsed(text: string): readonly Trace[] {
	return parseText(text).traces;
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
