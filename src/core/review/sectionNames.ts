import * as l10n from '@vscode/l10n';
import { type ReviewBody, SECTION_IDS, type SectionId } from './model';

/** How sections are called where no language says otherwise, and how else people call them. */
const ENGLISH: Readonly<Record<SectionId, readonly string[]>> = {
	summary: ['Summary', 'What happened'],
	impact: ['Impact'],
	timeline: ['Timeline'],
	intervals: ['Detection, response, recovery', 'Detection, response and recovery', 'Intervals'],
	trigger: ['Trigger'],
	rootCauses: ['Root causes', 'Root cause', 'Five whys', 'What made it possible'],
	contributing: ['Contributing factors'],
	wentWell: ['What went well', 'What helped'],
	wasHard: ['What was hard', 'What went wrong', 'What went badly'],
	lucky: ['Where we were lucky', 'Where we got lucky'],
	actions: ['Action items', 'What we do about it'],
	responders: ['Responders', 'Roles'],
	communication: ['Communication', 'Updates'],
	links: ['Links', 'References'],
};

const KINDS: Readonly<Partial<Record<SectionId, Exclude<ReviewBody['kind'], 'text'>>>> = {
	impact: 'measures',
	intervals: 'measures',
	timeline: 'timeline',
	rootCauses: 'whys',
	actions: 'actions',
};

/** What a section holds beside text. */
export const bodyKind = (id: SectionId | 'own'): ReviewBody['kind'] => (id === 'own' ? 'text' : (KINDS[id] ?? 'text'));

/** A section as it is called in the person's language. */
export function sectionName(id: SectionId): string {
	return {
		summary: l10n.t('Summary'),
		impact: l10n.t('Impact'),
		timeline: l10n.t('Timeline'),
		intervals: l10n.t('Detection, response, recovery'),
		trigger: l10n.t('Trigger'),
		rootCauses: l10n.t('Root causes'),
		contributing: l10n.t('Contributing factors'),
		wentWell: l10n.t('What went well'),
		wasHard: l10n.t('What was hard'),
		lucky: l10n.t('Where we were lucky'),
		actions: l10n.t('Action items'),
		responders: l10n.t('Responders'),
		communication: l10n.t('Communication'),
		links: l10n.t('Links'),
	}[id];
}

const MARK = /\s*<!--\s*([A-Za-z]+)\s*-->$/;

/** Which section a heading begins: by a mark that nobody sees, else by how it is called. */
export function sectionOf(heading: string): SectionId | 'own' {
	const marked = MARK.exec(heading)?.[1];
	const byMark = SECTION_IDS.find((id) => id === marked);
	if (byMark) {
		return byMark;
	}
	const name = heading.toLowerCase().trim();
	return SECTION_IDS.find((id) => [...ENGLISH[id], sectionName(id)].some((one) => one.toLowerCase() === name)) ?? 'own';
}

/** The heading of a section in the person's language, marked where people of other languages would not know it. */
export function headingOf(id: SectionId): string {
	const name = sectionName(id);
	return ENGLISH[id].includes(name) ? name : `${name} <!-- ${id} -->`;
}

/** A heading as people see it. */
export const shownHeading = (heading: string): string => heading.replace(MARK, '');
