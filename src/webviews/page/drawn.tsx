// Runs in the extension host: what a page's script draws first, as the markup of its document.
import { renderToString } from 'preact-render-to-string';
import type { HostToPage, PageToHost } from '../../protocol/page';
import type { Host } from '../shared/host';
import { speak } from '../shared/language';
import { PageModel } from './model';
import { Page } from './page';

/** Whom nobody hears: what is asked here, the script asks again. */
const NOBODY: Host<PageToHost> = { send: () => {}, kept: () => undefined, keep: () => {} };

/**
 * The page as it is when `first` is the first that it is told. All texts are escaped; there are no scripts and no styles in it.
 *
 * @param locale as VS Code has it
 */
export function drawnPage(first: HostToPage, incidentId: string, locale: string): string {
	speak(locale);
	const model = new PageModel(NOBODY, incidentId);
	model.receive(first);
	return renderToString(<Page model={model} />);
}
