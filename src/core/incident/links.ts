import * as l10n from '@vscode/l10n';
import * as v from 'valibot';

/** What a link leads to; `pullRequest` is a revert or a fix. */
export const LINK_KINDS = ['issue', 'pullRequest', 'alert', 'chat', 'dashboard', 'runbook', 'other'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** A kind of link as it is called, in the person's language. */
export function linkKindName(kind: LinkKind): string {
	return {
		issue: l10n.t('Issue'),
		pullRequest: l10n.t('Pull Request'),
		alert: l10n.t('Alert'),
		chat: l10n.t('Chat'),
		dashboard: l10n.t('Dashboard'),
		runbook: l10n.t('Runbook'),
		other: l10n.t('Link'),
	}[kind];
}

const hasControls = (text: string): boolean => /\p{Cc}/u.test(text);

/** Whether a text is an address of the web, and nothing that runs when it is opened. */
export function isWebAddress(text: string): boolean {
	if (text !== text.trim() || hasControls(text) || !URL.canParse(text)) {
		return false;
	}
	const { protocol } = new URL(text);
	return protocol === 'https:' || protocol === 'http:';
}

/** Whether a text is a path from a repository's root to a file in it, with slashes: none that leads out, none that is absolute anywhere. */
export function isPathInside(text: string): boolean {
	const parts = text.split('/');
	return !hasControls(text) && !/^[A-Za-z]:|\\/.test(text) && parts.every((part) => !['', '.', '..'].includes(part));
}

export const LinkSchema = v.object({
	kind: v.picklist(LINK_KINDS),
	url: v.pipe(v.string(), v.check(isWebAddress, 'no http or https address')),
	/** May be empty: then the address stands for it. */
	title: v.string(),
});
export type Link = Readonly<v.InferOutput<typeof LinkSchema>>;

export const FileSchema = v.object({
	path: v.pipe(v.string(), v.check(isPathInside, 'no path inside of a repository')),
	/** Absolute path of the repository's root; the incident's where absent. */
	repository: v.optional(v.string()),
});
export type AttachedFile = Readonly<v.InferOutput<typeof FileSchema>>;

export const isSameFile = (one: AttachedFile, other: AttachedFile): boolean =>
	one.path === other.path && one.repository === other.repository;
