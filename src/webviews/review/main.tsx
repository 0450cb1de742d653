import { render } from 'preact';
import { HostToReview, type ReviewToHost } from '../../protocol/review';
import { configureStrings, connect } from '../shared/host';
import { ReviewModel } from './model';
import { ReviewForm } from './review';
import '../shared/base.css';
import './review.css';

const root = document.getElementById('root');
if (root) {
	configureStrings(root);
	const host = connect<HostToReview, ReviewToHost>(
		HostToReview,
		(message) => model.receive(message),
		() => host.send({ type: 'dropped' }),
	);
	const model = new ReviewModel(host);
	model.onDidChange = () => render(<ReviewForm model={model} />, root);
	model.onDidChange();
	host.send({ type: 'ready' });
}
