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
	let model: PageModel | undefined;
	const host = connect<HostToPage, PageToHost>(
		HostToPage,
		(message) => (message.type === 'replaced' ? replace(message.incidentId) : model?.receive(message)),
		() => host.send({ type: 'dropped' }),
	);
	const first = firstPicture(root.dataset.first);
	const isDrawn = root.hasChildNodes();
	const tellPainted = (agoMs: number) => host.send({ type: 'painted', agoMs });

	/** @param hasPicture what is in sight stays until there is something to show, and answers to nothing */
	const begin = (incidentId: string, hasPicture: boolean, painted: () => void) => {
		const begun = new PageModel(host, incidentId);
		let isSeen = false;
		begun.onDidChange = () => {
			const hasContent = (begun.content ?? begun.unavailable) !== undefined;
			if (model !== begun || (hasPicture && !hasContent)) {
				return;
			}
			root.inert = false;
			render(<Page key={incidentId} model={begun} />, root);
			if (hasContent && !isSeen) {
				isSeen = true;
				painted();
			}
		};
		model = begun;
		host.send({ type: 'ready', incidentId, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone });
	};

	const replace = (incidentId: string) => {
		model?.keepNow();
		root.inert = true;
		begin(incidentId, true, () => {
			window.scrollTo(0, 0);
			oncePainted(() => tellPainted(0))();
		});
	};

	begin(
		root.dataset.incident ?? '',
		isDrawn,
		oncePainted(() => (first || isDrawn ? whenFirstSeen(tellPainted) : tellPainted(0))),
	);
	if (first) {
		model?.receive(first);
	} else if (!isDrawn) {
		model?.onDidChange();
	}
	window.addEventListener('blur', () => model?.keepNow()); // before what was only looked at makes room for what is clicked elsewhere
	window.addEventListener('pagehide', () => model?.keepNow());
	document.addEventListener('visibilitychange', () => model?.keepNow());
}

whenParsed(() => {
	const root = document.getElementById('root');
	if (root) {
		start(root);
	}
});
