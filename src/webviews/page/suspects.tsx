import * as l10n from '@vscode/l10n';
import { perLocale } from '../../base/perLocale';
import type { Opening } from '../../protocol/page';
import type { Commit, File, Suspects as SuspectsContent } from '../../protocol/pageEvidence';
import { Icon } from '../shared/icon';
import { language } from '../shared/language';
import type { PageModel } from './model';
import { Bar, Disclosure, Moment, type Part, Said, Section } from './parts';

const percent = perLocale((locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }));

/** So many suspects are shown at first: further down they are rarely it. */
const SHOWN = 3;

/** The changes that may have done it, and what a person says of them. */
export function Suspects({ model, content }: Part) {
	const { suspects } = content;
	const { state, isAnalyzing, isUntrusted, commits, files, ruledOut, problems } = suspects;
	const open = commits.filter(({ verdict }) => verdict !== 'dismissed');
	const dismissed = commits.filter(({ verdict }) => verdict === 'dismissed');
	return (
		<Section id="suspects" title={l10n.t('Suspects')} aside={<Tools model={model} suspects={suspects} />}>
			<p class="progress" role="status" hidden={!isAnalyzing}>
				{isAnalyzing && (
					<>
						<span class="progress-bar" aria-hidden="true" />
						{model.progress || l10n.t('Analyzing…')}
					</>
				)}
			</p>
			{problems.map(({ message, isWeak, remedy }, index) => (
				<div class={isWeak ? 'notice weak' : 'notice'} key={message}>
					<Icon name={isWeak ? 'warning' : 'info'} />
					<span>{message}</span>
					{remedy !== undefined && (
						<button type="button" class="link" onClick={() => model.open({ kind: 'remedy', problem: index })}>
							{remedy}
						</button>
					)}
				</div>
			))}
			{state === 'notAnalyzed' && !isAnalyzing && (
				<div class="empty">
					<p>
						{isUntrusted
							? l10n.t(
									'Git is not started in a workspace you do not trust. Trust it to look for the change behind this.',
								)
							: l10n.t('Nobody has looked yet for the change behind this stack trace.')}
					</p>
				</div>
			)}
			{state === 'noTrace' && commits.length === 0 && (
				<p class="empty">
					{l10n.t('Without a stack trace there is nothing to look into. Any commit can be named as the cause.')}
				</p>
			)}
			<Commits model={model} commits={open.slice(0, SHOWN)} />
			{open.length > SHOWN && (
				<Disclosure model={model} id="more-suspects" summary={l10n.t('{0} less likely ones', open.length - SHOWN)}>
					{() => <Commits model={model} commits={open.slice(SHOWN)} />}
				</Disclosure>
			)}
			{dismissed.length > 0 && (
				<Disclosure model={model} id="dismissed" summary={l10n.t('Dismissed ({0})', dismissed.length)}>
					{() => <Commits model={model} commits={dismissed} />}
				</Disclosure>
			)}
			{files.length > 0 && (
				<Disclosure model={model} id="files" summary={l10n.t('Suspect files ({0})', files.length)}>
					{() => (
						<ol class="commits">
							{files.map((file) => (
								<FileRow key={file.path} model={model} file={file} />
							))}
						</ol>
					)}
				</Disclosure>
			)}
			{ruledOut.length > 0 && <RuledOut model={model} ruledOut={ruledOut} />}
		</Section>
	);
}

function Tools({ model, suspects }: Pick<Part, 'model'> & { readonly suspects: SuspectsContent }) {
	const { state, isAnalyzing, isUntrusted } = suspects;
	return (
		<span class="tools">
			{state === 'analyzed' && (
				<ToolButton
					icon="question"
					title={l10n.t('Why Not This Commit?')}
					onClick={() => model.open({ kind: 'whyNot' })}
				/>
			)}
			{!isUntrusted && (
				<ToolButton
					icon="git-commit"
					title={l10n.t('It Was Another Commit…')}
					onClick={() => model.open({ kind: 'nameCause' })}
				/>
			)}
			{state !== 'noTrace' && !isUntrusted && (
				<button
					type="button"
					id="analyze"
					class={state === 'notAnalyzed' ? 'primary' : undefined}
					aria-disabled={isAnalyzing}
					onClick={() => !isAnalyzing && model.open({ kind: 'analyze' })}
				>
					{state === 'analyzed' ? l10n.t('Analyze Again') : l10n.t('Analyze')}
				</button>
			)}
		</span>
	);
}

