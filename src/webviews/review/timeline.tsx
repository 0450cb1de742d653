import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { ReviewBody, ReviewMoment } from '../../core/review/model';
import { leadingTime, localText, utcText } from '../../core/review/zonedTime';
import type { ReviewModel } from './model';
import { Add, Line, Remove, replaced } from './parts';

type Timeline = Extract<ReviewBody, { kind: 'timeline' }>;

interface TimelineProps {
	readonly model: ReviewModel;
	readonly place: number;
	readonly body: Timeline;
}

/** Lines of the timeline, in UTC and in the review's local time; more of them are chosen from the record. */
export function TimelineLines({ model, place, body }: TimelineProps) {
	const zone = model.review?.front.timezone;
	const change = (moments: readonly ReviewMoment[], focus = '') => model.changeBody(place, { ...body, moments }, focus);
	const { offered = [] } = model.context ?? {};
	const add = (moment: ReviewMoment) => {
		const later = body.moments.findIndex(({ at }) => at !== undefined && at > (moment.at ?? 0));
		const at = later < 0 ? body.moments.length : later;
		change([...body.moments.slice(0, at), moment, ...body.moments.slice(at)]);
	};
	return (
		<>
			<ol class="moments">
				{body.moments.map((moment, index) => (
					<li key={index}>
						<Moment
							id={`moment-${place}-${index}`}
							moment={moment}
							zone={zone}
							onChange={(changed) => change(replaced(body.moments, index, changed))}
						/>
					</li>
				))}
			</ol>
			<div class="adding">
				<Add onClick={() => change([...body.moments, { text: '' }], `moment-${place}-${body.moments.length}.at`)}>
					{l10n.t('Add Line')}
				</Add>
				{offered.length > 0 && (
					<button type="button" aria-expanded={model.isOffering} onClick={() => model.offer(!model.isOffering)}>
						{l10n.t('Choose from the Record ({0})…', offered.length)}
					</button>
				)}
			</div>
			{model.isOffering && (
				<ul class="offered" aria-label={l10n.t('Events of the record that are not in the timeline')}>
					{offered.map(({ at, text }) => (
						<li key={`${at} ${text}`}>
							<button type="button" class="link" onClick={() => add({ at, text })}>
								{l10n.t('Add')}
							</button>
							<span class="time">{utcText(at)}</span> <bdi>{text}</bdi>
						</li>
					))}
				</ul>
			)}
		</>
	);
}

interface MomentProps {
	readonly id: string;
	readonly moment: ReviewMoment;
	readonly zone: string | undefined;
	readonly onChange: (moment: ReviewMoment | undefined) => void;
}

function Moment({ id, moment, zone, onChange }: MomentProps) {
	const { at, text } = moment;
	const known = at === undefined ? '' : utcText(at).replace(/ UTC$/, '');
	const [typed, setTyped] = useState<string>();
	const local = at === undefined ? '' : localText(at, zone);
	const isWrong = typed !== undefined && typed.trim() !== '' && leadingTime(`${typed.trim()} UTC`) === undefined;
	return (
		<div class="moment">
			<Line
				id={`${id}.at`}
				class="time"
				label={l10n.t('Time in UTC')}
				placeholder="2026-11-20 14:05"
				value={typed ?? known}
				isInvalid={isWrong}
				onInput={(said) => {
					setTyped(said);
					const time = leadingTime(`${said.trim()} UTC`);
					if (time) {
						onChange({ at: time.at, text });
					} else if (said.trim() === '') {
						onChange({ text });
					}
				}}
			/>
			<span class="local">{local}</span>
			<Line
				id={`${id}.text`}
				label={l10n.t('What happened')}
				value={text}
				onInput={(said) => onChange({ ...moment, text: said })}
			/>
			<Remove name={l10n.t('Remove line')} onClick={() => onChange(undefined)} />
		</div>
	);
}
