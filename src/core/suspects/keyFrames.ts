import * as l10n from '@vscode/l10n';
import { isInApp } from '../frames/inApp';
import type { Locations } from '../frames/resolve';
import type { InAppRules } from '../trace/inAppRules';
import type { Exception, Trace } from '../trace/model';
import type { KeyFrame } from './evidence';

/** Deeper frames than this say nothing about the failure. Each signal takes as many of them, from the front, as its cost allows. */
const MAX_FRAMES = 40;

/**
 * The frames nearest to the failure, most telling first: the root cause's frames before those of what it caused, innermost call first; each file and
 * line once. Those of vendors stay where they are in the repository.
 */
export function keyFrames(traces: readonly Trace[], locations: Locations, rules: InAppRules): readonly KeyFrame[] {
	const seen = new Set<string>();
	const frames: KeyFrame[] = [];
	let inApp = 0;
	for (const [t, trace] of traces.entries()) {
		for (const e of towardsTheCause(trace.exceptions)) {
			for (const [f, frame] of (trace.exceptions[e]?.frames ?? []).entries()) {
				const location = locations[t]?.[e]?.[f];
				const key = `${location?.path}:${frame.line}`;
				if (!location || location.repository !== undefined || seen.has(key) || frames.length === MAX_FRAMES) {
					continue;
				}
				seen.add(key);
				const isVendor = !isInApp(frame, location, rules);
				frames.push({
					location,
					...(frame.line !== undefined && { line: frame.line }),
					...(frame.function !== undefined && { function: frame.function }),
					format: trace.format,
					isVendor,
					label: isVendor
						? l10n.t('a vendor frame')
						: inApp === 0
							? l10n.t('the innermost in-app frame')
							: l10n.t('in-app frame {0}', inApp + 1),
				});
				inApp += isVendor ? 0 : 1;
			}
		}
	}
	return frames;
}

/**
 * Order in which exceptions speak: the deepest cause first, then what it caused. An error raised while another one was being handled
 * (`context`) is the news; the handled one is not. Suppressed ones, members of a group and other threads come last.
 */
function towardsTheCause(exceptions: readonly Exception[]): readonly number[] {
	const order = (index: number) => {
		switch (exceptions[index]?.relation) {
			case 'cause':
				return -index;
			case 'thrown':
				return 0;
			case 'context':
				return 1000 + index;
			default:
				return 2000 + index;
		}
	};
	return exceptions.map((_, index) => index).sort((a, b) => order(a) - order(b));
}

/** Messages of all exceptions, in the order in which they speak. */
export function messagesOf(traces: readonly Trace[]): readonly string[] {
	return traces.flatMap(({ exceptions }) =>
		towardsTheCause(exceptions).flatMap((index) => {
			const { type = '', message = '' } = exceptions[index] ?? {};
			return [`${type}: ${message}`];
		}),
	);
}
