import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { defused, shortened } from '../../core/github/issueDraft';
import { numberInAddress, repositoryName } from '../../core/github/remote';
import { marked } from '../../core/github/sync';
import type { Incident } from '../../core/incident/record';
import { reviewFileName, reviewJson } from '../../core/review/files';
import { plainReview, reviewHtml } from '../../core/review/html';
import { BUILT_IN_TEMPLATES, type BuiltInTemplate, builtInTemplate } from '../../core/review/templates';
import type { ReviewDeed } from '../../protocol/review';
import type { App } from '../app';
import { fileInside } from '../editor/insideRepository';
import { noLinkedIssue } from '../errors';
import { plainLabel } from '../plainLabel';
import { openReviewForm, reviewUri } from '../review/reviewUri';
import { saveReview } from '../review/saveReview';
import type { Run } from '../run';
import { settings } from '../settings';
import { requestReview } from './reviewRequest';
import { saveAs } from './saveAs';
import { askAndSend, openDraft } from './sendDraft';

/** Opens the form of an incident's review; where there is none yet, by the template that the person chooses. */
export async function openReview(app: App, run: Run, incident: Incident): Promise<void> {
	if (!incident.review?.text.trim()) {
		const template = await chooseReviewTemplate(incident);
		if (template === undefined) {
			return;
		}
		await app.reviews.begin(incident.id, template);
	}
	await run.work(l10n.t('Opening the review'), () => openReviewForm(reviewUri(incident)));
}

/** Does something with a review as a whole. What is typed is saved into the record first, so that what goes out is what is kept. */
export async function withReview(
	app: App,
	run: Run,
	before: Incident,
	deed: Exclude<ReviewDeed, 'markdown' | 'preview' | 'refill' | 'save'>,
	document?: vscode.TextDocument,
): Promise<void> {
	if (deed === 'incident') {
		await app.openPage(before.id);
		return;
	}
	if (deed === 'compare') {
		await compareOverwritten(app, before);
		return;
	}
	if (document?.isDirty && !(await app.reviews.save(document))) {
		run.tell('info', l10n.t('The review of {0} is not saved, so nothing was done with it.', before.key));
		return;
	}
	await settled(app, before, document);
	const incident = (await (await app.incidents()).get(before.id)) ?? before;
	const markdown = (await app.redact(await app.reviews.contentOf(incident), run.signal)).text;
	if (deed === 'repository') {
		const file = await saveReview(app, run, incident, markdown);
		if (file) {
			run.tell('info', l10n.t('The review of {0} is in {1}.', incident.key, vscode.workspace.asRelativePath(file)), {
				title: l10n.t('Open'),
				act: async () => {
					await vscode.window.showTextDocument(file);
				},
			});
		}
	} else if (deed === 'pullRequest') {
		await requestReview(app, run, incident, markdown);
	} else if (deed === 'export') {
		await exported(run, incident, markdown);
	} else {
		await posted(app, run, incident, markdown);
	}
}

/** Writes what is held into the record, or a draft that nobody changed as it is, so that there is a review. */
async function settled(app: App, { id }: Incident, document: vscode.TextDocument | undefined): Promise<void> {
	const isWritten = await app.reviews.settle(id);
	const incident = await (await app.incidents()).get(id);
	if (!isWritten && document && !incident?.review) {
		const text = document.getText();
		await (await app.incidents()).writeReview(id, text, { review: '', shown: text });
	}
}

async function compareOverwritten(app: App, { key, review }: Incident): Promise<void> {
	if (review?.overwrote) {
		const title = l10n.t('{0}: written at the same time, and the review', key);
		await app.reviews.compareTexts(review.overwrote.text, review.text, title);
	}
}

async function exported(run: Run, incident: Incident, markdown: string): Promise<void> {
	const name = reviewFileName(incident).replace(/\.md$/, '');
	const formats = [
		{ label: 'Markdown', detail: l10n.t('The text as it is, with its front matter.'), end: 'md', make: () => markdown },
		{
			label: 'HTML',
			detail: l10n.t('A page that needs nothing else.'),
			end: 'html',
			make: () => reviewHtml(markdown, `${incident.key} ${incident.title}`, vscode.env.language),
		},
		{
			label: 'JSON',
			detail: l10n.t('For programs: parts, action items, times.'),
			end: 'json',
			make: () => reviewJson(incident, markdown),
		},
	];
	const title = l10n.t('Export Review of {0}', incident.key);
	const chosen = await vscode.window.showQuickPick(formats, { title, placeHolder: l10n.t('As what?') });
	const file =
		chosen &&
		(await saveAs(`${name}.${chosen.end}`, { [chosen.label]: [chosen.end] }, async () => chosen.make(), title));
	if (file) {
		run.tell('info', l10n.t('Exported the review of {0}.', incident.key), {
			title: l10n.t('Open'),
			act: async () => {
				await vscode.commands.executeCommand(
					file.path.endsWith('.html') ? 'vscode.openWith' : 'vscode.open',
					file,
					...(file.path.endsWith('.html') ? ['default'] : []),
				);
			},
		});
	}
}

