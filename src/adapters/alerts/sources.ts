import type { SourceKind } from '../../core/alerts/kinds';
import type { AlertSource } from '../../core/ports/alertSource';
import { alertmanager } from './alertmanager/source';
import type { SourceNeeds } from './needs';
import { prometheus } from './prometheus/source';

/** Every kind of monitor; a new one is a folder and a line here. */
export const sourceOf: Readonly<Record<SourceKind, (needs: SourceNeeds) => AlertSource>> = {
	alertmanager: (needs) => alertmanager(needs),
	prometheus,
};
