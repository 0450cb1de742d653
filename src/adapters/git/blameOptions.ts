/**
 * Every blame, whatever the configuration. The configured ignore file may be missing here, which git takes for an error; the repository's own list is
 * what counts. Lines count as they are in the repository: a `textconv` of the configuration would give others, by running a program.
 */
export const BLAME = ['blame', '-w', '--no-textconv', '--no-ignore-revs-file', '--encoding=UTF-8'];
