import type { Command } from '../app';
import { importRecords as importThem } from '../flows/importRecords';

/** Makes incidents of what another tool has exported. */
export const importRecords: Command = (app, run) => importThem(app, run);
