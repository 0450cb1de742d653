import { AUDIENCES, type Audience, MESSAGE_KINDS, type MessageKind } from './model';

/** Where a repository has templates of messages, unless a setting says otherwise. */
export const TEMPLATE_FOLDER = '.faultline/templates/updates';

/** The files that may say how a message is written, the most special first: `status.customers.md`, `status.md`. */
export const templatePaths = (folder: string, kind: MessageKind, audience: Audience): readonly string[] => {
	const place = folder.replace(/\/+$/, '');
	return [`${place}/${kind}.${audience}.md`, `${place}/${kind}.md`];
};

/** Every file that may be one. */
export const allTemplatePaths = (folder: string): readonly string[] => [
	...new Set(MESSAGE_KINDS.flatMap((kind) => AUDIENCES.flatMap((audience) => templatePaths(folder, kind, audience)))),
];
