import type { Review, ReviewBody, ReviewSection, SectionId } from '../../core/review/model';
import type { HostToReview, ReviewContext, ReviewDeed, ReviewToHost } from '../../protocol/review';
import type { Host } from '../shared/host';

/** The review as it is in the form: what is typed goes to the host at once, which puts it into the document. */
export class ReviewModel {
	onDidChange: () => void = () => {};
	review: Review | undefined;
	context: ReviewContext | undefined;
	/** Element that gets the focus once it is drawn. */
	focus = '';
	/** Read out when it changes. */
	said = '';
	/** Whether the events that the record offers are shown. */
	isOffering = false;
	private edit = 0;

	constructor(private readonly host: Host<ReviewToHost>) {}

	receive({ review, context, edit, isOwn }: HostToReview): void {
		this.context = context;
		// While a newer edit is on its way, and where nobody else changed it, what is typed stays as it is typed.
		if (!this.review || (edit >= this.edit && !isOwn)) {
			this.review = review;
		} else if (isOwn && edit >= this.edit && JSON.stringify(idsOf(review)) !== JSON.stringify(idsOf(this.review))) {
			this.review = review; // new action items have their ids
		}
		this.onDidChange();
	}

	change(changes: Partial<Review>): void {
		if (this.review) {
			this.edit++;
			this.review = { ...this.review, ...changes };
			this.host.send({ type: 'edited', edit: this.edit, review: this.review });
			this.onDidChange();
		}
	}

	changeSection(place: number, section: Partial<ReviewSection>): void {
		const sections = this.review?.sections ?? [];
		this.change({ sections: sections.map((one, index) => (index === place ? { ...one, ...section } : one)) });
	}

	/** @param focus element that gets the focus then */
	changeBody(place: number, body: ReviewBody, focus = ''): void {
		this.focus = focus;
		this.changeSection(place, { body });
	}

	removeSection(place: number): void {
		const sections = this.review?.sections ?? [];
		this.change({ sections: sections.filter((_one, index) => index !== place) });
	}

	moveSection(place: number, by: 1 | -1): void {
		const sections = [...(this.review?.sections ?? [])];
		const [moved] = sections.splice(place, 1);
		if (moved) {
			sections.splice(place + by, 0, moved);
			this.focus = `move-${by}-${place + by}`;
			this.change({ sections });
		}
	}

	addSection(id: SectionId | 'own', heading: string): void {
		const section: ReviewSection = { id, heading, level: 2, body: emptyBody(id) };
		const sections = [...(this.review?.sections ?? []), section];
		this.focus = `section-${sections.length - 1}`;
		this.change({ sections });
	}

	offer(isOffering: boolean): void {
		this.isOffering = isOffering;
		this.onDidChange();
	}

	/** Opens what is linked to as evidence. */
	open(url: string): void {
		this.host.send({ type: 'opened', url });
	}

	ask(deed: ReviewDeed): void {
		this.host.send({ type: 'asked', deed });
	}
}

/** Of action items that are in the record: one that says nothing yet is in no text, and only in the form. */
const idsOf = ({ sections }: Review) =>
	sections.flatMap(({ body }) => (body.kind === 'actions' ? body.actions.flatMap(({ id }) => id ?? []) : []));

function emptyBody(id: SectionId | 'own'): ReviewBody {
	const around = { intro: '', more: '' };
	switch (id) {
		case 'impact':
		case 'intervals':
			return { kind: 'measures', head: { name: '', value: '' }, rows: [], ...around };
		case 'timeline':
			return { kind: 'timeline', moments: [], ...around };
		case 'rootCauses':
			return { kind: 'whys', whys: [], ...around };
		case 'actions':
			return { kind: 'actions', actions: [], ...around };
		default:
			return { kind: 'text', text: '' };
	}
}
