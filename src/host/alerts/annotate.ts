import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { FaultlineError, isAbort } from '../../base/errors';
import type { Incident } from '../../core/incident/record';
import type { Annotation } from '../../core/ports/alertSource';
import type { App } from '../app';
import { localTimeText } from '../localTime';
import type { Run } from '../run';
import { settings } from '../settings';
import { type NamedSource, sourcesThat } from './sourcesThat';

/** Marks with this tag are ours. */
const TAG = 'faultline';

/** Monitors on whose graphs an incident can be marked. */
export const annotatingSources = (app: Pick<App, 'alerts'>): Promise<readonly NamedSource[]> =>
	sourcesThat(app, ({ annotates }) => annotates === true);

/** The mark of an incident: from its start on, until it was mitigated. The same tags each time, by which it is found again. */
export function annotationOf({ key, title, startedAt, mitigatedAt, resolvedAt }: Incident): Annotation {
	const endsAt = mitigatedAt ?? resolvedAt;
	return {
		text: `${key}: ${title}`,
		tags: [TAG, key],
		startsAt: startedAt,
		...(endsAt !== undefined && endsAt > startedAt && { endsAt }),
	};
}

/** Marks incidents that alerts have opened, where the setting says that this is always done. @param ids of incidents */
export async function annotateOpened(app: App, run: Run, ids: readonly string[]): Promise<void> {
	if (settings.alerts().annotate !== 'always' || ids.length === 0) {
		return;
	}
	const sources = await annotatingSources(app);
	const incidents = await app.incidents();
	for (const id of sources.length === 0 ? [] : ids) {
		const incident = await incidents.get(id);
		if (incident) {
			await annotate(app, run, incident, annotationOf(incident), sources);
		}
	}
}

/** Asks what the mark shall say, which is all that is sent, then sends it. */
export async function askAndAnnotate(
	app: App,
	run: Run,
	incident: Incident,
	sources: readonly NamedSource[],
): Promise<void> {
	const mark = annotationOf(incident);
	const names = sources.map(({ setting }) => setting.name).join(', ');
	const span =
		mark.endsAt === undefined
			? l10n.t('from {0} on', localTimeText(mark.startsAt))
			: l10n.t('from {0} to {1}', localTimeText(mark.startsAt), localTimeText(mark.endsAt));
	const text = await vscode.window.showInputBox({
		title: l10n.t('Annotate {0} on Graphs', incident.key),
		prompt: l10n.t(
			'{0} shows this on graphs, {1}, tagged {2}. Nothing else is sent.',
			names,
			span,
			mark.tags.join(', '),
		),
		value: mark.text,
		ignoreFocusOut: true,
		validateInput: (value) =>
			value.trim() === '' ? l10n.t('Say what the graphs shall show, or press Escape.') : undefined,
	});
	if (text !== undefined) {
		await annotate(app, run, incident, { ...mark, text: text.trim() }, sources);
	}
}

/** Marks an incident on graphs, and notes in the timeline what was sent. What a monitor did not take is said, with a way to try again. */
export async function annotate(
	app: App,
	run: Run,
	incident: Incident,
	mark: Annotation,
	sources: readonly NamedSource[],
): Promise<void> {
	const incidents = await app.incidents();
	for (const { setting, source } of sources) {
		const { name } = setting;
		try {
			await run.work(l10n.t('Annotating graphs of {0}', name), async (_report, signal) => {
				await source.annotating?.annotate(mark, signal);
			});
			await incidents.addNote(incident.id, l10n.t('Annotated on graphs of {0}: {1}', name, mark.text));
			run.tell('info', l10n.t('Annotated on graphs of {0}: {1}', name, mark.text));
		} catch (error) {
			if (isAbort(error)) {
				throw error;
			}
			app.log.warn(`${name}: annotation`, error);
			const why = FaultlineError.is(error) ? error.message : l10n.t('It could not be asked; the log says why.');
			run.tell('error', l10n.t('{0} was not annotated in {1}. {2}', incident.key, name, why), {
				title: l10n.t('Try Again'),
				act: (next) => annotate(app, next, incident, mark, [{ setting, source }]),
			});
		}
	}
}
