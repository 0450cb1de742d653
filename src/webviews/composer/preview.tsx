import * as l10n from '@vscode/l10n';
import type { Drawn, Sending } from '../../protocol/composer';
import type { ComposerModel } from './model';

/** What each channel is sent, read back from what goes out. */
export function PreviewPane({ model }: { readonly model: ComposerModel }) {
	const { preview, chosen, isCurrent } = model;
	const sendings = preview?.sendings ?? [];
	const shown = sendings.find(({ id }) => id === chosen) ?? sendings[0];
	return (
		<section class="preview" aria-labelledby="preview">
			<h2 id="preview">{l10n.t('What is sent')}</h2>
			{preview && preview.removed !== '' && <p class="hint">{preview.removed}</p>}
			{sendings.length > 1 && (
				<fieldset class="tabs" aria-label={l10n.t('Channel')}>
					{sendings.map(({ id, name }) => (
						<button
							key={id}
							type="button"
							class="pill"
							aria-pressed={id === shown?.id}
							onClick={() => model.choose(id)}
						>
							{name}
						</button>
					))}
				</fieldset>
			)}
			{shown ? (
				<Shown sending={shown} isCurrent={isCurrent} />
			) : (
				<p class="hint">{l10n.t('Choose a channel to see what it is sent.')}</p>
			)}
		</section>
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
