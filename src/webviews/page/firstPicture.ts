import * as v from 'valibot';
import { HostToPage } from '../../protocol/page';

/** What the document brought along, checked as any message; undefined where it brought nothing. */
export function firstPicture(json: string | undefined): HostToPage | undefined {
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
