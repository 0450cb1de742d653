import type { ComponentChildren, VNode } from 'preact';

/** Elements as text, `<a href="…">words</a>`, without drawing them: components are not called, their children are. Text is escaped. */
export function textOf(children: ComponentChildren): string {
	if (Array.isArray(children)) {
		return children.map(textOf).join('');
	}
	if (children === null || children === undefined || typeof children === 'boolean') {
		return '';
	}
	if (typeof children !== 'object') {
		return String(children).replaceAll('<', '&lt;');
	}
	const { type, props } = children as VNode<Record<string, unknown>>;
	const inside = textOf(props.children as ComponentChildren);
	if (typeof type !== 'string') {
		return inside;
	}
	const attributes = Object.entries(props).filter(([name, value]) => name !== 'children' && value !== undefined);
	return `<${type}${attributes.map(([name, value]) => ` ${name}="${value}"`).join('')}>${inside}</${type}>`;
}
