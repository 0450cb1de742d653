let spoken = 'en';

/** The language of the webview's document; where a page is drawn outside of one, what `speak` was told. */
export function language(): string {
	return typeof document === 'undefined' ? spoken : document.documentElement.lang || 'en';
}

/** @param locale as VS Code has it: `de`, `en-US` */
export function speak(locale: string): void {
	spoken = locale;
}
