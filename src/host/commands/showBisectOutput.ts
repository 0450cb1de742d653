import type { Command } from '../app';

/** Brings what bisections have run and printed into sight. */
export const showBisectOutput: Command = async (app) => app.bisectOutput.show();
