import { printable } from '../../base/printable';

/** VS Code cuts longer ones, but keeps them in its lists. */
const LONGEST = 60;

/** The title of a tab, on one line. */
export function tabTitle(title: string): string {
	const line = printable(title.replaceAll(/\s+/g, ' '));
	return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
