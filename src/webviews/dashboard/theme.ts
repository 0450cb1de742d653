import { useEffect, useState } from 'preact/hooks';
import type { Tone } from '../../protocol/dashboard';

/** VS Code's colours as they are now, for what is drawn on a canvas, where style sheets do not reach. */
export interface Theme {
	readonly foreground: string;
	readonly subdued: string;
	readonly background: string;
	readonly lines: string;
	readonly focus: string;
	readonly tooltip: { readonly background: string; readonly foreground: string; readonly border: string };
	readonly font: string;
	readonly fontSize: number;
	readonly tones: Readonly<Record<Tone, string>>;
	readonly isHighContrast: boolean;
	readonly isStill: boolean;
}

const REDUCED = '(prefers-reduced-motion: reduce)';

export function readTheme(): Theme {
	const style = getComputedStyle(document.documentElement);
	const of = (name: string, fallback = '#808080') => style.getPropertyValue(`--vscode-${name}`).trim() || fallback;
	const { classList } = document.body;
	const foreground = of('foreground');
	return {
		foreground,
		subdued: of('descriptionForeground', foreground),
		background: of('editor-background', 'transparent'),
		lines: of('charts-lines', foreground),
		focus: of('focusBorder', foreground),
		tooltip: {
			background: of('editorHoverWidget-background', of('editor-background')),
			foreground: of('editorHoverWidget-foreground', foreground),
			border: of('editorHoverWidget-border', foreground),
		},
		font: of('font-family', 'sans-serif'),
		fontSize: Number.parseFloat(of('font-size', '13px')) || 13,
		tones: {
			P1: of('faultline-priority1'),
			P2: of('faultline-priority2'),
			P3: of('faultline-priority3'),
			P4: of('faultline-priority4'),
			blue: of('charts-blue'),
			purple: of('charts-purple'),
			green: of('charts-green'),
			orange: of('charts-orange'),
			foreground,
		},
		isHighContrast: classList.contains('vscode-high-contrast'),
		isStill: classList.contains('vscode-reduce-motion') || window.matchMedia(REDUCED).matches,
	};
}

/** The theme, again whenever the person chooses another one or wants less motion. */
export function useTheme(): Theme {
	const [theme, setTheme] = useState(readTheme);
	useEffect(() => {
		const changed = () => setTheme(readTheme());
		const observer = new MutationObserver(changed);
		observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
		observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
		const motion = window.matchMedia(REDUCED);
		motion.addEventListener('change', changed);
		return () => {
			observer.disconnect();
			motion.removeEventListener('change', changed);
		};
	}, []);
	return theme;
}
