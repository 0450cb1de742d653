import { join } from 'node:path';
import type { Preview, PreviewedFile } from '../../../core/ports/mitigation';
import type { Plan, Step } from '../../../core/revert/model';
import { readBlobs, readNulList } from '../output';
import { environmentOf, mergeTrees, type Objects, treesOf } from './mergeTrees';
import type { Place } from './place';
import { Scratch } from './scratch';

/** Files whose text is shown, and bytes of each. */
const MAX_FILES = 200;
const MAX_BYTES = 1_000_000;

/**
 * What a plan would do, found out in memory and in a folder of ours: new objects go there instead of into the repository, which stays as it is.
 */
export async function preview(place: Place, plan: Plan, signal: AbortSignal): Promise<Preview> {
	const scratch = new Scratch(place);
	try {
		const instead = { writesTo: await scratch.folder(), readsFrom: join(place.common, 'objects') };
		const objects: Objects = { ...place, scratch, instead };
		const [start = '', ...trees] = await treesOf(objects, [plan.base.sha, ...plan.steps.flatMap(sides)], signal);
		const empty: number[] = [];
		let tree = start;
		let conflict: Preview['conflict'];
		for (const [index, step] of plan.steps.entries()) {
			const [base = '', other = ''] = trees.slice(2 * index, 2 * index + 2);
			const merged = await mergeTrees(objects, { base, ours: tree, theirs: other, label: labelOf(step) }, signal);
			if (merged.tree === tree) {
				empty.push(index);
			}
			tree = merged.tree;
			if (merged.conflicts.length > 0) {
				conflict = { step: index, files: merged.conflicts };
				break;
			}
		}
		return { ...(await differences(objects, start, tree, signal)), empty, ...(conflict && { conflict }) };
	} finally {
		await scratch.remove();
	}
}

/** The two revisions between which a step's change is, the one that is the base of the merge first. */
export function sides({ kind, sha, parent }: Step): readonly [base: string | undefined, other: string | undefined] {
	return bringsItself(kind) ? [parent, sha] : [sha, parent];
}

/** Whether the branch gets what the commit of a step did, and not its opposite. */
const bringsItself = (kind: Step['kind']): boolean => kind === 'pick' || kind === 'review';

/** What conflict markers call what a step brings. */
export function labelOf({ kind, sha, subject }: Step): string {
	const name = sha.slice(0, 7);
	return bringsItself(kind) ? `${name} (${subject})` : `parent of ${name} (${subject})`;
}

async function differences(
	objects: Objects,
	from: string,
	to: string,
	signal: AbortSignal,
): Promise<Pick<Preview, 'files' | 'fileCount'>> {
	const { git } = objects;
	const environment = await environmentOf(objects);
	const fields = readNulList(
		await git(['diff-tree', '-r', '-z', '--no-renames', '--raw', '--no-abbrev', from, to], { signal, environment }),
	);
	const rows = fields.flatMap((field, index) => {
		const [, oldMode, newMode, old, now, status] = /^:(\d+) (\d+) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])/.exec(field) ?? [];
		const path = fields[index + 1];
		return index % 2 === 0 && old && now && status && path
			? [{ sides: [old, now], modes: [oldMode, newMode], status, path }]
			: [];
	});
	const shown = rows.slice(0, MAX_FILES);
	const names = shown.flatMap((row) => row.sides.filter((_, side) => isFile(row.modes[side])));
	const sizes = await sizesOf(git, names, environment, signal);
	const read = names.filter((name) => (sizes.get(name) ?? Number.POSITIVE_INFINITY) <= MAX_BYTES);
	const blobs =
		read.length === 0
			? []
			: readBlobs(await git(['cat-file', '--batch'], { signal, environment, input: `${read.join('\n')}\n` }));
	const texts = new Map(read.map((name, index) => [name, blobs[index]]));
	const files = shown.map((row): PreviewedFile => {
		const [before, after] = row.sides.map((name, side) => textOfSide(name, row.modes[side], texts));
		return {
			path: row.path,
			status: row.status,
			before: before?.text,
			after: after?.text,
			isLeftOut: Boolean(before?.isLeftOut || after?.isLeftOut),
		};
	});
	return { files, fileCount: rows.length };
}

const isFile = (mode: string | undefined) => mode !== undefined && /^1[02]/.test(mode);

function textOfSide(
	name: string,
	mode: string | undefined,
	texts: ReadonlyMap<string, Buffer | undefined>,
): { readonly text?: string; readonly isLeftOut?: boolean } {
	if (mode === '160000') {
		return { text: `Subproject commit ${name}\n` };
	}
	if (!isFile(mode)) {
		return {};
	}
	const bytes = texts.get(name);
	return bytes === undefined || bytes.subarray(0, 8000).includes(0)
		? { isLeftOut: true }
		: { text: bytes.toString('utf8') };
}

async function sizesOf(
	git: Objects['git'],
	names: readonly string[],
	environment: Readonly<Record<string, string>>,
	signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
	if (names.length === 0) {
		return new Map();
	}
	const output = await git(['cat-file', '--batch-check'], { signal, environment, input: `${names.join('\n')}\n` });
	const rows = output.toString('utf8').split('\n');
	return new Map(
		rows.flatMap((row) => {
			const [, name, size] = /^([0-9a-f]+) blob (\d+)$/.exec(row) ?? [];
			return name && size ? [[name, Number(size)] as const] : [];
		}),
	);
}
