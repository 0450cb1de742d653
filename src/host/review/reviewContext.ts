import * as l10n from '@vscode/l10n';
import type { Incident } from '../../core/incident/record';
import { countedNames, notYetTold } from '../../core/review/draft';
import { type Review, SECTION_IDS, type SectionId } from '../../core/review/model';
import { offeredEvidence } from '../../core/review/offeredEvidence';
import { headingOf } from '../../core/review/sectionNames';
import type { ReviewContext } from '../../protocol/review';

/** What the record adds to the form of a review. */
export function reviewContext(
	review: Review,
	incident: Incident | undefined,
	how: Pick<ReviewContext, 'isFile' | 'isUnsaved' | 'isHeld' | 'wording'> & {
		/** Those that brought suspects. */
		readonly pullRequests?: readonly { readonly url: string; readonly title: string }[];
	},
): ReviewContext {
	return {
		...{ isFile: how.isFile, isUnsaved: how.isUnsaved, isHeld: how.isHeld },
		...(incident && { incident: { key: incident.key, title: incident.title } }),
		offered: incident ? notYetTold(review, incident).map((one) => ({ ...one })) : [],
		evidence: incident ? offeredEvidence(incident, how.pullRequests).map((one) => ({ ...one })) : [],
		people: incident ? [...new Set(Object.values(incident.roles ?? {}))].slice(0, 50) : [],
		counted: incident ? [...countedNames(incident)] : [],
		names: SECTION_IDS.map((id) => ({ id, heading: headingOf(id), hint: hintOf(id) })),
		...(how.wording && { wording: { ...how.wording, names: incident ? namesIn(incident) : [] } }),
		overwrote: incident?.review?.overwrote ? incident.review.overwrote.actor || l10n.t('somebody') : '',
	};
}

/** Whom its texts may be about. */
function namesIn({ roles = {}, escalations = [], timeline, analysis }: Incident): string[] {
	const named = [...Object.values(roles), ...escalations.map(({ to }) => to), ...timeline.map(({ actor }) => actor)];
	return [...new Set([...named, ...(analysis?.commits ?? []).map(({ author }) => author)])]
		.filter((name) => name !== '')
		.slice(0, 50);
}

function hintOf(id: SectionId): string {
	return {
		summary: l10n.t('What broke, for whom, and how it ended, in a few sentences.'),
		impact: l10n.t('Who noticed it, and what it cost.'),
		timeline: l10n.t('What happened when: what people knew then, not what we know now.'),
		intervals: l10n.t('How long it took to notice, to answer and to end it.'),
		trigger: l10n.t('Which change or event set it off.'),
		rootCauses: l10n.t('Ask why, and why again; an answer may have several reasons. Say what shows each.'),
		contributing: l10n.t('What else made it possible, likelier or worse.'),
		wentWell: l10n.t('What helped, and should stay.'),
		wasHard: l10n.t('What made it hard to notice, to understand or to end.'),
		lucky: l10n.t('What could have made it worse and happened not to.'),
		actions: l10n.t('What is done so that it does not happen again, or is noticed sooner, or hurts less.'),
		responders: l10n.t('Who did what in the response, by role.'),
		communication: l10n.t('Who was told what, and when.'),
		links: l10n.t('Issues, pull requests, dashboards, chats.'),
	}[id];
}
