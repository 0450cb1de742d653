// Imported only by webviews that show Markdown: the parser is larger than all of preact.
import { useMemo } from 'preact/hooks';
import { markdownElements } from './markdownElements';
import './markdown.css';

/** A text in Markdown; safe whoever wrote it. */
export function Markdown({ text }: { readonly text: string }) {
	const content = useMemo(() => markdownElements(text), [text]);
	return (
		<div class="markdown" dir="auto">
			{content}
		</div>
	);
}
