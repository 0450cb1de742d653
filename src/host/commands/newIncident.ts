import type { Command } from '../app';

/** The form, empty or as it was left. */
export const newIncident: Command = (app) => app.openForm({});
