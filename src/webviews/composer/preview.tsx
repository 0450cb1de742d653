import * as l10n from '@vscode/l10n';
import type { Copy, Drawn, Sending } from '../../protocol/composer';
import type { ComposerModel } from './model';

/** What each channel is sent, read back from what goes out. */
export function PreviewPane({ model }: { readonly model: ComposerModel }) {
	const { preview, chosen, isCurrent } = model;
	const [sendings, copies] = [preview?.sendings ?? [], preview?.copies ?? []];
	const places = [...sendings, ...copies];
	const id = (places.find((one) => one.id === chosen) ?? places[0])?.id;
	const sending = sendings.find((one) => one.id === id);
	const copy = copies.find((one) => one.id === id);
	return (
		<section class="preview" aria-labelledby="preview">
			<h2 id="preview">{l10n.t('What is sent')}</h2>
			{preview && preview.removed !== '' && <p class="hint">{preview.removed}</p>}
			<fieldset class="tabs" aria-label={l10n.t('Where it goes')}>
				{places.map((one) => (
					<button
						key={one.id}
						type="button"
						class="pill"
						aria-pressed={one.id === id}
						onClick={() => model.choose(one.id)}
					>
						{one.name}
					</button>
				))}
			</fieldset>
			{sending && <Shown sending={sending} isCurrent={isCurrent} />}
			{copy && <ByHand model={model} copy={copy} />}
		</section>
	);
}

/** What goes elsewhere by hand, as Markdown. */
function ByHand({ model, copy: { id, name, text } }: { readonly model: ComposerModel; readonly copy: Copy }) {
	return (
		<>
			<p class="where">
				<strong>{name}</strong> <span class="hint">{l10n.t('Markdown, which you send yourself')}</span>
			</p>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
			<pre class="code copy" tabIndex={0} dir="auto" aria-busy={!model.isCurrent}>
				{text}
			</pre>
			<button type="button" disabled={!model.isCurrent} onClick={() => model.copy(id)}>
				{l10n.t('Copy')}
			</button>
		</>
	);
}

function Shown({ sending, isCurrent }: { readonly sending: Sending; readonly isCurrent: boolean }) {
	const { name, kind, kindName, notes, drawn, json } = sending;
	const facts = drawn.filter(({ kind: of }) => of === 'fact');
	const [title, ...rest] = drawn.filter(({ kind: of }) => of !== 'fact');
	return (
		<>
			<p class="where">
				<strong dir="auto">{name}</strong> <span class="hint">{kindName}</span>
			</p>
			<article
				class={`sent ${kind === 'teamsWebhook' ? 'card' : 'blocks'}`}
				aria-busy={!isCurrent}
				aria-label={l10n.t('Message as {0} shows it', name)}
			>
				{title && <Line drawn={title} />}
				{facts.length > 0 && (
					<dl class="facts">
						{facts.map(({ runs: [label, value] }) => (
							<div key={label?.text}>
								<dt>{label?.text}</dt>
								<dd dir="auto">{value?.text}</dd>
							</div>
						))}
					</dl>
				)}
				{rest.map((line, index) => (
					<Line key={index} drawn={line} />
				))}
			</article>
			<ul class="notes">
				{notes.map((note) => (
					<li key={note} class="hint">
						{note}
					</li>
				))}
			</ul>
			<details>
				<summary>{l10n.t('As it goes out')}</summary>
				{/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
				<pre class="code" tabIndex={0}>
					{json}
				</pre>
			</details>
		</>
	);
}

function Line({ drawn: { kind, runs, depth = 0, marker } }: { readonly drawn: Drawn }) {
	const words = runs.map((run, index) => <Words key={index} run={run} />);
	switch (kind) {
		case 'title':
			return (
				<p class="title" dir="auto">
					{words}
				</p>
			);
		case 'item':
			return (
				<p class={`item depth${Math.min(depth, 3)}`} dir="auto">
					<span class="marker">{marker}</span>
					<span>{words}</span>
				</p>
			);
		case 'quote':
			return <blockquote dir="auto">{words}</blockquote>;
		case 'code':
			return <pre class="code">{words}</pre>;
		default:
			return <p dir="auto">{words}</p>;
	}
}

/** Links are shown as such, and lead nowhere from here. */
function Words({ run: { text, isBold, isItalic, isCode, url } }: { readonly run: Drawn['runs'][number] }) {
	let words = <>{text}</>;
	words = isCode ? <code>{words}</code> : words;
	words = isItalic ? <em>{words}</em> : words;
	words = isBold ? <strong>{words}</strong> : words;
	return url === undefined ? (
		words
	) : (
		<span class="linked" title={url}>
			{words}
		</span>
	);
}
