import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(__dirname, '../..');

/** Makes one quick file of `logWriter.ts`. @returns its path */
export const bundledWriter = (folder: string): Promise<string> => bundledScript('logWriter', folder);

/** Makes one quick file of a script of this folder. @returns its path */
export async function bundledScript(name: string, folder: string): Promise<string> {
	const outfile = join(folder, `${name}.mjs`);
	await build({
		entryPoints: [join(root, `test/support/${name}.ts`)],
		bundle: true,
		platform: 'node',
		format: 'esm',
		banner: {
			js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url); const __dirname = import.meta.dirname;",
		},
		outfile,
		logLevel: 'silent',
	});
	return outfile;
}

export interface Writing {
	/** Ids of the events that were acknowledged. */
	readonly acknowledged: readonly string[];
	/** Code of the error that stopped it. */
	readonly stoppedBy?: string;
}

/** Runs a process to its end, which `onLine` may bring about. */
export function writing(
	command: string,
	args: readonly string[],
	onLine: (count: number, child: ChildProcess) => void = () => {},
): Promise<Writing> {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
		let text = '';
		let lines = 0;
		child.stdout.setEncoding('utf8').on('data', (part: string) => {
			text += part;
			for (const total = text.split('\n').length - 1; lines < total; ) {
				onLine(++lines, child);
			}
		});
		child.on('error', reject);
		child.on('close', () => {
			const whole = text.split('\n').slice(0, -1); // what has no line end was not said to the end
			const stop = whole.find((line) => line.startsWith('! '));
			resolve({ acknowledged: whole.filter((line) => line !== stop), ...(stop && { stoppedBy: stop.slice(2) }) });
		});
	});
}
