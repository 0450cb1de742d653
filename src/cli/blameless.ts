import { type Breather, runInSlices } from '../base/slices';
import { blamelessSteps } from '../core/blameless/check';
import type { Finding } from '../core/blameless/model';
import { reasonFor } from '../core/blameless/reasons';
import { type CliIo, UsageError } from './io';
import { type Region, type SarifResult, sarifLog } from './sarif';

interface Options {
	readonly name?: readonly string[];
	readonly phrase?: readonly string[];
	readonly json?: boolean;
	readonly sarif?: boolean;
	readonly fail?: boolean;
}

/** A finding and where it is. */
interface Placed {
	readonly finding: Finding;
	readonly region: Region;
	/** Of the part that the rewrite replaces. */
	readonly replaced: Region | undefined;
}

/**
 * `faultline blameless`: wording in Markdown files that blames a person, as lines of text, JSON or SARIF.
 *
 * @returns 1 where something was found and `--fail` was given, else 0
 */
export async function blamelessCommand(
	files: readonly string[],
	options: Options,
	{ io, breather, version }: { readonly io: CliIo; readonly breather: Breather; readonly version: string },
	signal: AbortSignal,
): Promise<0 | 1> {
	const { name: names = [], phrase: phrases = [], json = false, sarif = false } = options;
	if (json && sarif) {
		throw new UsageError('Give one of --json and --sarif.');
	}
	const checked: { readonly file: string; readonly placed: readonly Placed[] }[] = [];
	for (const file of files.length === 0 ? ['-'] : files) {
		const text = await io.read(file);
		const findings = await runInSlices(blamelessSteps(text, { names, phrases }), breather, signal);
		checked.push({ file, placed: placedIn(text, findings) });
	}
	if (sarif) {
		const results = checked.flatMap(({ file, placed }) => placed.map((one) => resultOf(file, one)));
		await io.write(`${JSON.stringify(sarifLog(version, results), undefined, '\t')}\n`);
	} else if (json) {
		const output = checked.map(({ file, placed }) => ({ file, findings: placed.map(written) }));
		await io.write(`${JSON.stringify({ files: output }, undefined, '\t')}\n`);
	} else {
		for (const { file, placed } of checked) {
			await io.write(placed.map((one) => inWords(file, one)).join(''));
		}
	}
	return options.fail && checked.some(({ placed }) => placed.length > 0) ? 1 : 0;
}

function inWords(file: string, { finding, region }: Placed): string {
	const instead = finding.rewrite ? `    Or: ${finding.rewrite.text}\n` : '';
	return `${file}:${region.startLine}:${region.startColumn}: ${reasonFor(finding)}\n${instead}`;
}

function written({ finding, region }: Placed) {
	const { rule, start, end, wording, rewrite } = finding;
	return {
		...{ rule, line: region.startLine, column: region.startColumn, range: [start, end], wording },
		reason: reasonFor(finding),
		...(rewrite && { rewrite: { range: [rewrite.start, rewrite.end], text: rewrite.text } }),
	};
}

function resultOf(file: string, { finding, region, replaced }: Placed): SarifResult {
	const { rule, rewrite } = finding;
	return {
		...{ ruleId: `blameless/${rule}`, message: reasonFor(finding), file, region },
		...(rewrite && replaced && { fix: { description: rewrite.text, region: replaced, text: rewrite.text } }),
	};
}

/** Where findings are; lines are counted once, whatever their number. */
function placedIn(text: string, findings: readonly Finding[]): readonly Placed[] {
	const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
	const placeOf = (offset: number) => {
		let [low, high] = [0, starts.length];
		while (high - low > 1) {
			const middle = (low + high) >> 1;
			[low, high] = (starts[middle] ?? 0) <= offset ? [middle, high] : [low, middle];
		}
		return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
	};
	const regionOf = ({ start, end }: { readonly start: number; readonly end: number }): Region => {
		const [from, until] = [placeOf(start), placeOf(end)];
		return { startLine: from.line, startColumn: from.column, endLine: until.line, endColumn: until.column };
	};
	return findings.map((finding) => ({
		finding,
		region: regionOf(finding),
		replaced: finding.rewrite && regionOf(finding.rewrite),
	}));
}
