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

function told(event: string, earlier: Earlier): string {
	const followed = new Set<string>();
	let target = earlier(event);
	for (let next = target && undoneBy(target.event); target && next !== undefined && !followed.has(next); ) {
		followed.add(next);
		target = earlier(next);
		next = target && undoneBy(target.event);
	}
	const what = target?.sentence ?? l10n.t('a change that is not here');
	return followed.size % 2 === 0 ? l10n.t('Undone: {0}', what) : l10n.t('Done again: {0}', what);
}
