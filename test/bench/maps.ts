// How long a trace of 50 frames waits for its source maps, 40 MB of them, cold: the maps were never read before. Beside reading and decoding
// the same maps as a whole.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { mapsInFolders } from '../../src/adapters/maps/inFolders';
import { mapsInWorker } from '../../src/adapters/maps/inWorker';
import type { GeneratedFrame } from '../../src/core/frames/mappedFrames';
import { never } from '../support/repository';
import { encodedMappings } from '../support/sourceMaps';
import { type BenchResult, median } from './result';

const BUNDLES = 5;
const FRAMES = 50;
const RUNS = 5;
const TARGET_MS = 400;

export async function run(): Promise<BenchResult[]> {
	const folder = mkdtempSync(join(tmpdir(), 'faultline-maps-'));
	try {
		const size = writeBundles(folder);
		const frames = Array.from({ length: FRAMES }, (_, i) => frameOf(i));
		const where = { chosen: [folder], folders: [] };
		const inWorker: number[] = [];
		const inPlace: number[] = [];
		const whole: number[] = [];
		for (let i = 0; i < RUNS; i++) {
			inWorker.push(
				await lasting(async () => {
					const maps = mapsInWorker(join(process.cwd(), 'dist/mapsWorker.js'));
					check(await maps.lookUp(frames, where, never()));
					maps.dispose();
				}),
			);
			inPlace.push(await lasting(async () => check(await mapsInFolders.lookUp(frames, where, never()))));
			whole.push(await lasting(async () => decodeAll(folder, frames)));
		}
		const result = (name: string, times: readonly number[]): BenchResult => {
			const [value, referenceValue] = [Math.round(median(times)), Math.round(median(whole))];
			return {
				name,
				value,
				unit: 'ms',
				reference: 'decoding the whole maps',
				referenceValue,
				ratio: value / referenceValue,
				target: `≤ ${TARGET_MS} ms`,
				met: value <= TARGET_MS,
			};
		};
		const megabytes = Math.round(size / 1e6);
		return [
			result(`map ${FRAMES} frames, ${megabytes} MB of maps, cold, worker started`, inWorker),
			result(`map ${FRAMES} frames, ${megabytes} MB of maps, cold, in this process`, inPlace),
		];
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Bundles of one line as minifiers write them, with the sources in their maps. @returns units of all maps */
function writeBundles(folder: string): number {
	let size = 0;
	for (let bundle = 0; bundle < BUNDLES; bundle++) {
		const sources: string[] = [];
		const sourcesContent: string[] = [];
		const line: [number, number, number, number, number][] = [];
		let column = 0;
		for (let source = 0; source < 360; source++) {
			let content = '';
			for (let row = 0; row < 280; row++) {
				content += `\tconst total${row} = sumOf(cart.lines[${row}], rates, '${bundle}');\n`;
				for (let word = 0; word < 6; word++) {
					line.push([column, source, row, word * 6, (row * 7 + word) % 2000]);
					column += 3 + ((row + word) % 7);
				}
			}
			sources.push(`../src/module${source}.ts`);
			sourcesContent.push(content);
		}
		const names = Array.from({ length: 2000 }, (_, i) => `name${i}`);
		const text = JSON.stringify({ version: 3, sources, sourcesContent, names, mappings: encodedMappings([line]) });
		writeFileSync(join(folder, `bundle${bundle}.js.map`), text);
		size += text.length;
	}
	return size;
}

const frameOf = (i: number): GeneratedFrame => ({
	file: `https://shop.example/static/bundle${i % BUNDLES}.js`,
	line: 1,
	column: 1 + ((i * 73_331) % 3_000_000),
});

function check(answers: readonly { readonly kind: string }[]): void {
	if (answers.length !== FRAMES || answers.some(({ kind }) => kind !== 'mapped')) {
		throw new Error('A frame was not mapped.');
	}
}

function decodeAll(folder: string, frames: readonly GeneratedFrame[]): void {
	for (const name of readdirSync(folder)) {
		const map = new TraceMap(readFileSync(join(folder, name), 'utf8'));
		for (const { line, column } of frames) {
			originalPositionFor(map, { line, column: column - 1 });
		}
	}
}

async function lasting(work: () => Promise<unknown>): Promise<number> {
	const started = performance.now();
	await work();
	return performance.now() - started;
}
