import { FEATURES } from './features';
import { FILE_FEATURES } from './files';
import data from './trained.json';
import { WINDOW_FEATURES } from './windowChanges';

/** Turns a share into a probability: `1 / (1 + exp(-(offset + slope * logit(share))))`, after Platt, 1999. */
export interface Calibration {
	readonly offset: number;
	readonly slope: number;
}

/** Weights of a conditional logit: a place's, or a file's, share is the softmax of weights times features. */
export interface Trained {
	/** In the order of `FEATURES`. */
	readonly place: readonly number[];
	/** In the order of `FILE_FEATURES`. */
	readonly file: readonly number[];
	/** In the order of `WINDOW_FEATURES`. */
	readonly window: readonly number[];
	readonly commitCalibration: Calibration;
	/** Of commits where a last good revision is known: few are left then, and one of them it is. */
	readonly windowCalibration: Calibration;
	readonly fileCalibration: Calibration;
}

/** As `trained.json` keeps it: weights by name, so that a feature that moves keeps its own. */
export interface TrainedData {
	readonly place: Readonly<Record<string, number>>;
	readonly file: Readonly<Record<string, number>>;
	readonly window: Readonly<Record<string, number>>;
	readonly commitCalibration: Calibration;
	readonly windowCalibration: Calibration;
	readonly fileCalibration: Calibration;
}

export function trainedFrom({ place, file, window, ...calibrations }: TrainedData): Trained {
	return {
		place: FEATURES.map((name) => place[name] ?? 0),
		file: FILE_FEATURES.map((name) => file[name] ?? 0),
		window: WINDOW_FEATURES.map((name) => window[name] ?? 0),
		...calibrations,
	};
}

/** Made by `npm run train` from the development incidents. */
export const trained: Trained = trainedFrom(data);

/** A share as a probability. */
export function calibrated(share: number, { offset, slope }: Calibration): number {
	const clipped = Math.min(1 - 1e-6, Math.max(1e-6, share));
	return 1 / (1 + Math.exp(-(offset + slope * Math.log(clipped / (1 - clipped)))));
}
