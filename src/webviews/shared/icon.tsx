import '@vscode/codicons/dist/codicon.css';

/** One of VS Code's own icons, for decoration: what it means is said in words beside it, or by the label of its button. */
export function Icon({ name }: { readonly name: string }) {
	return <span class={`codicon codicon-${name}`} aria-hidden="true" />;
}
