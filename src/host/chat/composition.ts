import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { FaultlineError } from '../../base/errors';
import { lastTold } from '../../core/chat/changes';
import { drawnSlack, drawnTeams } from '../../core/chat/drawn';
import { asEmail, asStatusPage } from '../../core/chat/elsewhere';
import { lastWords, type Words } from '../../core/chat/lastWords';
import { type Audience, audienceName, channelKindName, type Message } from '../../core/chat/model';
import { SLACK_LIMITS, slackMessage } from '../../core/chat/slack';
import { teamsMessage } from '../../core/chat/teams';
import { allTemplatePaths, templatePaths } from '../../core/chat/templatePlaces';
import { composed, defaultTemplate, type MessageWords } from '../../core/chat/templates';
import { isMajor } from '../../core/incident/major';
import { threadIn } from '../../core/incident/messages';
import type { Incident } from '../../core/incident/record';
import { type ComposerDraft, type Copy, promisesNext, type Sending } from '../../protocol/composer';
import type { App } from '../app';
import { settings } from '../settings';
import { statusName } from '../words';
import { type Connection, hasThreads, isFor } from './connections';

/** Templates of the repository, by path; empty where it has none. */
export type Templates = ReadonlyMap<string, string>;

/** What is written at first: the kind by how the incident stands, the words of the last update. @param forWhom else whoever is told of first */
export function firstDraft(
	incident: Incident,
	connections: readonly Connection[],
	now: number,
	forWhom?: Audience,
): ComposerDraft {
	const isTold = incident.messages?.some(({ deliveries }) => deliveries.some(({ state }) => state === 'sent')) ?? false;
	const isOver = isOverNow(incident);
	const hasReview = isOver && incident.review !== undefined && incident.status === 'closed';
	const kind = hasReview
		? 'review'
		: isOver && isTold
			? 'standDown'
			: !isTold
				? 'announce'
				: isMajor(incident)
					? 'major'
					: 'status';
	const audience = forWhom ?? connections.find(({ audiences }) => audiences.length > 0)?.audiences[0] ?? 'engineering';
	const minutes = incident.major?.updateMinutes ?? settings.targets()[incident.priority].update;
	return {
		...{ kind, audience, channels: channelsFor(connections, audience) },
		...wordsTo(incident, audience),
		nextAt: isMajor(incident) ? Math.ceil((now + minutes * 60_000) / 60_000) * 60_000 : null,
		...{ title: '', text: '', isOwn: false, isPinned: false, marksOver: false },
	};
}

const isOverNow = ({ major, status }: Incident): boolean =>
	major?.stoodDown !== undefined || ['resolved', 'closed'].includes(status);

/** What was said last, as far as it still goes and an audience may know it. */
export function wordsTo(incident: Incident, audience: Audience): Words {
	const words = lastWords(incident, audience);
	return isOverNow(incident) ? { ...words, doing: '' } : words;
}

export const channelsFor = (connections: readonly Connection[], audience: ComposerDraft['audience']): string[] =>
	connections.filter((one) => isFor(one, audience)).map(({ id }) => id);

/** The message that a draft is now, and where its template is from. */
export function messageOf(
	incident: Incident,
	draft: ComposerDraft,
	templates: Templates,
	locale: string,
): { readonly message: Message; readonly template: string } {
	const { kind, audience, known, impact, doing, isOwn } = draft;
	const nextAt = promisesNext(kind) ? draft.nextAt : null;
	const path = templatePaths(settings.messageTemplates(), kind, audience).find((one) => templates.has(one));
	const template = path === undefined ? defaultTemplate(kind, audience) : (templates.get(path) ?? '');
	const message = composed(
		template,
		incident,
		{ kind, audience, known, impact, doing, nextAt },
		wordsFor(incident, locale),
	);
	return {
		message: isOwn ? { ...message, title: draft.title, text: draft.text } : message,
		template: path ?? '',
	};
}

export function wordsFor({ status }: Incident, locale: string): MessageWords {
	return {
		status: statusName(status),
		time: (at) =>
			new Date(at).toLocaleString(locale, {
				...{
					weekday: 'short',
					hour: '2-digit',
					minute: '2-digit',
					day: 'numeric',
					month: 'short',
					timeZoneName: 'short',
				},
			}),
	};
}

/** What a channel is sent, as it will look and as it goes out. */
export function sendingTo({ id, kind, name, conversation }: Connection, message: Message, incident: Incident): Sending {
	const thread = threadIn(incident.messages ?? [], { id, conversation });
	const head = { id, kind, name, kindName: channelKindName(kind) };
	const cut = l10n.t('Not all of it fits: the end is cut off.');
	if (kind === 'teamsWebhook') {
		const { payload, isCut } = teamsMessage(message);
		return {
			...{ ...head, drawn: drawnOf(drawnTeams(payload)), json: JSON.stringify(payload, undefined, 2) },
			notes: [
				l10n.t('A post of its own: workflows know no threads, and say only that they took the card.'),
				...(isCut ? [cut] : []),
			],
		};
	}
	const { isCut, ...payload } = slackMessage(message);
	const where = !hasThreads(kind)
		? l10n.t('A message of its own: webhooks know no threads.')
		: thread
			? l10n.t('In the thread of this incident.')
			: l10n.t('Begins the thread of this incident.');
	const many = message.facts.length > SLACK_LIMITS.fields ? [l10n.t('Of its state the first ten are sent.')] : [];
	return {
		...{ ...head, drawn: drawnOf(drawnSlack(payload)), json: JSON.stringify(payload, undefined, 2) },
		notes: [where, ...many, ...(isCut ? [cut] : [])],
	};
}

const drawnOf = (drawn: ReturnType<typeof drawnSlack>): Sending['drawn'] =>
	drawn.map((line) => ({ ...line, runs: line.runs.map((run) => ({ ...run })) }));

/** What a message is where no channel reaches: an e-mail, and for customers the text of a status page. */
export function copiesOf(incident: Incident, audience: Audience, message: Message): readonly Copy[] {
	const words = wordsFor(incident, vscode.env.language);
	const page = { id: 'statusPage' as const, name: l10n.t('Status page'), text: asStatusPage(incident, message, words) };
	return [...(audience === 'customers' ? [page] : []), { id: 'email', name: l10n.t('E-mail'), text: asEmail(message) }];
}

/** When an audience was told last, and by whom; empty where it was not told anything. */
export function toldLast(incident: Incident, audience: Audience): string {
	const at = lastTold(incident, audience);
	const last = incident.messages?.findLast((one) => one.audience === audience && one.at === at);
	return at === undefined || !last
		? ''
		: l10n.t(
				'{0} were told last {1}, by {2}.',
				audienceName(audience),
				wordsFor(incident, vscode.env.language).time(at),
				last.actor || '?',
			);
}

/** The templates that the last commit of an incident's repository has; what lies in the work tree may be a link to anywhere. */
export async function templatesOf(app: App, incident: Incident, signal: AbortSignal): Promise<Templates> {
	const folder = incident.repository ?? vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
	if (folder === undefined || !vscode.workspace.isTrusted) {
		return new Map();
	}
	try {
		const repository = await app.openRepository(folder, signal);
		const sha = await repository.resolve('HEAD', signal);
		return await repository.readFiles(sha, [...allTemplatePaths(settings.messageTemplates())], signal);
	} catch (error) {
		if (FaultlineError.is(error)) {
			app.log.debug('templates of messages', error); // a message can be written without
			return new Map();
		}
		throw error;
	}
}
