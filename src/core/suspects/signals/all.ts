import type { Signal } from '../evidence';
import { blame } from './blame';
import { inTrace } from './inTrace';
import { inWindow } from './inWindow';
import { recent } from './recent';

/** Every kind of evidence, cheapest first. A new kind is a file beside this one, a line here and a weight in rank.ts. */
export const signals: readonly Signal[] = [inTrace, blame, recent, inWindow];
