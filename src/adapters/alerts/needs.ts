import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { FaultlineError } from '../../base/errors';
import { jsonItems } from '../../base/jsonItems';
import { type Breather, runInSlices } from '../../base/slices';
import type { Answer } from '../../core/alerts/intake';
import { alertOf, type Origin, plainValues, type RawAlert } from '../../core/alerts/raw';
import type { Clock } from '../../core/ports/clock';
import type { Log } from '../../core/ports/log';
import type { Http, HttpRequest } from '../http/client';
import { malformed, refusedBy } from '../http/errors';

/** What every source of alerts is built on. */
export interface SourceNeeds {
	readonly http: Http;
	/** Address of the service, without a slash at its end. */
	readonly base: string;
	/** As `Alert.sourceName` has it. */
	readonly name: string;
	readonly clock: Clock;
	readonly log: Log;
	/** @throws `signal.reason` when cancelled */
	readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
	readonly breather: Breather;
	/** Tells accounts apart that are reached at the same address. */
	readonly account?: string | undefined;
	/** What of it is asked for, where that was chosen. */
	readonly parts?: readonly string[] | undefined;
}

/** Whose alerts are. */
export const originOf = (kind: string, { base, account = '', name }: SourceNeeds): Origin => ({
	...{ source: account === '' ? `${kind} ${base}` : `${kind} ${base}#${account}`, name },
});

/** It is over, or was never there. */
export const alertGone = (name: string, title: string) =>
	new FaultlineError(
		'alerts.gone',
		l10n.t('{0} has no alert “{1}” any more, so nothing was changed there.', name, title),
	);

/** The same, where it was only asked about. */
export const alertUnknown = (name: string, title: string) =>
	new FaultlineError('alerts.gone', l10n.t('{0} has no alert “{1}” any more.', name, title));

export const cannot = (name: string) =>
	new FaultlineError(
		'alerts.cannot',
		l10n.t('{0} resolves its alerts itself: they end when what they are about ends.', name),
	);

export const missingPermission = (name: string, permission: string, cause?: unknown) =>
	new FaultlineError(
		'alerts.missingPermission',
		l10n.t('The token for {0} lacks the permission “{1}”. Give it that, then try again.', name, permission),
		{ cause },
	);

/**
 * Reads lists of alerts, in slices. While the answer is word for word the last one, what was made of it is kept.
 *
 * @param path as `jsonItems` has it
 * @param alertIn what one item says; `none` where it is no alert, and nothing where it cannot be read
 */
export function listReader(
	{ http, clock, breather }: SourceNeeds,
	origin: Origin,
	path: readonly string[],
	alertIn: (item: unknown) => RawAlert | 'none' | undefined,
): (request: HttpRequest, signal: AbortSignal) => Promise<Answer> {
	let last: { readonly text: string; readonly etag: string | undefined; readonly answer: Answer } | undefined;
	return async (request, signal) => {
		const { status, text, headers } = await http.send({ ...request, etag: last?.etag }, signal);
		if (last && (status === 304 || text === last.text)) {
			return last.answer;
		}
		const answer = await runInSlices(answerSteps(text), breather, signal);
		last = { text, etag: headers.etag, answer };
		return answer;
	};

	function* answerSteps(text: string): Generator<undefined, Answer> {
		const now = clock.now();
		const items = yield* itemsIn(text);
		const alerts: Answer['alerts'][number][] = [];
		let isWhole = true;
		for (const [index, item] of items.entries()) {
			if (index % 50 === 49) {
				yield;
			}
			const raw = alertIn(item);
			if (raw === undefined) {
				isWhole = false; // what cannot be read is not over for that
			} else if (raw !== 'none') {
				alerts.push(alertOf(raw, origin, now));
			}
		}
		return { source: origin.source, alerts, isWhole };
	}

	function* itemsIn(text: string): Generator<undefined, readonly unknown[]> {
		try {
			const items = yield* jsonItems(text, path);
			if (items) {
				return items;
			}
		} catch (error) {
			throw malformed(http.name, error);
		}
		throw malformed(http.name, new Error(`no list at “${path.join('.')}”`));
	}
}

/**
 * Asks for something that a token may not be allowed, and names what it would need. Atlassian refuses a token without a scope as if it were none.
 *
 * @throws FaultlineError `alerts.missingPermission`
 */
export async function needing<T>(name: string, permission: string, work: Promise<T>): Promise<T> {
	try {
		return await work;
	} catch (error) {
		const lacks =
			FaultlineError.is(error, 'http.forbidden') ||
			(FaultlineError.is(error, 'http.unauthorized') && /\bscope\b/i.test(refusedBy(error)?.said ?? ''));
		throw lacks ? missingPermission(name, permission, error) : error;
	}
}

/** What fits; else the answer is not what was expected. @throws FaultlineError `http.malformed` */
export function checked<T>(name: string, schema: v.GenericSchema<unknown, T>, value: unknown): T {
	const result = v.safeParse(schema, value);
	if (!result.success) {
		throw malformed(name, new Error(v.summarize(result.issues)));
	}
	return result.output;
}

/**
 * Makes answers of what was read, in slices; the last one again where that is the same.
 *
 * In `raws`, nothing stands for what could not be read, which is not over for that: then the answer is not whole
 */
export function answering(
	{ clock, breather }: SourceNeeds,
	origin: Origin,
): (raws: readonly (RawAlert | undefined)[], isWhole: boolean, signal: AbortSignal) => Promise<Answer> {
	let last: { readonly texts: readonly string[]; readonly answer: Answer } | undefined;
	return (raws, isWhole, signal) => runInSlices(answerSteps(raws, isWhole), breather, signal);

	function* answerSteps(raws: readonly (RawAlert | undefined)[], isAll: boolean): Generator<undefined, Answer> {
		const known = raws.filter((raw) => raw !== undefined);
		const isWhole = isAll && known.length === raws.length;
		const texts: string[] = [];
		for (const [index, raw] of known.entries()) {
			if (index % 50 === 49) {
				yield;
			}
			texts.push(JSON.stringify({ ...raw, labels: plainValues(raw.labels ?? {}) }));
		}
		const isSame = last?.texts.length === texts.length && texts.every((text, index) => text === last?.texts[index]);
		if (last && isSame && last.answer.isWhole === isWhole) {
			return last.answer;
		}
		const now = clock.now();
		const alerts: Answer['alerts'][number][] = [];
		for (const [index, raw] of known.entries()) {
			if (index % 50 === 49) {
				yield;
			}
			alerts.push(alertOf(raw, origin, now));
		}
		const answer = { source: origin.source, alerts, isWhole };
		last = { texts, answer };
		return answer;
	}
}

/** An alert that is gone is said to be, whatever the service calls that. */
export async function unlessGone<T>(name: string, title: string, work: Promise<T>): Promise<T> {
	try {
		return await work;
	} catch (error) {
		throw FaultlineError.is(error, 'http.notFound') ? alertGone(name, title) : error;
	}
}
