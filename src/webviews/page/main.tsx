import { render } from 'preact';
import { HostToPage, type PageToHost } from '../../protocol/page';
import { configureStrings, connect, oncePainted } from '../shared/host';
import { firstPicture } from './firstPicture';
import { PageModel } from './model';
import { Page } from './page';
import '../shared/base.css';
import './page.css';
import './sections.css';

const root = document.getElementById('root');
if (root) {
	configureStrings(root);
	const host = connect<HostToPage, PageToHost>(
		HostToPage,
		(message) => model.receive(message),
		() => host.send({ type: 'dropped' }),
	);
	const model = new PageModel(host, root.dataset.incident ?? '');
	const painted = oncePainted(() => host.send({ type: 'painted' }));
	model.onDidChange = () => {
		render(<Page model={model} />, root);
		if (model.content ?? model.unavailable) {
			painted();
		}
	};
	const first = firstPicture(root.dataset.first);
	if (first) {
		model.receive(first);
	} else {
		model.onDidChange();
	}
	host.send({ type: 'ready' });
	window.addEventListener('pagehide', () => model.keepNow());
	document.addEventListener('visibilitychange', () => model.keepNow());
}
