import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { defineEvent, type Earlier } from './define';

const Undone = v.object({
	/** Id of an earlier event of the same incident. */
	event: v.string(),
});

/**
 * Takes one earlier event back, also one of these, which does again what that took back. The fold works out beforehand what is left out, so
 * there is nothing to apply.
 */
export const changeUndone = defineEvent('change.undone', Undone, {
	apply: (state) => state,
	describe: ({ payload }, earlier) => told(payload.event, earlier),
	provenance: 'reported',
});

/** The event that is undone; undefined for an event of another type, or one that does not fit. */
export function undoneBy({ type, payload }: { readonly type: string; readonly payload: unknown }): string | undefined {
	return type === changeUndone.type && v.is(Undone, payload) ? payload.event : undefined;
}

/** Follows a chain of undoings down to the change that it is about; every other one does it again. */
function told(event: string, earlier: Earlier): string {
	const chain = [event];
	let target = earlier(event);
	let next = target && undoneBy(target.event);
	while (next !== undefined && !chain.includes(next)) {
		chain.push(next);
		target = earlier(next);
		next = target && undoneBy(target.event);
	}
	const what = target?.sentence ?? l10n.t('an earlier change');
	return chain.length % 2 === 1 ? l10n.t('Undone: {0}', what) : l10n.t('Done again: {0}', what);
}