function ToolButton({
	icon,
	title,
	onClick,
}: {
	readonly icon: string;
	readonly title: string;
	readonly onClick: () => void;
}) {
	return (
		<button type="button" class="icon" aria-label={title} title={title} onClick={onClick}>
			<Icon name={icon} />
		</button>
	);
}

function Commits({ model, commits }: Pick<Part, 'model'> & Pick<SuspectsContent, 'commits'>) {
	return (
		<ol class="commits">
			{commits.map((commit) => (
				<CommitRow key={commit.sha} model={model} commit={commit} />
			))}
		</ol>
	);
}

/** The change first: subject, score and reasons; who made it is in the diff. */
function CommitRow({ model, commit }: { readonly model: PageModel; readonly commit: Commit }) {
	const { sha, subject, at, score, rank, reasons, verdict, isBisected, pullRequests, deployed } = commit;
	const name = subject || sha.slice(0, 7);
	const word = verdict === 'confirmed' ? (isBisected ? l10n.t('Found by bisection') : l10n.t('Confirmed')) : '';
	const judge = (to: Commit['verdict']) =>
		model.act(`judge-${sha}`, { kind: 'judge', sha, verdict: to }, `suspect-${sha}`, 'suspects-title');
	return (
		<li class={`suspect ${verdict}`}>
			<div class="what">
				{rank !== undefined && (
					<span class="rank">
						<span class="visually-hidden">{l10n.t('Suspect')} </span>
						{rank}
					</span>
				)}
				<button type="button" class="subject" id={`suspect-${sha}`} onClick={() => model.open({ kind: 'diff', sha })}>
					<bdi>{name}</bdi>
				</button>
			</div>
			<div class="actions small">
				<button
					type="button"
					aria-label={l10n.t('Show Diff of {0}', name)}
					onClick={() => model.open({ kind: 'diff', sha })}
				>
					{l10n.t('Show Diff')}
				</button>
				{verdict !== 'dismissed' && (
					<button
						type="button"
						aria-label={l10n.t('Revert {0}', name)}
						onClick={() => model.open({ kind: 'revert', sha })}
					>
						{l10n.t('Revert…')}
					</button>
				)}
				{verdict !== 'confirmed' && (
					<button
						type="button"
						aria-label={l10n.t('Confirm {0} as the cause', name)}
						onClick={() => judge('confirmed')}
					>
						{l10n.t('Confirm')}
					</button>
				)}
				{verdict === 'none' && (
					<button type="button" aria-label={l10n.t('Dismiss {0}', name)} onClick={() => judge('dismissed')}>
						{l10n.t('Dismiss')}
					</button>
				)}
				{verdict !== 'none' && (
					<button type="button" aria-label={l10n.t('Withdraw the verdict on {0}', name)} onClick={() => judge('none')}>
						{l10n.t('Withdraw')}
					</button>
				)}
			</div>
			<p class="hint facts-of">
				<span class="code">{sha.slice(0, 7)}</span>
				{at !== undefined && (
					<>
						{' · '}
						<Moment at={at} />
					</>
				)}
				{score !== undefined && <Score score={score} />}
				{word !== '' && (
					<span class="verdict">
						<Icon name="pass-filled" /> {word}
					</span>
				)}
			</p>
			{pullRequests.map(({ number, title, facts }) => (
				<p class="hint pull" key={number}>
					<Icon name="git-pull-request" />
					<button type="button" class="link" onClick={() => model.open({ kind: 'pullRequest', sha, number })}>
						<bdi>{`#${number} ${title}`}</bdi>
					</button>
					<span>{facts}</span>
				</p>
			))}
			{deployed.length > 0 && (
				<ul class="hint deployed" aria-label={l10n.t('Deployed to')}>
					{deployed.map(({ environment, facts }) => (
						<li class="pull" key={environment}>
							<Icon name="rocket" />
							<bdi>{environment}</bdi>
							<span>{facts}</span>
						</li>
					))}
				</ul>
			)}
			<Reasons
				model={model}
				id={`reasons-${sha}`}
				reasons={reasons}
				elsewhere={{ kind: 'diff', sha }}
				isOpenAtFirst={rank === 1 && verdict !== 'dismissed'}
			/>
			<p class="error" role="alert">
				{model.refusal(`judge-${sha}`)}
			</p>
		</li>
	);
}

