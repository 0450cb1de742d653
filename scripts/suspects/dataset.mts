import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { at, FEATURES } from '../../src/core/suspects/features';
import { priorOf } from '../../src/core/suspects/places';
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

/** Whether a case says which commit it was, surely enough to learn from and to be scored. */
export const hasCommit = ({ truth_kind }: IncidentCase) => truth_kind === 'explicit' || truth_kind === 'szz';

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
