import * as l10n from '@vscode/l10n';
import { assertNever } from '../base/assertNever';
import type { Unresolved } from '../core/suspects/model';
import type { Frame } from '../core/trace/model';
import { shortSha } from './words';

/** Why a frame has no file, in a few words for its row. An analysis of an older version has no reason; then the trace says what it can. */
export function whyNowhere(frame: Frame, why: Unresolved | null | undefined, revision: string): string {
	if (!why) {
		return frame.file === undefined
			? l10n.t('no file in the trace')
			: l10n.t('no such file at {0}', shortSha(revision));
	}
	switch (why.code) {
		case 'noFile':
			return l10n.t('no file in the trace');
		case 'notAtRevision':
			return l10n.t('no such file at {0}', shortSha(revision));
		case 'outside':
			return l10n.t('outside this repository');
		case 'vendor':
			return l10n.t('in package {0}', why.package);
		case 'runtime':
			return l10n.t('part of {0}', why.package);
		case 'onlyDouble':
			return l10n.t('only {0} fits, a test or generated file', why.path);
		default:
			return assertNever(why);
	}
}

/** The same as a sentence that says what to do. */
export function whyNowhereSentence(frame: Frame, why: Unresolved | null | undefined, revision: string): string {
	const file = frame.file ?? '';
	switch (why?.code) {
		case 'noFile':
			return l10n.t('The trace names no file for this frame, so there is no line to open.');
		case 'vendor':
			return l10n.t(
				'{0} is in the package {1}, which this repository does not publish. If it does, say where its folder is.',
				file,
				why.package,
			);
		case 'runtime':
			return l10n.t('{0} is part of {1}, not of this repository.', file, why.package);
		case 'onlyDouble':
			return l10n.t(
				'Of {0} only {1} is here, a test or generated file. If that is meant, say where its folder is.',
				file,
				why.path,
			);
		case 'outside':
			return l10n.t(
				'{0} is not where the other frames say the program was installed. If it is part of this repository, say where its folder is.',
				file,
			);
		default:
			return file === ''
				? l10n.t('The trace names no file for this frame, so there is no line to open.')
				: l10n.t(
						'{0} is not in this repository at {1}. Choose the revision that was deployed, or say where its folder is.',
						file,
						shortSha(revision),
					);
	}
}
