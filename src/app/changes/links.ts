import { fileAttached } from '../../core/incident/events/fileAttached';
import { fileDetached } from '../../core/incident/events/fileDetached';
import { linkAdded } from '../../core/incident/events/linkAdded';
import { linkRemoved } from '../../core/incident/events/linkRemoved';
import { type AttachedFile, isPathInside, isSameFile, isWebAddress, type Link } from '../../core/incident/links';
import type { Incident } from '../../core/incident/record';
import { badAddress, badPath } from '../incidentErrors';
import type { NewEvent } from './newEvent';

/** @throws FaultlineError `incident.badAddress` */
export function linked({ key, links = [] }: Incident, link: Link): readonly NewEvent[] {
	const [url, title] = [link.url.trim(), link.title.trim()];
	if (!isWebAddress(url)) {
		throw badAddress(key);
	}
	const known = links.find((one) => one.url === url);
	return known?.kind === link.kind && known.title === title ? [] : [linkAdded.of({ kind: link.kind, url, title })];
}

export function unlinked({ links = [] }: Incident, url: string): readonly NewEvent[] {
	return links.some((link) => link.url === url) ? [linkRemoved.of({ url })] : [];
}

/** @throws FaultlineError `incident.badPath` */
export function attached({ key, files = [] }: Incident, file: AttachedFile): readonly NewEvent[] {
	if (!isPathInside(file.path)) {
		throw badPath(key);
	}
	return files.some((one) => isSameFile(one, file)) ? [] : [fileAttached.of({ ...file })];
}

export function detached({ files = [] }: Incident, file: AttachedFile): readonly NewEvent[] {
	return files.some((one) => isSameFile(one, file)) ? [fileDetached.of({ ...file })] : [];
}
