import type { Command } from '../app';
import { framePlace } from '../flows/framePlace';
import { openAtRevision } from '../flows/openFile';

/** Opens the line a frame ran in the file as it was deployed, read-only. */
export const openFrameAtRevision: Command = async (app, run, argument) => {
	const place = await framePlace(app, run, argument);
	if (place && 'uri' in place) {
		await app.lines.open(place.uri, place.line); // the source map's text is the deployed one
	} else if (place) {
		await openAtRevision(app, place);
	}
};
