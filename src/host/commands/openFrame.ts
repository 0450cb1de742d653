import type { Command } from '../app';
import { framePlace } from '../flows/framePlace';
import { openDeployedPlace } from '../flows/openFile';

/** Opens the line a frame ran, where it is now. */
export const openFrame: Command = async (app, run, argument) => {
	const place = await framePlace(app, run, argument);
	if (place && 'uri' in place) {
		await app.lines.open(place.uri, place.line);
	} else if (place) {
		await openDeployedPlace(app, run, place);
	}
};
