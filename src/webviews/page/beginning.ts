import * as v from 'valibot';
import { HostToPage, PageState } from '../../protocol/page';

type Root = Pick<HTMLElement, 'hasChildNodes' | 'replaceChildren'> & {
	readonly dataset: Readonly<Record<string, string | undefined>>;
};

interface Beginning {
	readonly incidentId: string;
	/** What the document brought along to be drawn. */
	readonly first: HostToPage | undefined;
	/** Whether the document shows the incident already. */
	readonly isDrawn: boolean;
}

/**
 * What a page begins with. Its document may have been another incident's before VS Code made it anew; what that brought along is of no use then, and
 * what it shows is taken away.
 *
 * @param root of the page, with the incident that the document was made for
 * @param kept what the page kept last; unknown until checked
 */
export function beginning(root: Root, kept: unknown): Beginning {
	const own = root.dataset.incident ?? '';
	const state = v.safeParse(PageState, kept);
	const incidentId = state.success ? state.output.incidentId : own;
	if (incidentId !== own) {
		root.replaceChildren();
		return { incidentId, first: undefined, isDrawn: false };
	}
	return { incidentId, first: firstPicture(root.dataset.first), isDrawn: root.hasChildNodes() };
}

/** Checked as any message; undefined where the document brought nothing. */
function firstPicture(json: string | undefined): HostToPage | undefined {
	if (json === undefined) {
		return undefined;
	}
	try {
		const message = v.safeParse(HostToPage, JSON.parse(json));
		return message.success ? message.output : undefined;
	} catch {
		return undefined;
	}
}
