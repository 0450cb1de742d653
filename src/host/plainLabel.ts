import { printable } from '../base/printable';

/** Between a dollar sign and a bracket, it shows as nothing and leaves no name of an icon. */
const JOINER = '\u2060';

/**
 * Text of anybody's for where VS Code makes icons of `$(name)`: lists to choose from, CodeLens, the status bar. It shows as it was written, in one line, and
 * nothing in it turns around what stands behind it.
 */
export const plainLabel = (text: string): string => printable(text).replaceAll('$(', `$${JOINER}(`);
