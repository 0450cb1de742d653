// How long VS Code waits for Faultline to activate, by VS Code's own measure, beside extensions that ship with it.
import { join } from 'node:path';
import { aRepository } from '../support/repository';
import { openWorkbench, type Workbench } from '../support/workbench.mjs';
import { type BenchResult, median } from './result';

const WINDOWS = 5;
const REFERENCES = ['JSON Language Features', 'Git'];

export async function run(): Promise<BenchResult[]> {
	const repository = aRepository().commit('Start', { files: { 'package.json': '{ "name": "shop" }\n' } });
	const app = await openWorkbench({ workspace: repository.folder, extensions: [join(__dirname, '../..')] });
	try {
		await measure(app.workbench); // warms the caches of files and code
		await app.workbench.page.close();
		const windows: Map<string, number>[] = [];
		for (let window = 0; window < WINDOWS; window++) {
			const workbench = await app.newWindow();
			windows.push(await measure(workbench));
			await workbench.page.close();
		}
		const medianOf = (name: string) => median(windows.map((times) => times.get(name) ?? Number.NaN));
		const value = medianOf('Faultline');
		return REFERENCES.map((reference) => {
			const referenceValue = medianOf(reference);
			return {
				name: `activation beside ${reference}`,
				value,
				unit: 'ms',
				reference: `${reference}, in the same windows`,
				referenceValue,
				ratio: value / referenceValue,
				target: 'ratio ≤ 1',
				met: value <= referenceValue,
			};
		});
	} finally {
		await app.close();
		repository.remove();
	}
}

/** Uses each extension once, so that it activates, and reads how long that took. */
async function measure(workbench: Workbench): Promise<Map<string, number>> {
	await workbench.openFile('package.json');
	await workbench.openView('Faultline');
	await workbench.page.getByRole('button', { name: 'Create Incident from Clipboard' }).last().waitFor();
	for (let tries = 1; ; tries++) {
		const times = new Map((await workbench.activationTimes()).map(({ name, ms }) => [name, ms]));
		const missing = ['Faultline', ...REFERENCES].filter((name) => !Number.isFinite(times.get(name)));
		if (missing.length === 0) {
			return times;
		}
		if (tries === 10) {
			throw new Error(`VS Code shows no activation time of ${missing.join(', ')}`);
		}
		await workbench.page.waitForTimeout(500); // they are still on their way
	}
}
