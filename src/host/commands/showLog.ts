import type { Command } from '../app';

/** The details behind what Faultline says. */
export const showLog: Command = async (app) => app.log.show();
