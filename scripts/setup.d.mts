/** Path of `initdb`, `pg_ctl` or `pgbouncer` on this machine; undefined when there is none. */
export function postgresProgram(name: string): string | undefined;
/** Path of `prometheus` or `alertmanager` on this machine; undefined when there is none. */
export function monitorProgram(name: string): string | undefined;
/** Makes sure that tests have GitHub's contract. @returns its path */
export function ensureContract(): Promise<string>;
/** The project's folder. */
export const ROOT: string;
