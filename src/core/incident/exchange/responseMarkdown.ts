import * as l10n from '@vscode/l10n';
import { isoText } from '../../../base/isoTime';
import { actionKindName } from '../actions';
import { linkKindName } from '../links';
import type { Incident } from '../record';
import { code, text } from './markdownText';

/** How the incident was answered: major-incident mode, updates, escalations, action items, links and files, as far as there are some. */
export function responseMarkdown(incident: Incident): readonly string[] {
	return [
		...majorOf(incident),
		...updatesOf(incident),
		...escalationsOf(incident),
		...actionsOf(incident),
		...linksOf(incident),
	];
}

function majorOf({ major }: Incident): readonly string[] {
	if (!major) {
		return [];
	}
	const { declaredAt, reason, audience, updateMinutes, stoodDown } = major;
	return [
		`## ${l10n.t('Major Incident')}`,
		[
			`- ${l10n.t('Declared')} ${isoText(declaredAt)}: ${text(reason)}`,
			`- ${l10n.t('For {0}, an update every {1} min', text(audience), updateMinutes)}`,
			...(stoodDown ? [`- ${l10n.t('Stood down')} ${isoText(stoodDown.at)}: ${text(stoodDown.summary)}`] : []),
		].join('\n'),
	];
}

function updatesOf({ updates = [] }: Incident): readonly string[] {
	return updates.length === 0
		? []
		: [
				`## ${l10n.t('Updates')}`,
				...updates.map(({ at, actor, known, impact, doing, nextAt }) => {
					const parts: readonly (readonly [string, string])[] = [
						[l10n.t('What we know'), text(known)],
						[l10n.t('Impact'), text(impact)],
						[l10n.t('What we do'), text(doing)],
						[l10n.t('Next update'), nextAt === null ? '' : isoText(nextAt)],
					];
					const said = parts.flatMap(([name, part]) => (part === '' ? [] : [`  - ${name}: ${part}`]));
					return [`- ${[isoText(at), text(actor)].filter(Boolean).join(' ')}`, ...said].join('\n');
				}),
			];
}

function escalationsOf({ escalations = [] }: Incident): readonly string[] {
	return escalations.length === 0
		? []
		: [
				`## ${l10n.t('Escalations')}`,
				escalations
					.map(({ at, level, to, reason }) => {
						return `- ${isoText(at)} ${l10n.t('to level {0}, {1}: {2}', level, text(to), text(reason))}`;
					})
					.join('\n'),
			];
}

function actionsOf({ actions = [] }: Incident): readonly string[] {
	const lines = actions.map(({ text: said, kind, owner, due, issue, done }) => {
		const facts = [actionKindName(kind), text(owner ?? ''), due ?? '', issue === undefined ? '' : code(issue)];
		return `- [${done ? 'x' : ' '}] ${text(said)} (${facts.filter((fact) => fact !== '').join(', ')})`;
	});
	return lines.length === 0 ? [] : [`## ${l10n.t('Action Items')}`, lines.join('\n')];
}

/** Addresses in backquotes: nothing that somebody wrote is to be followed by a click on it. */
function linksOf({ links = [], files = [] }: Incident): readonly string[] {
	const lines = [
		...links.map(
			({ kind, url, title }) => `- ${linkKindName(kind)}: ${[text(title), code(url)].filter(Boolean).join(' ')}`,
		),
		...files.map(({ path }) => `- ${l10n.t('File')}: ${code(path)}`),
	];
	return lines.length === 0 ? [] : [`## ${l10n.t('Links')}`, lines.join('\n')];
}
