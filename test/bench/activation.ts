// How long Faultline takes to activate, beside extensions that ship with VS Code, in the same windows.
//
// VS Code starts the clock of all extensions that an event activates at once, and then reads one after the other, so what it shows of one has the
// reading of all before it, in an order that is another in each window. What an extension takes itself is the time between the two marks that VS Code
// sets round reading its code, and its call of `activate`. Both are told; the target is for what it takes itself.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aRepository } from '../support/repository';
import { openWorkbench, type Workbench } from '../support/workbench.mjs';
import { type BenchResult, median } from './result';

const WINDOWS = 5;
const OURS = 'faultline.faultline';
const REFERENCES = { 'JSON Language Features': 'vscode.json-language-features', Git: 'vscode.git' };
const IDS = [OURS, ...Object.values(REFERENCES)];

interface Times {
	/** As VS Code shows it: with the wait for others. */
	readonly shown: number;
	/** Reading its code and calling `activate`. */
	readonly own: number;
}

export async function run(): Promise<BenchResult[]> {
	const folder = mkdtempSync(join(tmpdir(), 'faultline-bench-'));
	const repository = aRepository().commit('Start', { files: { 'package.json': '{ "name": "shop" }\n' } });
	const file = join(folder, 'marks.json');
	const app = await openWorkbench({
		...{ workspace: repository.folder, env: { LOAD_MARKS: file } },
		extensions: [join(__dirname, '../..'), join(__dirname, '../fixtures/extensions/load-marks')],
	});
	try {
		await measure(app.workbench, file); // warms the caches of files and code
		await app.workbench.page.close();
		const windows: Map<string, Times>[] = [];
		for (let window = 0; window < WINDOWS; window++) {
			const workbench = await app.newWindow();
			windows.push(await measure(workbench, file));
			await workbench.page.close();
		}
		const medianOf = (id: string, kind: keyof Times) =>
			median(windows.map((times) => times.get(id)?.[kind] ?? Number.NaN));
		return Object.entries(REFERENCES).flatMap(([name, id]) => {
			const [own, shown] = (['own', 'shown'] as const).map((kind) => {
				const [value, referenceValue] = [medianOf(OURS, kind), medianOf(id, kind)];
				const reference = `${name}, in the same windows`;
				return { value, unit: 'ms', reference, referenceValue, ratio: value / referenceValue };
			}) as [Omit<BenchResult, 'name' | 'target' | 'met'>, Omit<BenchResult, 'name' | 'target' | 'met'>];
			return [
				{ name: `activation beside ${name}`, ...own, target: 'ratio ≤ 1', met: own.ratio <= 1 },
				{ name: `activation beside ${name}, with the wait for others`, ...shown, target: 'none', met: true },
			];
		});
	} finally {
		await app.close();
		repository.remove();
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Uses each extension once, so that it activates, and reads how long that took. */
async function measure(workbench: Workbench, file: string): Promise<Map<string, Times>> {
	await workbench.openFile('package.json');
	await workbench.openView('Faultline');
	await workbench.page.getByRole('button', { name: 'Create Incident from Clipboard' }).last().waitFor();
	const activated = async () => {
		const times = await workbench.activationTimes();
		return ['Faultline', ...Object.keys(REFERENCES)].every((name) =>
			times.some((one) => one.name === name && Number.isFinite(one.ms)),
		);
	};
	await eventually('activation times', activated);
	const parts = await workbench.activationParts();
	rmSync(file, { force: true });
	await workbench.run('Write Load Marks');
	await eventually('marks', async () => existsSync(file));
	const marks = new Map<string, number>(
		JSON.parse(readFileSync(file, 'utf8')).map(({ name, startTime }: { name: string; startTime: number }) => [
			name,
			startTime,
		]),
	);
	const at = (mark: string, id: string) => marks.get(`code/extHost/${mark}ExtensionCode/${id}`) ?? Number.NaN;
	return new Map(
		IDS.map((id) => {
			const { load, call } = parts.get(id) ?? { load: Number.NaN, call: Number.NaN };
			return [id, { shown: load + call, own: at('didLoad', id) - at('willLoad', id) + call }];
		}),
	);
}

async function eventually(what: string, isThere: () => Promise<boolean>): Promise<void> {
	for (let tries = 0; !(await isThere()); tries++) {
		if (tries === 20) {
			throw new Error(`VS Code shows no ${what}`);
		}
		await new Promise((resolve) => setTimeout(resolve, 500));
	}
}
