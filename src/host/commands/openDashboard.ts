import type { Command } from '../app';

/** Numbers and charts of all incidents. */
export const openDashboard: Command = (app) => app.openDashboard();
