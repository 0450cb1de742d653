import * as l10n from '@vscode/l10n';
import type { Frame, Run, TraceSection } from '../../protocol/pageEvidence';
import { Icon } from '../shared/icon';
import { Disclosure, type Part, Section } from './parts';

/** The stack trace: one's own frames with their source, vendor frames folded. */
export function StackTrace({ model, content }: Part) {
	const { exceptions, more, excerpts, texts, revision } = content.trace;
	const firstTrace = exceptions[0] && traceOf(exceptions[0]);
	const aside = revision !== '' && <span class="hint">{l10n.t('at {0}', revision)}</span>;
	return (
		<Section id="trace" title={l10n.t('Stack Trace')} aside={aside}>
			{excerpts.map((excerpt) => (
				<p class="hint" key={excerpt}>
					{excerpt}
				</p>
			))}
			{exceptions.map((exception, index) => (
				<Exception
					key={exception.id}
					model={model}
					exception={exception}
					isFirst={index === 0}
					isOpen={traceOf(exception) === firstTrace}
				/>
			))}
			{more !== '' && <p class="hint">{more}</p>}
			{texts.map((text, index) => (
				<pre class="evidence" key={index}>
					{text}
				</pre>
			))}
			{exceptions.length === 0 && (
				<div class="empty">
					<p>{l10n.t('No stack trace was recognized in this incident.')}</p>
					<button type="button" onClick={() => model.open({ kind: 'edit' })}>
						{l10n.t('Add Stack Trace…')}
					</button>
				</div>
			)}
		</Section>
	);
}

interface ExceptionProps extends Pick<Part, 'model'> {
	readonly exception: TraceSection['exceptions'][number];
	readonly isFirst: boolean;
	/** At first: those of the first trace, causes included, are. */
	readonly isOpen: boolean;
}

function Exception({ model, exception, isFirst, isOpen }: ExceptionProps) {
	const { id, title, message, times, runs } = exception;
	const heading = (
		<>
			<h3 class="code" dir="auto">
				{title}
			</h3>
			{times > 1 && <span class="hint">{l10n.t('{0} times', times)}</span>}
		</>
	);
	const body = () => (
		<>
			{message !== '' && (
				<Disclosure model={model} id={`message-${id}`} summary={l10n.t('Whole message')}>
					{() => <pre class="evidence">{message}</pre>}
				</Disclosure>
			)}
			<ol class="frames">
				{runs.map((run, index) =>
					run.isVendor ? (
						<VendorRun key={index} model={model} id={`vendor-${id}-${index}`} run={run} />
					) : (
						run.frames.map((frame) => <FrameRow key={idOf(frame)} model={model} frame={frame} />)
					),
				)}
			</ol>
		</>
	);
	return (
		<div class="exception">
			{isFirst ? (
				<>
					<div class="heading">{heading}</div>
					{body()}
				</>
			) : (
				<Disclosure model={model} id={`exception-${id}`} summary={heading} isOpenAtFirst={isOpen}>
					{body}
				</Disclosure>
			)}
		</div>
	);
}

function VendorRun({ model, id, run }: Pick<Part, 'model'> & { readonly id: string; readonly run: Run }) {
	return (
		<li class="vendor">
			<Disclosure model={model} id={id} summary={l10n.t('{0} vendor frames', run.frames.length)}>
				{() => (
					<ol class="frames">
						{run.frames.map((frame) => (
							<FrameRow key={idOf(frame)} model={model} frame={frame} />
						))}
					</ol>
				)}
			</Disclosure>
		</li>
	);
}

function FrameRow({ model, frame }: Pick<Part, 'model'> & { readonly frame: Frame }) {
	const { trace, exception, frame: index, name, place, isInApp, isInnermost, isLocated, canOpen, notes, raw } = frame;
	const id = `source-${idOf(frame)}`;
	const isOpen = isLocated && model.isOpen(id, isInnermost);
	const look = ['frame', isInApp ? 'ours' : 'theirs', isInnermost ? 'innermost' : ''].join(' ').trim();
	const words = (
		<>
			<span class="name">
				<bdi>{name}</bdi>
			</span>
			<span class="place">
				<bdi>{place}</bdi>
			</span>
			{notes.map((note) => (
				<span class="hint" key={note}>
					{note}
				</span>
			))}
		</>
	);
	return (
		<li class={look}>
			<div class="row">
				{isLocated ? (
					<button
						type="button"
						class="icon"
						aria-expanded={isOpen}
						aria-label={l10n.t('Source of {0}', name)}
						onClick={() => model.setOpen(id, !isOpen)}
					>
						<Icon name={isOpen ? 'chevron-down' : 'chevron-right'} />
					</button>
				) : (
					<Icon name={isInApp ? 'debug-stackframe-dot' : 'package'} />
				)}
				{canOpen ? (
					<button
						type="button"
						class="open"
						title={raw}
						onClick={() => model.open({ kind: 'frame', trace, exception, frame: index })}
					>
						{words}
					</button>
				) : (
					<span class="open" title={raw}>
						{words}
					</span>
				)}
			</div>
			{isOpen && <SourceLines model={model} frame={frame} />}
		</li>
	);
}

/** Its place is as high as what will be in it, so that nothing below jumps when it comes. */
function SourceLines({ model, frame }: Pick<Part, 'model'> & { readonly frame: Frame }) {
	const state = model.source(frame);
	if (state === 'asked') {
		return (
			<div class="source waiting" aria-busy="true">
				<span class="visually-hidden">{l10n.t('Reading the source…')}</span>
			</div>
		);
	}
	const { source, why } = state;
	if (!source) {
		return <p class="hint why">{why}</p>;
	}
	return (
		<div class="source">
			<pre>
				<code>
					{source.lines.map((text, index) => {
						const number = source.first + index;
						const isMarked = number === source.marked;
						return (
							<span key={number} class={isMarked ? 'code-line marked' : 'code-line'}>
								<span class="number" aria-hidden="true">
									{number}
								</span>
								{isMarked && <span class="visually-hidden">{l10n.t('Line {0}, which ran:', number)} </span>}
								<bdi>{text === '' ? ' ' : text}</bdi>
							</span>
						);
					})}
				</code>
			</pre>
			<p class="hint">{[source.where, source.note].filter((part) => part !== '').join(' · ')}</p>
		</div>
	);
}

const idOf = ({ trace, exception, frame }: Frame) => `${trace}.${exception}.${frame}`;

const traceOf = ({ runs }: TraceSection['exceptions'][number]) => runs[0]?.frames[0]?.trace;
