import { render } from 'preact';
import { HostToPage, type PageToHost } from '../../protocol/page';
import { configureStrings, connect, oncePainted, whenFirstSeen, whenParsed } from '../shared/host';
import { firstPicture } from './firstPicture';
import { PageModel } from './model';
import { Page } from './page';
import '../shared/base.css';
import './page.css';
import './sections.css';

function start(root: HTMLElement): void {
	configureStrings(root);
	const host = connect<HostToPage, PageToHost>(
		HostToPage,
		(message) => model.receive(message),
		() => host.send({ type: 'dropped' }),
	);
	const { incident: incidentId = '' } = root.dataset;
	const model = new PageModel(host, incidentId);
	const first = firstPicture(root.dataset.first);
	const tellPainted = (agoMs: number) => host.send({ type: 'painted', agoMs });
	const isDrawn = root.hasChildNodes();
	const painted = oncePainted(() => (first || isDrawn ? whenFirstSeen(tellPainted) : tellPainted(0)));
	model.onDidChange = () => {
		if (isDrawn && !(model.content ?? model.unavailable)) {
			return; // what the document has drawn says more
		}
		root.inert = false; // as it was drawn in its document, nothing would have answered
		render(<Page model={model} />, root);
		if (model.content ?? model.unavailable) {
			painted();
		}
	};
	host.send({ type: 'ready', incidentId, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone });
	if (first) {
		model.receive(first);
	} else if (!isDrawn) {
		model.onDidChange();
	}
	window.addEventListener('blur', () => model.keepNow()); // before what was only looked at makes room for what is clicked elsewhere
	window.addEventListener('pagehide', () => model.keepNow());
	document.addEventListener('visibilitychange', () => model.keepNow());
}

whenParsed(() => {
	const root = document.getElementById('root');
	if (root) {
		start(root);
	}
});
