import { StringDecoder } from 'node:string_decoder';
import { kindOfCommit } from '../../core/commits/kinds';
import type { Git } from '../git/run';
import type { Walk } from './blocks';
import type { Row } from './columns';

/** Fields of a commit, NULs between them and one before the first. */
const FORMAT = '%x00%H%x00%ct%x00%P%x00%s';
const FIELDS = 4;
/** The last second that fits into 32 bits, in 2106; a date beyond is a mistake. */
const LAST_SECOND = 0xffffffff;

/**
 * Reads what the commits of a walk changed, newest first; what a merge changed is its parents' business.
 *
 * @param skip so many commits are left out at the front
 * @param onRow told each, as git prints it
 * @throws GitExit when git fails, as where a tip is not there any more; `signal.reason` when cancelled
 */
export async function readWalk(
	git: Git,
	{ tip, except }: Walk,
	skip: number,
	onRow: (row: Row) => void,
	signal: AbortSignal,
): Promise<void> {
	const reader = rowReader(onRow);
	await git(
		[
			...['log', '-z', '--encoding=UTF-8', '--no-show-signature', `--format=${FORMAT}`, '--name-only', '--no-renames'],
			...['--no-mailmap', '--ignore-submodules=none', `--skip=${skip}`, '--stdin'],
		],
		{ signal, input: [tip, ...except.map((sha) => `^${sha}`)].join('\n'), onData: reader.add },
	);
	reader.end();
}

/** Takes bytes as they come. */
export function rowReader(onRow: (row: Row) => void): { add(chunk: Buffer): void; end(): void } {
	const decoder = new StringDecoder('utf8');
	let begun = '';
	/** Fields of the commit that is being read, then its paths. */
	let tokens: string[] = [];
	let isBeginning = true;
	const finish = () => {
		const [sha = '', seconds = '0', parents = '', subject = '', ...paths] = tokens;
		tokens = [];
		const names = parents.split(' ').filter(Boolean);
		if (paths[0] !== undefined) {
			paths[0] = paths[0].replace(/^\n/, '');
		}
		onRow({
			sha,
			seconds: Math.min(Number(seconds), LAST_SECOND),
			parents: names,
			kind: kindOfCommit({ subject, parents: names }),
			paths,
		});
	};
	return {
		add: (chunk) => {
			const parts = (begun + decoder.write(chunk)).split('\0');
			begun = parts.pop() ?? '';
			for (const part of parts) {
				if (isBeginning) {
					isBeginning = false; // what is before the first NUL
				} else if (part === '' && tokens.length >= FIELDS) {
					finish();
				} else {
					tokens.push(part);
				}
			}
		},
		end: () => {
			if (tokens.length > 0 || begun !== '') {
				tokens.push(begun);
				begun = '';
				if (tokens.length > FIELDS && tokens.at(-1) === '') {
					tokens.pop();
				}
				finish();
			}
		},
	};
}
