/** The kind of debug session that a stack trace is stepped through in; package.json contributes it. */
export const TRACE_DEBUG_TYPE = 'faultline-trace';
