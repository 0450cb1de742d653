import { type Breather, runInSlices } from '../base/slices';
import type { Redacted, RedactionOptions } from '../core/redaction/model';
import { redactSteps } from '../core/redaction/redact';

/** Redacts a text of any size without holding the thread. @throws `signal.reason` when cancelled */
export type RedactText = (text: string, signal: AbortSignal) => Promise<Redacted>;

/** @param options asked for each text, since a person may change them */
export function redactText(options: () => RedactionOptions, breather: Breather): RedactText {
	return (text, signal) => runInSlices(redactSteps(text, options()), breather, signal);
}
