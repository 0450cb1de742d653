import type { MitigationKind } from './model';

const SLUG = 48;

/**
 * A name for a branch: `faultline/revert-inc-7f3kq-round-prices`. What of the subject git does not allow in a name, or a shell would read, is
 * left out, so nothing in it can become an option, another ref or a pattern.
 */
export function branchName(kind: MitigationKind, key: string, subject: string, onto = ''): string {
	const parts = [kind, slug(key, SLUG), slug(subject, SLUG), slug(onto, SLUG / 2)];
	return `faultline/${parts.filter((part) => part !== '').join('-')}`;
}

/** The first name of `name`, `name-2`, `name-3`, … that is not taken; without its slash where a branch is called as what stands before that. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
	const possible = isTaken(name.split('/', 1)[0] ?? '') ? name.replaceAll('/', '-') : name;
	for (let number = 1; ; number++) {
		const candidate = number === 1 ? possible : `${possible}-${number}`;
		if (!isTaken(candidate)) {
			return candidate;
		}
	}
}

/** What no name of a branch may hold: `git check-ref-format`. */
const FORBIDDEN = /[\p{Cc} ~^:?*[\\]|\.\.|@\{|\/\/|\/\.|\.lock(?:\/|$)/u;

/** Whether git takes a text for the name of a branch, and nobody for an option or another ref. */
export function isBranchName(name: string): boolean {
	return (
		name !== '' &&
		name.length <= 200 &&
		name.isWellFormed() &&
		!/^[-./]|^@$|^HEAD$|^refs\/|[./]$/.test(name) &&
		!FORBIDDEN.test(name)
	);
}

function slug(text: string, limit: number): string {
	const plain = text
		.normalize('NFKD')
		.toLowerCase()
		.replace(/\p{M}+/gu, '')
		.replace(/[^\p{L}\p{N}]+/gu, '-')
		.replace(/^-+/, '');
	return [...plain].slice(0, limit).join('').replace(/-+$/, '');
}
