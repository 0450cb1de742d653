import * as l10n from '@vscode/l10n';
import type { AnalysisProblem } from '../core/suspects/model';

/** What a person can do about something, as a command. */
export interface Remedy {
	readonly title: string;
	readonly command: string;
	readonly args: readonly unknown[];
}

/** The way out of what left an answer empty or thin; undefined where the sentence is all there is to say. A newer version's code has none. */
export function remedyOf(code: AnalysisProblem['code'], incidentId: string): Remedy | undefined {
	const of = (title: string, command: string, ...args: readonly unknown[]): Remedy => ({
		title,
		command,
		args: args.length > 0 ? args : [{ incidentId }],
	});
	switch (code) {
		case 'noTrace':
		case 'noFrames':
			return of(l10n.t('Edit Incident'), 'faultline.editIncident');
		case 'noFileAtRevision':
		case 'lineBeyondFile':
			return of(l10n.t('Choose Revision'), 'faultline.setDeployedRevision');
		case 'noSuspects':
		case 'lastGoodNotUsed':
		case 'weakEvidence':
			return of(l10n.t('Set Last Good Revision'), 'faultline.editIncident');
		case 'onlyVendorFrames':
			return of(l10n.t('Say What Is In-App'), 'workbench.action.openSettings', 'faultline.inApp');
		case 'shallowClone':
			return of(l10n.t('Fetch History'), 'faultline.fetchHistory');
		case 'noSourceMap':
		case 'sourceMapRefused':
			return of(l10n.t('Choose Source Map Folder'), 'faultline.chooseSourceMapFolder');
		default:
			return undefined;
	}
}
