// Whatever a monitor says becomes an alert here: bounded, in one line where it is one, with addresses that are safe to open.
import * as l10n from '@vscode/l10n';
import { isWebAddress } from '../incident/links';
import { hashOf } from '../trace/hash';
import { type LabelSet, labelsSay, severityOf } from './labels';
import type { Alert, AlertState } from './model';

/** What a monitor says of one alert; all of it is its own word. Times as it writes them. */
export interface RawAlert {
	readonly key: string;
	readonly title: string;
	/** What it is called where the title has figures in it. */
	readonly name?: string | undefined;
	readonly description?: string | undefined;
	readonly state: AlertState;
	/** However it calls it; that of the labels where absent. */
	readonly severity?: string | undefined;
	readonly service?: string | undefined;
	readonly environment?: string | undefined;
	readonly release?: string | undefined;
	readonly labels?: Readonly<Record<string, unknown>> | undefined;
	/** What may hold stack traces. */
	readonly texts?: readonly (string | undefined)[] | undefined;
	readonly startsAt: string | number | undefined;
	readonly endsAt?: string | number | undefined;
	readonly url?: string | undefined;
	readonly count?: number | undefined;
}

/** Which monitor says it. */
export interface Origin {
	/** As `Alert` has it. */
	readonly source: string;
	readonly name: string;
}

const TITLE = 200;
const DESCRIPTION = 10_000;
const TEXT = 200_000;
const LABELS = 40;
const LABEL = 300;
const KEY = 300;
const URL_LENGTH = 2000;
const DAY = 86_400_000;

/** @param now epoch milliseconds: what has not been yet begins now, however wrong the monitor's clock is */
export function alertOf(raw: RawAlert, { source, name: sourceName }: Origin, now: number): Alert {
	const labels = bounded(raw.labels ?? {});
	const said = labelsSay(labels);
	const title =
		oneLine(raw.title, TITLE) || oneLine(raw.name ?? '', TITLE) || oneLine(raw.key, TITLE) || l10n.t('Alert');
	const service = oneLine(raw.service ?? said.service ?? '', LABEL);
	const environment = oneLine(raw.environment ?? said.environment ?? '', LABEL);
	const release = oneLine(raw.release ?? said.release ?? '', LABEL);
	const saidAt = timeOf(raw.startsAt) ?? 0;
	const startsAt = Math.min(saidAt || now, now);
	const endsAt = raw.state === 'resolved' ? Math.max(startsAt, Math.min(timeOf(raw.endsAt) ?? now, now)) : undefined;
	const url = raw.url?.trim() ?? '';
	const kind = oneLine(raw.name ?? title, TITLE).replaceAll(/\d+/g, '0');
	return {
		...{ source, sourceName, title, labels, startsAt },
		key: raw.key.length > KEY ? hashOf(raw.key) : raw.key,
		fingerprint: hashOf(JSON.stringify([kind, service, environment])),
		description: raw.description?.trim().slice(0, DESCRIPTION) ?? '',
		state: raw.state,
		severity: severityOf(raw.severity ?? said.severity),
		...(saidAt !== startsAt && { saidAt }),
		...(service !== '' && { service }),
		...(environment !== '' && { environment }),
		...(release !== '' && { release }),
		text: [...new Set((raw.texts ?? []).map((text) => text?.trim() ?? ''))].filter(Boolean).join('\n\n').slice(0, TEXT),
		...(endsAt !== undefined && { endsAt }),
		...(url.length <= URL_LENGTH && isWebAddress(url) && { url }),
		count: Number.isSafeInteger(raw.count) ? Math.max(1, raw.count ?? 1) : 1,
	};
}

/** What most labels are, told quickly: there may be a hundred thousand in an answer. */
const PLAIN = /^[\x21-\x7e]*$/;

/** Without what ends lines, hides, or turns the direction of text. */
export function oneLine(text: string, limit: number): string {
	if (text.length <= limit && PLAIN.test(text)) {
		return text;
	}
	return text
		.slice(0, limit * 4)
		.replaceAll(/[\s\p{Cc}\p{Cf}\p{Cs}]+/gu, ' ')
		.trim()
		.slice(0, limit)
		.trimEnd();
}

const isPlain = (value: unknown): value is string | number | boolean =>
	typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** Without lists and objects, which say nothing here, and may be in one another until the stack ends. */
export const plainValues = (labels: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
	Object.fromEntries(Object.entries(labels).filter(([, value]) => isPlain(value)));

function bounded(labels: Readonly<Record<string, unknown>>): LabelSet {
	const kept: Record<string, string> = {};
	let count = 0;
	for (const [name, value] of Object.entries(labels)) {
		if (count === LABELS) {
			break;
		}
		if (isPlain(value)) {
			const [key, said] = [oneLine(name, 100), oneLine(String(value), LABEL)];
			if (key !== '' && key !== '__proto__' && said !== '') {
				kept[key] = said;
				count++;
			}
		}
	}
	return kept;
}

/**
 * A time as monitors write them: ISO 8601, or seconds or parts of them since 1970. One without a zone is none: whose it is nobody knows.
 * Years that no monitor has seen (`0001-01-01T00:00:00Z` of Go) are none either.
 */
export function timeOf(said: string | number | undefined): number | undefined {
	const text = String(said ?? '').trim();
	if (/^\d+(?:\.\d+)?$/.test(text)) {
		const count = Number(text);
		const ms = count < 1e11 ? count * 1000 : count < 1e14 ? count : count < 1e17 ? count / 1000 : count / 1e6;
		return ms > 365 * DAY ? Math.round(ms) : undefined;
	}
	const isZoned = /(?:Z|[+-]\d\d:?\d\d| GMT| UTC)$/i.test(text);
	// Nanoseconds, as Go writes them, are more than engines have to read.
	const ms = isZoned ? Date.parse(text.replace(/(\.\d{3})\d+/, '$1')) : Number.NaN;
	return Number.isNaN(ms) || ms < 365 * DAY ? undefined : ms;
}
