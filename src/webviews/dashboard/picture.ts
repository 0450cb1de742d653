// A picture of all charts, for a report: drawn anew at one size, whatever the window's is and whatever is shown as a table.
import type { Shown, Tile } from '../../protocol/dashboard';
import { drawStill } from './charts';
import type { Theme } from './theme';

const SCALE = 2;
const [WIDTH, MARGIN, GAP] = [1240, 32, 24];
const COLUMN = (WIDTH - 2 * MARGIN - GAP) / 2;
const [CHART_HEIGHT, TITLE_HEIGHT, TILE_HEIGHT, HEAD_HEIGHT] = [240, 30, 84, 84];
const TILES_IN_ROW = 4;

/** @returns PNG in base64 @throws Error where there is no room in memory for it */
export function pictureOf(title: string, { summary, tiles, charts }: Shown, theme: Theme): string {
	const drawn = charts.filter(({ empty }) => empty === '');
	const tilesHeight = Math.ceil(tiles.length / TILES_IN_ROW) * TILE_HEIGHT;
	const rows = Math.ceil(drawn.length / 2);
	const height = MARGIN + HEAD_HEIGHT + tilesHeight + rows * (TITLE_HEIGHT + CHART_HEIGHT + GAP) + MARGIN;
	const sheet = document.createElement('canvas');
	sheet.width = WIDTH * SCALE;
	sheet.height = height * SCALE;
	const context = sheet.getContext('2d');
	if (!context) {
		throw new Error('There is no canvas to draw on.');
	}
	context.scale(SCALE, SCALE);
	context.fillStyle = theme.background;
	context.fillRect(0, 0, WIDTH, height);
	const write = (text: string, x: number, y: number, size: number, isSubdued = false, weight = 400) => {
		context.font = `${weight} ${size}px ${theme.font}`;
		context.fillStyle = isSubdued ? theme.subdued : theme.foreground;
		context.fillText(text, x, y, COLUMN);
	};
	write(title, MARGIN, MARGIN + 24, 24, false, 600);
	write(summary, MARGIN, MARGIN + 50, 14, true);
	const tileWidth = (WIDTH - 2 * MARGIN) / TILES_IN_ROW;
	for (const [index, tile] of tiles.entries()) {
		const x = MARGIN + (index % TILES_IN_ROW) * tileWidth;
		writeTile(write, tile, x, MARGIN + HEAD_HEIGHT + Math.floor(index / TILES_IN_ROW) * TILE_HEIGHT);
	}
	for (const [index, chart] of drawn.entries()) {
		const x = MARGIN + (index % 2) * (COLUMN + GAP);
		const y = MARGIN + HEAD_HEIGHT + tilesHeight + Math.floor(index / 2) * (TITLE_HEIGHT + CHART_HEIGHT + GAP);
		write(chart.title, x, y + 16, 14, false, 600);
		context.drawImage(drawStill(chart, theme, COLUMN, CHART_HEIGHT, SCALE), x, y + TITLE_HEIGHT, COLUMN, CHART_HEIGHT);
	}
	const address = sheet.toDataURL('image/png');
	const comma = address.indexOf(',');
	if (!address.startsWith('data:image/png') || comma < 0) {
		throw new Error('The canvas could not be read.');
	}
	return address.slice(comma + 1);
}

function writeTile(
	write: (text: string, x: number, y: number, size: number, isSubdued?: boolean, weight?: number) => void,
	{ label, value, detail }: Tile,
	x: number,
	y: number,
): void {
	write(label, x, y + 12, 13, true);
	write(value, x, y + 38, 22, false, 600);
	write(detail, x, y + 58, 12, true);
}
