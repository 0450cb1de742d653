import type { Trace } from '../trace/model';
import { cleanMapping, mapped, type PathMapping, restBehind } from './pathMappings';
import { otherSpellings } from './resolve';
import { folderOf, type TreeIndex } from './treeIndex';

/** A printed file and where a mapping would put it. */
export interface MappedFile {
	readonly file: string;
	readonly line?: number;
	readonly path: string;
}

/** A folder that a prefix may stand for, and the files of the trace that would be found below it. */
export interface FolderPreview {
	readonly folder: string;
	readonly files: readonly MappedFile[];
}

/** Files whose name is looked up to find folders; more tell nothing new. */
const MAX_FILES = 60;

/** The printed files of traces that begin with a prefix, each once. */
export function filesBehind(traces: readonly Trace[], from: string): readonly { file: string; line?: number }[] {
	const { from: prefix } = cleanMapping({ from, to: '' });
	const seen = new Map<string, { file: string; line?: number }>();
	for (const frame of traces.flatMap(({ exceptions }) => exceptions.flatMap(({ frames }) => frames))) {
		const { file, line } = frame;
		if (file !== undefined && !seen.has(file) && prefix !== '' && restBehind(file, prefix)) {
			seen.set(file, { file, ...(line !== undefined && { line }) });
		}
	}
	return [...seen.values()];
}

/** What a mapping would do to the files of traces. */
export function previewMapping(traces: readonly Trace[], tree: TreeIndex, mapping: PathMapping): readonly MappedFile[] {
	const clean = cleanMapping(mapping);
	return filesBehind(traces, clean.from).flatMap((one) => {
		const path = mapped(one.file, clean, tree, otherSpellings);
		return path === undefined ? [] : [{ ...one, path }];
	});
}

/** Folders below which files behind a prefix are, those of most files first. */
export function foldersFor(
	traces: readonly Trace[],
	tree: TreeIndex,
	from: string,
	limit: number,
): readonly FolderPreview[] {
	const { from: prefix } = cleanMapping({ from, to: '' });
	const folders = new Set<string>();
	for (const { file } of filesBehind(traces, from).slice(0, MAX_FILES)) {
		const rest = (restBehind(file, prefix) ?? '').split('/').filter((part) => part !== '' && part !== '.');
		for (const segments of [rest, ...otherSpellings(rest.join('/')).map((other) => other.split('/'))]) {
			for (const { path } of tree.matching(segments, segments.length).slice(0, limit)) {
				const parts = path.split('/');
				folders.add(parts.slice(0, parts.length - segments.length).join('/'));
			}
		}
	}
	return [...folders]
		.map((folder) => ({ folder, files: previewMapping(traces, tree, { from, to: folder }) }))
		.filter(({ files }) => files.length > 0)
		.sort((a, b) => b.files.length - a.files.length || a.folder.length - b.folder.length)
		.slice(0, limit);
}

/** The folder part of a printed file: what a person would map. */
export function printedFolder(file: string): string {
	return folderOf(file.replaceAll('\\', '/'));
}
