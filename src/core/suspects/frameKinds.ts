// What a frame's function does, by its name: whether the fault is likely there or with its caller.

const GUARD =
	/^_*(?:assert|abort|panic|die|fatal|bug|error|err|raise|throw|fail|check|require|ensure|invariant|warn|log|report|expect|unreachable|usage|exit|handle_?error|on_?error)|(?:assert|panic|error|exception|throw|fail(?:ed|ure)?|abort|backtrace|die|check)(?:\b|_|$)/i;
const MEMORY =
	/alloc|strn?dup|memdup|_new$|^new_|create|init|grow|append|copy|clone|dup\b|free|release|unref|destroy|memcpy|memset|strbuf|strcmp|strlen|hash_/i;
const PLUMBING =
	/^(?:main|run|start|call|invoke|apply|dispatch|execute|exec|handle|process|loop|wrap|perform|__call__|do_|each|map|with_|catch|try|fire|emit|send|next|then|resolve)/i;

/** Raises or reports the error: it works as it should, its caller does not. */
export const isGuard = (name: string) => GUARD.test(name);
/** Takes, fills or gives back memory, for whoever asks. */
export const isMemory = (name: string) => MEMORY.test(name);
/** Calls what it was handed. */
export const isPlumbing = (name: string) => PLUMBING.test(name);

/** The last name of a qualified function: `a.b.C$D.run(int)` is `run`, `block in A#b` is `b`. */
export function lastName(method: string): string {
	if (/<anonymous>|<lambda>|<unknown>|^\(anonymous/.test(method)) {
		return '';
	}
	const name = method.replace(/\(.*$/s, '').replace(/^(?:block|rescue|ensure)\b.*? in /, '');
	return (
		name
			.split(/[.:#>$/]/)
			.filter(Boolean)
			.at(-1) ?? ''
	);
}
