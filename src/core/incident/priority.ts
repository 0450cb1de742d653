import * as v from 'valibot';

/** 1 is the worst: impact 1 whole business, 2 many people, 3 few people, 4 one person; urgency 1 now, 2 today, 3 this week, 4 whenever. */
export type Level = 1 | 2 | 3 | 4;

export type Priority = 'P1' | 'P2' | 'P3' | 'P4';

export const LEVELS: readonly Level[] = [1, 2, 3, 4];
export const PRIORITIES: readonly Priority[] = ['P1', 'P2', 'P3', 'P4'];

export const isPriority = (text: string): text is Priority => PRIORITIES.some((one) => one === text);

/** `matrix[impact - 1][urgency - 1]`. */
export type PriorityMatrix = readonly (readonly Priority[])[];

/** ITIL's usual matrix for four levels: the priority falls as impact and urgency fall together. */
export const DEFAULT_MATRIX: PriorityMatrix = [
	['P1', 'P1', 'P2', 'P3'],
	['P1', 'P2', 'P3', 'P3'],
	['P2', 'P3', 'P3', 'P4'],
	['P3', 'P3', 'P4', 'P4'],
];

/** Four rows by impact, of four priorities by urgency. */
export const MatrixSchema: v.GenericSchema<unknown, PriorityMatrix> = v.pipe(
	v.array(v.pipe(v.array(v.picklist(PRIORITIES)), v.length(LEVELS.length))),
	v.length(LEVELS.length),
);

/** Priority from impact × urgency; a hole in a configured matrix falls back to the default one. */
export function priorityOf(impact: Level, urgency: Level, matrix: PriorityMatrix = DEFAULT_MATRIX): Priority {
	return matrix[impact - 1]?.[urgency - 1] ?? DEFAULT_MATRIX[impact - 1]?.[urgency - 1] ?? 'P4';
}