/** Writes the review into a document, where the person sees and edits it, and posts it as a comment of the linked issue once they say so. */
async function posted(app: App, run: Run, incident: Incident, markdown: string): Promise<void> {
	const issues = (incident.links ?? []).flatMap(({ kind, url }) => {
		const found = kind === 'issue' ? numberInAddress(url, app.github.known()) : undefined;
		return found?.kind === 'issue' ? [{ ...found, url }] : [];
	});
	const items = issues.map((issue) => ({
		label: `#${issue.number}`,
		description: repositoryName(issue.repository),
		issue,
	}));
	const [only] = items;
	if (!only) {
		throw noLinkedIssue(incident.key);
	}
	const picked =
		items.length === 1
			? only
			: await vscode.window.showQuickPick(items, { placeHolder: l10n.t('Post the review to which issue?') });
	if (!picked) {
		return;
	}
	const { repository, number } = picked.issue;
	const host = await app.github.signedIn(
		repository.host,
		l10n.t('Faultline posts the review that you are about to see, and nothing else.'),
	);
	const text = defused(plainReview(markdown));
	const [, title = '', body = text] = /^# (.*)\n+([\s\S]*)$/.exec(text) ?? [];
	const document = await openDraft(title.slice(0, 256) || l10n.t('Review of {0}', incident.key), shortened(body));
	const name = `${repositoryName(repository)}#${number}`;
	await askAndSend(run, {
		...{ document, title: l10n.t('Review of {0}', incident.key) },
		placeHolder: () => l10n.t('The editor shows what will be posted. Everybody who sees {0} will see it.', name),
		unsent: l10n.t('Nothing was posted. Edit the draft of the review of {0}, then continue.', incident.key),
		kept: l10n.t('The draft of the review of {0} is kept in its editor.', incident.key),
		sendings: () => [
			{
				...{ label: l10n.t('Post to {0}', name), icon: 'comment' },
				send: async (again, said) => {
					const comment = marked(`# ${said.title}\n\n${said.body}`, incident.id);
					await again.work(l10n.t('Posting the review'), (_report, signal) =>
						host.addComment(repository, number, comment, signal),
					);
					return async () => again.tell('info', l10n.t('The review of {0} is posted to {1}.', incident.key, name));
				},
			},
		],
		choices: () => [],
	});
}

type Template = vscode.QuickPickItem & { readonly template: () => Promise<string> | string };

/** @returns its Markdown; undefined when the person chose none */
async function chooseReviewTemplate({ key, major }: Incident): Promise<string | undefined> {
	const builtIn: readonly Template[] = [...BUILT_IN_TEMPLATES]
		.sort(
			(one, other) => Number(other === 'major' && major !== undefined) - Number(one === 'major' && major !== undefined),
		)
		.map((name) => ({ ...builtInWords(name), template: () => builtInTemplate(name) }));
	const own = await teamTemplates();
	const chosen = await vscode.window.showQuickPick([...own, ...builtIn], {
		title: l10n.t('Review of {0}', key),
		placeHolder: l10n.t('By which template? What the record knows is filled in.'),
	});
	return chosen?.template();
}

function builtInWords(name: BuiltInTemplate): { readonly label: string; readonly detail: string } {
	return {
		default: {
			label: l10n.t('Default'),
			detail: l10n.t('Timeline, causes, what went well and what was hard, action items.'),
		},
		short: { label: l10n.t('Short'), detail: l10n.t('Summary, impact, timeline, trigger, causes, action items.') },
		major: { label: l10n.t('Major Incident'), detail: l10n.t('All of it, with responders and communication.') },
	}[name];
}

/** Markdown files in the open folders' folder of templates. Larger ones, and what is more than a few, are none. */
async function teamTemplates(): Promise<readonly Template[]> {
	const found: Template[] = [];
	if (!vscode.workspace.isTrusted) {
		return found;
	}
	const { templates } = settings.reviews();
	for (const { uri } of (vscode.workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === 'file')) {
		const names = await readdir(path.join(uri.fsPath, templates)).catch(() => []);
		for (const name of names.filter((one) => one.endsWith('.md')).slice(0, 30)) {
			const relative = `${templates}/${name}`;
			const file = await fileInside(uri.fsPath, relative).catch(() => undefined);
			if (file !== undefined) {
				const template = async () => (await readFile(file, 'utf8')).slice(0, 100_000);
				found.push({ label: plainLabel(name.replace(/\.md$/, '')), description: plainLabel(relative), template });
			}
		}
	}
	return found;
}
