import * as vscode from 'vscode';
import type { Disposable } from '../../base/disposables';

const HIGHLIGHT_MS = 1800;

/** Opens editors at a line and marks the line for a moment, so that the eye finds it. Lines are 1-based. */
export class LineOpener implements Disposable {
	private readonly filled = vscode.window.createTextEditorDecorationType({
		isWholeLine: true,
		backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
	});
	/** High contrast themes have no background for it. */
	private readonly outlined = vscode.window.createTextEditorDecorationType({
		isWholeLine: true,
		border: '1px solid',
		borderColor: new vscode.ThemeColor('contrastActiveBorder'),
	});
	private readonly fading = new Map<vscode.TextEditor, ReturnType<typeof setTimeout>>();

	/** @param line clipped to the document; undefined opens the file where it was left */
	async open(uri: vscode.Uri, line: number | undefined): Promise<vscode.TextEditor> {
		const document = await vscode.workspace.openTextDocument(uri);
		if (line === undefined) {
			return vscode.window.showTextDocument(document, { preview: true });
		}
		const row = Math.min(Math.max(line - 1, 0), document.lineCount - 1);
		const { range, firstNonWhitespaceCharacterIndex } = document.lineAt(row);
		const start = new vscode.Position(row, firstNonWhitespaceCharacterIndex);
		const selection = new vscode.Range(start, start);
		const editor = await vscode.window.showTextDocument(document, { preview: true, selection });
		editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
		this.mark(editor, range);
		return editor;
	}

	dispose(): void {
		for (const timer of this.fading.values()) {
			clearTimeout(timer);
		}
		this.fading.clear();
		this.filled.dispose();
		this.outlined.dispose();
	}

	private mark(editor: vscode.TextEditor, range: vscode.Range): void {
		clearTimeout(this.fading.get(editor));
		const highlight = isHighContrast() ? this.outlined : this.filled;
		editor.setDecorations(highlight, [range]);
		this.fading.set(
			editor,
			setTimeout(() => {
				this.fading.delete(editor);
				if (vscode.window.visibleTextEditors.includes(editor)) {
					editor.setDecorations(highlight, []);
				}
			}, HIGHLIGHT_MS),
		);
	}
}

function isHighContrast(): boolean {
	const { kind } = vscode.window.activeColorTheme;
	return kind === vscode.ColorThemeKind.HighContrast || kind === vscode.ColorThemeKind.HighContrastLight;
}
