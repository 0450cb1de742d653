import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { at, FEATURES } from '../../src/core/suspects/features';
import { priorOf } from '../../src/core/suspects/places';
import { dot } from '../../src/core/suspects/softmax';
import { WINDOW_FEATURES } from '../../src/core/suspects/windowChanges';
import type { IncidentCase } from './cases.mts';

/** A case's evidence; the places' features are beside it, as 32-bit floats. */
export interface Gathered {
	readonly incident: IncidentCase;
	readonly shas: readonly string[];
	/** Index of the commit, index of the file, lines. */
	readonly places: readonly (readonly [number, number, number])[];
	readonly files: readonly {
		readonly path: string;
		readonly isInTrace: boolean;
		readonly features: readonly number[];
	}[];
	/** What else is new since the last good revision, where one was given. */
	readonly windowChanges?: readonly { readonly sha: string; readonly features: readonly number[] }[];
}

/** Candidates of one case: rows of features, which belongs to which answer, and which answers are right. */
export interface Group {
	readonly incident: IncidentCase;
	readonly rows: Float32Array;
	readonly count: number;
	/** Added to each row's logit. */
	readonly offset: Float32Array;
	/** Row → index of its answer. */
	readonly answer: Int32Array;
	readonly answers: readonly string[];
	readonly isRight: readonly boolean[];
}

/** Reads what gather.mts wrote. */
export function readGathered(folder: string): readonly { readonly data: Gathered; readonly features: Float32Array }[] {
	return readdirSync(folder)
		.filter((name) => name.endsWith('.json'))
		.sort()
		.map((name) => {
			const bytes = readFileSync(join(folder, name.replace(/json$/, 'bin')));
			const features = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
			return { data: JSON.parse(readFileSync(join(folder, name), 'utf8')) as Gathered, features };
		});
}

export function commitGroup({ incident, shas, places }: Gathered, rows: Float32Array): Group {
	const truth = new Set(incident.truth_commits);
	return {
		incident,
		rows,
		count: places.length,
		offset: Float32Array.from(places, ([, , lines], i) =>
			priorOf(lines, (rows[i * FEATURES.length + at('change.isRoot')] ?? 0) > 0),
		),
		answer: Int32Array.from(places, ([sha]) => sha),
		answers: shas,
		isRight: shas.map((sha) => truth.has(sha)),
	};
}

export function fileGroup({ incident, files }: Gathered): Group {
	const truth = new Set(incident.truth_files);
	return {
		incident,
		rows: Float32Array.from(files.flatMap(({ features }) => features)),
		count: files.length,
		offset: new Float32Array(files.length),
		answer: Int32Array.from(files, (_, i) => i),
		answers: files.map(({ path }) => path),
		isRight: files.map(({ path }) => truth.has(path)),
	};
}

/**
 * Where a last good revision is given: what else is new competes with places that stand by what their weights make of them already. Rows of places
 * have no features of their own, so that weights are for the others alone.
 *
 * @param weights of places
 */
export function windowGroup(
	{ incident, shas, places, windowChanges = [] }: Gathered,
	rows: Float32Array,
	weights: readonly number[],
): Group {
	const truth = new Set(incident.truth_commits);
	const width = FEATURES.length;
	const answers = [...new Set([...shas, ...windowChanges.map(({ sha }) => sha)])];
	const logits = places.map(
		([, , lines], i) =>
			priorOf(lines, (rows[i * width + at('change.isRoot')] ?? 0) > 0) +
			dot(weights, rows.subarray(i * width, (i + 1) * width)),
	);
	return {
		incident,
		rows: Float32Array.from([
			...new Array<number>(places.length * WINDOW_FEATURES.length).fill(0),
			...windowChanges.flatMap(({ features }) => features),
		]),
		count: places.length + windowChanges.length,
		offset: Float32Array.from([...logits, ...windowChanges.map(() => 0)]),
		answer: Int32Array.from([...places.map(([sha]) => sha), ...windowChanges.map(({ sha }) => answers.indexOf(sha))]),
		answers,
		isRight: answers.map((sha) => truth.has(sha)),
	};
}
