import { accessSync, chmodSync, constants, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder in memory where the system has one, for tests that flush ten thousands of times and would wait for the disk; else among temporary files. */
export function quickFolder(): string {
	const folder = mkdtempSync(join(memory() ?? tmpdir(), 'faultline-fault-'));
	chmodSync(folder, 0o755);
	return folder;
}

function memory(): string | undefined {
	try {
		accessSync('/dev/shm', constants.W_OK);
		return '/dev/shm';
	} catch {
		return undefined;
	}
}
