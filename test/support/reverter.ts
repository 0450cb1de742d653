// Reverts in a process of its own, so that it can be killed: FOLDER HOMES BRANCH REVISION. Says `begun` when it begins, and `ready` or `conflicts` at the end.
import { openRepository } from '../../src/adapters/git/openRepository';
import { mitigationsIn } from '../../src/adapters/git/revert/mitigations';
import { planRevert } from '../../src/app/revert/planRevert';
import { never, silentLog } from './repository';
import { INCIDENT } from './reverting';

async function main(): Promise<void> {
	const [folder = '', homes = '', branch = '', revision = ''] = process.argv.slice(2);
	const repository = await openRepository(folder, silentLog, never());
	const mitigations = await mitigationsIn(folder, { homes }, () => false, silentLog, never());
	const base = { ref: 'refs/heads/main', sha: await repository.resolve('main', never()) };
	const about = { repository, history: mitigations.history, base, key: INCIDENT.key };
	const plan = await planRevert(about, [await repository.resolve(revision, never())], {}, never());
	process.stdout.write('begun\n');
	await mitigations.preview(plan, never());
	const { kind } = await mitigations.prepare({ plan, branch, incident: INCIDENT }, async () => undefined, never());
	process.stdout.write(`${kind}\n`);
}

void main();
