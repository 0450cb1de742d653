/** Wakes one who waits. A ring while nobody waits is not lost: the next wait ends at once. */
export interface Bell {
	ring(): void;
	/** Resolves at the next ring, or after `limitMs`. */
	wait(limitMs: number): Promise<void>;
}

export function bell(): Bell {
	let isRung = false;
	let wake: (() => void) | undefined;
	return {
		ring: () => {
			isRung = true;
			wake?.();
		},
		wait: (limitMs) =>
			new Promise((resolve) => {
				const end = () => {
					clearTimeout(timer);
					wake = undefined;
					isRung = false;
					resolve();
				};
				const timer = setTimeout(end, limitMs);
				timer.unref();
				wake = end;
				if (isRung) {
					end();
				}
			}),
	};
}
