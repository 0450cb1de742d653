import { render } from 'preact';
import { HostToPage, type PageToHost } from '../../protocol/page';
import { configureStrings, connect, oncePainted, whenFirstSeen, whenParsed } from '../shared/host';
import { beginning } from './beginning';
import { PageModel } from './model';
import { Page } from './page';
import '../shared/base.css';
import './page.css';
import './sections.css';

/** So long the picture of another incident may stay in sight while that of this one is read. */
const OF_ANOTHER_MS = 150;

function start(root: HTMLElement): void {
	configureStrings(root);
	let model: PageModel | undefined;
	const host = connect<HostToPage, PageToHost>(
		HostToPage,
		(message) => (message.type === 'replaced' ? replace(message.incidentId) : model?.receive(message)),
		() => host.send({ type: 'dropped' }),
	);
	const { incidentId: begunWith, first, isDrawn } = beginning(root, host.kept());
	const tellPainted = (agoMs: number) => host.send({ type: 'painted', agoMs });

	/**
	 * @param hasPicture what is in sight stays until there is something to show, and answers to nothing
	 * @returns shows that there is nothing yet
	 */
	const begin = (incidentId: string, hasPicture: boolean, painted: () => void) => {
		const begun = new PageModel(host, incidentId);
		let isHeld = hasPicture;
		let isSeen = false;
		begun.onDidChange = () => {
			const hasContent = (begun.content ?? begun.unavailable) !== undefined;
			if (model !== begun || (isHeld && !hasContent)) {
				return;
			}
			root.inert = false;
			render(<Page key={incidentId} model={begun} />, root);
			if (begun.content) {
				document.title = `${begun.content.key} ${begun.content.title}`;
			}
			if (hasContent && !isSeen) {
				isSeen = true;
				painted();
			}
		};
		model = begun;
		host.send({ type: 'ready', incidentId, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone });
		return () => {
			isHeld = false;
			begun.onDidChange();
		};
	};

	const replace = (incidentId: string) => {
		model?.keepNow();
		root.inert = true;
		const showNothing = begin(incidentId, true, () => {
			window.scrollTo(0, 0);
			oncePainted(() => tellPainted(0))();
		});
		setTimeout(showNothing, OF_ANOTHER_MS);
	};

	begin(
		begunWith,
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
