import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { FaultlineError } from '../../base/errors';
import { fillTemplate, unfilled } from '../../core/github/fillTemplate';
import { bodyOf, type IssueSections } from '../../core/github/issueDraft';
import { filledIn, type IssueTemplate, isTemplate, OWN_TEMPLATE, readTemplate } from '../../core/github/templates';
import type { Incident } from '../../core/incident/record';
import type { Repository } from '../../core/ports/repository';
import type { App } from '../app';
import { plainLabel } from '../plainLabel';
import type { Run } from '../run';

/** So many are offered. */
const OFFERED = 30;

/** What an issue begins with, beside the incident's title. */
export interface IssueStart {
	/** What the title begins with. */
	readonly title: string;
	readonly labels: readonly string[];
	/** The whole body. */
	readonly body: (sections: IssueSections, incident: Incident) => string;
	/** What the template requires that a body does not say. */
	readonly unfilled: (body: string) => readonly string[];
}

/**
 * How an issue is written: by the repository's own body for our issues, or by one of its templates for all issues, with what the incident knows under its
 * headings and the rest behind. Nobody is asked
 * where it has no templates.
 *
 * @returns undefined when the person chose none
 */
export async function chooseTemplate(app: App, run: Run, root: string): Promise<IssueStart | undefined> {
	const { own, templates } = await run.work(l10n.t('Reading issue templates'), async (_report, signal) =>
		templatesOf(await app.openRepository(root, signal), signal),
	);
	const ours: IssueStart = {
		...{ title: '', labels: [], unfilled: () => [] },
		body: (sections) => (own === undefined ? bodyOf(sections) : filledIn(own, sections)),
	};
	if (templates.length === 0) {
		return ours;
	}
	const items = [
		{
			label: l10n.t('The Incident’s Story'),
			description: own === undefined ? l10n.t('no template') : OWN_TEMPLATE,
			start: ours,
		},
		...templates.map((template) => ({
			label: plainLabel(template.name),
			description: l10n.t('issue template, filled from the incident'),
			start: startOf(template),
		})),
	];
	const chosen = await vscode.window.showQuickPick(items, {
		placeHolder: l10n.t('Which template does the issue begin with?'),
		ignoreFocusOut: true,
	});
	return chosen?.start;
}

const startOf = (template: IssueTemplate): IssueStart => ({
	...{ title: template.title, labels: template.labels },
	body: (sections, incident) => fillTemplate(template, sections, incident),
	unfilled: (body) => unfilled(template, body),
});

/** As the last commit has them: what lies in the work tree may be a link to anywhere. */
async function templatesOf(repository: Repository, signal: AbortSignal) {
	let sha: string;
	try {
		sha = await repository.resolve('HEAD', signal);
	} catch (error) {
		if (FaultlineError.is(error, 'git.noCommits')) {
			return { own: undefined, templates: [] };
		}
		throw error;
	}
	const tree = await repository.readTree(sha, signal);
	const paths = tree.split('\0').filter(isTemplate).slice(0, OFFERED);
	const texts = await repository.readFiles(sha, [...paths, OWN_TEMPLATE], signal);
	return {
		own: texts.get(OWN_TEMPLATE),
		templates: paths.flatMap((path) => readTemplate(path, texts.get(path) ?? '') ?? []),
	};
}
