import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../base/errors';
import type { CommandEnd } from '../core/ports/reproduction';

export const noCommonHistory = (good: string, bad: string) =>
	new FaultlineError(
		'bisect.noCommonHistory',
		l10n.t(
			'{0} and {1} have no commit in common, so there is nothing between them to test. Choose other revisions.',
			good,
			bad,
		),
	);

export const nothingBetween = (good: string, bad: string) =>
	new FaultlineError(
		'bisect.nothingBetween',
		l10n.t(
			'There is no commit in {1} that is not in {0}. Choose an older good revision, or a newer bad one.',
			good,
			bad,
		),
	);

export const tooMany = (limit: number) =>
	new FaultlineError(
		'bisect.tooMany',
		l10n.t('There are more than {0} commits between the good and the bad revision. Choose a newer good one.', limit),
	);

export const badPasses = (bad: string) =>
	new FaultlineError(
		'bisect.badPasses',
		l10n.t(
			'The command passes at {0}, which should fail, so it does not show the failure. Nothing was decided; try another command.',
			bad,
		),
	);

export const goodFails = (good: string) =>
	new FaultlineError(
		'bisect.goodFails',
		l10n.t(
			'The command fails at {0} already, which should be good. Choose an older good revision, or another command.',
			good,
		),
	);

export const endSkipped = (revision: string) =>
	new FaultlineError(
		'bisect.endSkipped',
		l10n.t(
			'{0} cannot be tested: the command skips it, or takes too long there. Choose another revision or command.',
			revision,
		),
	);

export const commandNotRun = (detail: string) =>
	new FaultlineError(
		'bisect.commandNotRun',
		l10n.t('The command could not be run ({0}). Nothing was decided; check how it is written.', detail),
	);

export const commandAborted = (revision: string, end: CommandEnd) =>
	new FaultlineError(
		'bisect.commandAborted',
		l10n.t(
			'The command ended abnormally at {0} ({1}), so the bisection was stopped. The log has what was found until then.',
			revision,
			end.kind === 'exit' ? l10n.t('exit code {0}', end.code) : end.kind === 'signal' ? end.signal : end.kind,
		),
	);
