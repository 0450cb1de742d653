/** Path of `initdb`, `pg_ctl` or `pgbouncer` on this machine; undefined when there is none. */
export function postgresProgram(name: string): string | undefined;
