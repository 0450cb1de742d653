import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Incident } from '../../core/incident/record';
import type { Filling } from '../app';
import { type FormNeeds, IncidentForm } from './incidentForm';

/** The incident forms that are open: at most one for new incidents and one for each incident that is edited. */
export class IncidentForms implements vscode.Disposable {
	private readonly open = new Map<string, IncidentForm>();

	constructor(private readonly needs: FormNeeds) {}

	/** @param incident undefined for a new one */
	show(incident: Incident | undefined): void {
		const key = incident?.id ?? '';
		const known = this.open.get(key);
		if (known) {
			known.reveal();
			return;
		}
		this.open.set(key, new IncidentForm(this.needs, incident, () => this.open.delete(key)));
	}

	/** The form of a new incident with what a link or an issue says; an unsent draft only makes room for it where the person says so. */
	async fill(filling: Filling): Promise<void> {
		const known = this.open.get('');
		const isFree = known ? known.isUntouched : !this.needs.drafts.has(undefined);
		if (!isFree && !(await mayReplaceDraft(filling.origin))) {
			this.show(undefined);
			return;
		}
		this.show(undefined);
		this.open.get('')?.fill(filling);
	}

	/** Closes the form of an incident that is no more, and forgets what was typed about it. */
	async forget(incidentId: string): Promise<void> {
		this.open.get(incidentId)?.discard();
		await this.needs.drafts.forget(incidentId);
	}

	dispose(): void {
		for (const form of [...this.open.values()]) {
			form.dispose();
		}
	}
}

/** Asks before what was typed makes room for other words. */
async function mayReplaceDraft(origin: Filling['origin']): Promise<boolean> {
	const replace = l10n.t('Replace Draft');
	const answer = await vscode.window.showWarningMessage(
		origin === 'link'
			? l10n.t('A link wants to fill in the incident form, where you have a draft that was not sent.')
			: l10n.t('The issue is to fill in the incident form, where you have a draft that was not sent.'),
		{
			modal: true,
			detail: l10n.t('Nothing is created before you press Create Incident. The draft is lost if it is replaced.'),
		},
		replace,
		l10n.t('Keep Draft'),
	);
	return answer === replace;
}