function Score({ score }: { readonly score: number }) {
	return (
		<span class="score">
			<Bar share={score} />
			<span class="visually-hidden">{l10n.t('Score')} </span>
			<span>{percent(language()).format(score)}</span>
		</span>
	);
}

interface ReasonsProps {
	readonly model: PageModel;
	readonly id: string;
	readonly reasons: Commit['reasons'];
	/** What a reason leads to that speaks of no line. */
	readonly elsewhere: Opening;
	readonly isOpenAtFirst?: boolean;
}

/** Each leads to what it speaks of: a line as it was deployed, or what the commit changed. */
function Reasons({ model, id, reasons, elsewhere, isOpenAtFirst = false }: ReasonsProps) {
	if (reasons.length === 0) {
		return null;
	}
	const summary = reasons.length === 1 ? l10n.t('1 reason') : l10n.t('{0} reasons', reasons.length);
	return (
		<Disclosure model={model} id={id} summary={summary} isOpenAtFirst={isOpenAtFirst}>
			{() => (
				<ul class="reasons">
					{reasons.map(({ detail, at }) => (
						<li key={detail}>
							<button
								type="button"
								class="link"
								onClick={() => model.open(at ? { kind: 'suspectFile', ...at } : elsewhere)}
							>
								<Said text={detail} />
							</button>
						</li>
					))}
				</ul>
			)}
		</Disclosure>
	);
}

function FileRow({ model, file }: { readonly model: PageModel; readonly file: File }) {
	const { path, score, reasons } = file;
	return (
		<li class="suspect">
			<div class="what">
				<button type="button" class="subject code" onClick={() => model.open({ kind: 'suspectFile', path })}>
					<bdi>{path}</bdi>
				</button>
			</div>
			<Score score={score} />
			<Reasons model={model} id={`file-${path}`} reasons={reasons} elsewhere={{ kind: 'suspectFile', path }} />
		</li>
	);
}

function RuledOut({ model, ruledOut }: Pick<Part, 'model'> & Pick<SuspectsContent, 'ruledOut'>) {
	return (
		<Disclosure model={model} id="ruledOut" summary={l10n.t('Looked at and ruled out ({0})', ruledOut.length)}>
			{() => (
				<ul class="commits">
					{ruledOut.map(({ sha, subject, reason }) => (
						<li class="suspect" key={sha}>
							<div class="what">
								<button type="button" class="subject" onClick={() => model.open({ kind: 'diff', sha })}>
									<bdi>{subject || sha.slice(0, 7)}</bdi>
								</button>
							</div>
							<p class="hint">
								<span class="code">{sha.slice(0, 7)}</span> · <Said text={reason} />
							</p>
							<div class="actions small">
								<button
									type="button"
									aria-label={l10n.t('Why not {0}?', subject || sha.slice(0, 7))}
									onClick={() => model.open({ kind: 'whyNot', sha })}
								>
									{l10n.t('Why Not?')}
								</button>
							</div>
						</li>
					))}
				</ul>
			)}
		</Disclosure>
	);
}
