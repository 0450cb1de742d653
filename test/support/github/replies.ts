import type { Reply } from './contract';
import type { Presenter } from './present';
import type { Account, Issue, Pull, State } from './state';

export interface Serving {
	readonly state: State;
	readonly present: Presenter;
	/** Who asks. */
	readonly account: Account;
}

export const failure = (status: number, message: string, more: object = {}): Reply => ({
	status,
	body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status), ...more },
});
export const notFound = () => failure(404, 'Not Found');
export const forbidden = () => failure(403, 'Resource not accessible by personal access token');
export const ok = (body: unknown): Reply => ({ status: 200, body });
export const made = (body: unknown): Reply => ({ status: 201, body });
export const invalid = (resource: string, message: string, field = 'base') =>
	failure(422, 'Validation Failed', { errors: [{ resource, code: 'custom', field, message }] });

export const newestFirst = <T extends { readonly number: number }>(some: Iterable<T>) =>
	[...some].sort((a, b) => b.number - a.number);

export type PullIssue = Issue & { readonly pull: Pull };
