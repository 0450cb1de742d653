import * as v from 'valibot';
import { PERIODS } from '../core/incident/metrics/periods';

const Text = v.string();
/** Names of services and paths are ids, too. */
const Id = v.string();
/** What a webview may say is bounded. */
const SaidId = v.pipe(Id, v.maxLength(100_000));
const Value = v.nullable(v.number());

/** A picture of all charts is no larger than this, in base64. */
export const PICTURE_LIMIT = 30_000_000;

/** What somebody looks at, and how; kept for the next time. */
export const View = v.object({
	period: v.picklist(PERIODS),
	/** `null`: incidents that name none; all where absent. */
	service: v.optional(v.nullable(SaidId)),
	/** Ids of charts that are shown as tables. */
	tables: v.pipe(v.array(SaidId), v.maxLength(50)),
});
export type View = v.InferOutput<typeof View>;

/** A colour by its meaning: a priority's, or one of VS Code's own for charts. */
const Tone = v.picklist(['P1', 'P2', 'P3', 'P4', 'blue', 'purple', 'green', 'orange', 'foreground']);
export type Tone = v.InferOutput<typeof Tone>;

/** A number that stands by itself. */
const Tile = v.object({
	id: Id,
	label: Text,
	value: Text,
	detail: Text,
	/** There are incidents behind it. */
	canOpen: v.boolean(),
});
export type Tile = v.InferOutput<typeof Tile>;

const Row = v.object({
	id: Id,
	/** On an axis; `name` says it in full. */
	label: Text,
	name: Text,
	/** Its own colour, where rows have several. */
	tone: v.optional(Tone),
	/** Each aligned with the chart's series; `texts` is what a person reads. */
	values: v.array(Value),
	texts: v.array(Text),
	canOpen: v.array(v.boolean()),
	/** Few incidents are behind it: its numbers say little. */
	isThin: v.boolean(),
});
export type Row = v.InferOutput<typeof Row>;

/**
 * A chart and the table behind it. `columns` stand, `bars` lie, `stack`: columns of several parts, `lines` are courses with gaps where nothing
 * is known, `list`: a table with a bar for each row.
 */
const Chart = v.object({
	id: Id,
	title: Text,
	/** What exactly is counted. */
	hint: Text,
	kind: v.picklist(['columns', 'bars', 'stack', 'lines', 'list']),
	/** Durations are in milliseconds, shares 0..1. */
	unit: v.picklist(['count', 'duration', 'share']),
	/** What rows are. */
	rowTitle: Text,
	series: v.array(v.object({ id: Id, name: Text, tone: Tone, isDrawn: v.boolean() })),
	rows: v.array(Row),
	/** What is said where there is nothing to show. */
	empty: Text,
	/** What is said below, of rows that are left out or say little; empty where there is nothing to say. */
	note: Text,
});
export type Chart = v.InferOutput<typeof Chart>;

/** What the host sends; each is a whole picture. */
export const HostToDashboard = v.variant('type', [
	v.object({
		type: v.literal('shown'),
		/** The view it is of: another one may have been asked for since. */
		view: View,
		/** Services that can be chosen, by name. */
		services: v.array(Text),
		/** Some incidents name no service. */
		hasUnnamed: v.boolean(),
		/** There is no incident at all. */
		isEmpty: v.boolean(),
		/** In a sentence, what of the incidents is looked at. */
		summary: Text,
		tiles: v.array(Tile),
		charts: v.array(Chart),
	}),
	v.object({ type: v.literal('failed'), message: Text }),
]);
export type HostToDashboard = v.InferOutput<typeof HostToDashboard>;
export type Shown = Extract<HostToDashboard, { type: 'shown' }>;

/** A place on the dashboard: of a tile, only `chart` is said. */
export const Place = v.object({ chart: SaidId, row: v.optional(SaidId), series: v.optional(SaidId) });
export type Place = v.InferOutput<typeof Place>;

export const DashboardToHost = v.variant('type', [
	v.object({ type: v.literal('ready') }),
	/** The first numbers are on the screen. */
	v.object({ type: v.literal('painted') }),
	v.object({ type: v.literal('viewChanged'), view: View }),
	/** The incidents behind a place are wanted. */
	v.object({ type: v.literal('opened'), place: Place }),
	v.object({ type: v.literal('retried') }),
	v.object({ type: v.literal('tablesWanted') }),
	/** A picture was made, and is to be saved: PNG in base64. */
	v.object({ type: v.literal('pictureMade'), png: v.pipe(v.string(), v.maxLength(PICTURE_LIMIT), v.base64()) }),
	v.object({ type: v.literal('pictureFailed') }),
	/** An incident is to be recorded, since there is none. */
	v.object({ type: v.literal('incidentWanted'), from: v.picklist(['form', 'clipboard']) }),
]);
export type DashboardToHost = v.InferOutput<typeof DashboardToHost>;
