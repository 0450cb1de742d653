import { bisectionFinished } from './bisectionFinished';
import type { EventType } from './define';
import { evidenceAdded } from './evidenceAdded';
import { frameChosen } from './frameChosen';
import { incidentCreated } from './incidentCreated';
import { incidentDeleted } from './incidentDeleted';
import { incidentEdited } from './incidentEdited';
import { incidentErased } from './incidentErased';
import { incidentRestored } from './incidentRestored';
import { statusChanged } from './statusChanged';
import { suspectConfirmed } from './suspectConfirmed';
import { suspectDismissed } from './suspectDismissed';
import { suspectsAnalyzed } from './suspectsAnalyzed';
import { verdictWithdrawn } from './verdictWithdrawn';

/** Every type of event this version knows; a new one is a file and a line here. */
export const eventTypes: readonly EventType[] = [
	incidentCreated,
	incidentEdited,
	statusChanged,
	evidenceAdded,
	suspectsAnalyzed,
	suspectConfirmed,
	suspectDismissed,
	verdictWithdrawn,
	bisectionFinished,
	frameChosen,
	incidentDeleted,
	incidentRestored,
	incidentErased,
];

const byType = new Map(eventTypes.map((known) => [known.type, known]));

/** What is known about a type; undefined for one of a newer version. */
export function eventType(type: string): EventType | undefined {
	return byType.get(type);
}
