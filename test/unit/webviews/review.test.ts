import assert from 'node:assert/strict';
import type { Review } from '../../../src/core/review/model';
import { readReview } from '../../../src/core/review/read';
import type { HostToReview, ReviewContext } from '../../../src/protocol/review';
import { ReviewModel } from '../../../src/webviews/review/model';

const ITEM = '- [ ] Add an alert <!-- 01HZZZZZZZZZZZZZZZZZZZZZZZ -->\n  - kind: detect\n';
const read = (actions: string) => readReview(`# Review\n\n## Action items\n\n${actions}`);

describe('the form of a review', () => {
	const aForm = () => {
		const model = new ReviewModel({ send: () => {}, keep: () => {}, kept: () => undefined });
		const shown = (review: Review, edit: number, isOwn: boolean): HostToReview => ({
			...{ type: 'shown', review, edit, isOwn, context: {} as ReviewContext },
		});
		const actions = () =>
			(model.review?.sections ?? []).flatMap(({ body }) => (body.kind === 'actions' ? body.actions : []));
		const add = () =>
			model.changeBody(0, {
				...{ kind: 'actions', intro: '', more: '' },
				actions: [...actions(), { isDone: false, text: '', kind: 'prevent' }],
			});
		return { model, shown, actions, add };
	};

	it('keeps an action item that says nothing yet, whatever else changes in the record', () => {
		const { model, shown, actions, add } = aForm();
		model.receive(shown(read(ITEM), 0, false));
		add();
		model.receive(shown(read(ITEM), 1, true));
		assert.deepEqual(
			actions().map(({ text }) => text),
			['Add an alert', ''],
		);
	});

	it('keeps what is typed while it is on its way into the document', () => {
		const { model, shown } = aForm();
		model.receive(shown(read(ITEM), 0, false));
		model.change({ title: 'Mine' });
		model.receive(shown(read(ITEM), 0, false));
		assert.equal(model.review?.title, 'Mine');
		model.receive(shown({ ...read(ITEM), title: 'Theirs' }, 1, false));
		assert.equal(model.review?.title, 'Theirs');
	});
});
