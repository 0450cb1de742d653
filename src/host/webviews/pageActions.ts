import * as l10n from '@vscode/l10n';
import { assertNever } from '../../base/assertNever';
import { checkName } from '../../core/incident/closure';
import { roleName } from '../../core/incident/roles';
import type { Action } from '../../protocol/page';
import type { App } from '../app';
import { factsOf } from '../flows/judge';
import { mayUndo } from '../flows/mayUndo';
import type { Run } from '../run';
import { settings } from '../settings';
import { statusName } from '../words';

/**
 * Does what the page was asked for.
 *
 * @returns what was done, in a sentence that is read out
 * @throws FaultlineError `incident.*`, `store.*`; then nothing was changed
 */
export async function perform(app: App, run: Run, id: string, action: Action): Promise<string> {
	const incidents = await app.incidents();
	switch (action.kind) {
		case 'setStatus': {
			const { status } = await incidents.setStatus(id, action.to, action.note, action.review);
			return l10n.t('The status is {0} now.', statusName(status));
		}
		case 'undo': {
			const incident = await incidents.get(id);
			const entry = incident?.timeline.find(({ eventId }) => eventId === action.eventId);
			if (incident && entry && !(await mayUndo(incident.key, entry, incidents.me))) {
				return l10n.t('Nothing was undone.');
			}
			const { change } = await incidents.undo(id, action.eventId);
			return l10n.t('Undone: {0}', change.sentence);
		}
		case 'addNote':
			await incidents.addNote(id, action.text, action.happenedAt);
			return l10n.t('The note is in the timeline.');
		case 'assign':
			await incidents.assign(id, action.role, action.person);
			return action.person?.trim()
				? l10n.t('{0}: {1}', roleName(action.role), action.person.trim())
				: l10n.t('{0}: nobody', roleName(action.role));
		case 'escalate':
			await incidents.escalate(id, { level: action.level, to: action.to, reason: action.reason });
			return l10n.t('Escalated to {0}.', action.to.trim());
		case 'declareMajor': {
			const { kind: _, ...declaration } = action;
			await incidents.declareMajor(id, declaration);
			return l10n.t('It is a major incident now.');
		}
		case 'standDown':
			await incidents.standDown(id, action.summary);
			return l10n.t('The major incident is stood down.');
		case 'writeUpdate': {
			const { kind: _, ...update } = action;
			await incidents.writeUpdate(id, update);
			return l10n.t('The update is in the timeline.');
		}
		case 'addLink':
			await incidents.addLink(id, { kind: action.link, url: action.url, title: action.title });
			return l10n.t('The link was added.');
		case 'removeLink':
			await incidents.removeLink(id, action.url);
			return l10n.t('The link was removed.');
		case 'detachFile': {
			const { path, repository } = action;
			await incidents.detachFile(id, { path, ...(repository !== undefined && { repository }) });
			return l10n.t('The file was detached.');
		}
		case 'addAction': {
			const { text, of, owner, due } = action;
			await incidents.addAction(id, { text, kind: of, owner, due });
			return l10n.t('The action item was added.');
		}
		case 'settleAction':
			await incidents.settleAction(id, action.action, action.isDone);
			return action.isDone ? l10n.t('The action item is done.') : l10n.t('The action item is open again.');
		case 'check': {
			await incidents.recordCheck(id, action.check, action.isDone);
			const name = checkName(action.check, settings.closure());
			return action.isDone ? l10n.t('Verified: {0}', name) : l10n.t('Not verified: {0}', name);
		}
		case 'judge':
			return judged(app, run, id, action);
		case 'restore':
			await incidents.restore(id);
			return l10n.t('The incident is back.');
		default:
			return assertNever(action);
	}
}

async function judged(app: App, run: Run, id: string, action: Extract<Action, { kind: 'judge' }>): Promise<string> {
	const incidents = await app.incidents();
	const incident = await incidents.get(id);
	const commit = incident && (await factsOf(app, run, incident, action.sha));
	if (!commit) {
		return l10n.t('Commit {0} is not in this repository, so no verdict was recorded.', action.sha.slice(0, 7));
	}
	await incidents.judge(id, commit, action.verdict);
	return {
		confirmed: l10n.t('Confirmed: {0}', commit.subject),
		dismissed: l10n.t('Dismissed: {0}', commit.subject),
		none: l10n.t('Verdict taken back: {0}', commit.subject),
	}[action.verdict];
}
