import { createHash } from 'node:crypto';
import type { StoreHome } from '../../core/ports/storeHome';

/** A file name for what is kept of a home besides its log: one for each home, with no secret in it. */
export function snapshotName(home: StoreHome): string {
	switch (home.kind) {
		case 'user':
			return 'user.snapshot';
		case 'repository':
			return `repository-${short(home.workTree)}.snapshot`;
		case 'postgres':
			return `postgres-${short(withoutPassword(home.connectionString))}.snapshot`;
	}
}

function withoutPassword(connectionString: string): string {
	try {
		const { username, host, pathname } = new URL(connectionString);
		return `${username}@${host}${pathname}`;
	} catch {
		return ''; // it cannot be connected to either
	}
}

const short = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);
