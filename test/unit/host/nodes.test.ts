import assert from 'node:assert/strict';
import { recordOf } from '../../../src/core/alerts/intake';
import type { Incident } from '../../../src/core/incident/record';
import { summaryOf } from '../../../src/core/incident/summary';
import type { Analysis, FrameLocation } from '../../../src/core/suspects/model';
import { inAppRules, noRules } from '../../../src/core/trace/inAppRules';
import type { Exception, Frame, ParsedText } from '../../../src/core/trace/model';
import { childrenOf, incidentChildren, inTreeOrder } from '../../../src/host/views/nodes';
import type { IncidentNode, Node } from '../../../src/host/views/nodeTypes';
import { opinionNodes } from '../../../src/host/views/suspectNodes';
import { opinionWithout } from '../../../src/host/words';
import { anAlert } from '../../support/alerts';

const SHA = 'a'.repeat(40);

const aFrame = (more: Partial<Frame> = {}): Frame => ({
	function: 'priceOf',
	file: '/srv/app/src/price.js',
	line: 4,
	inApp: true,
	raw: 'at priceOf',
	range: [0, 1],
	...more,
});
const aVendorFrame = (): Frame =>
	aFrame({ function: 'next', file: '/srv/app/node_modules/express/index.js', inApp: false });
const anException = (frames: readonly Frame[], more: Partial<Exception> = {}): Exception => ({
	type: 'TypeError',
	message: 'x is undefined',
	relation: 'thrown',
	frames,
	range: [0, 1],
	...more,
});
const parsedOf = (...exceptions: readonly Exception[]): ParsedText => ({
	traces: exceptions.length === 0 ? [] : [{ format: 'node', exceptions, range: [0, 1] }],
	problems: [],
});
const anAnalysis = (more: Partial<Analysis> = {}): Analysis => ({
	revision: SHA,
	files: [],
	commits: [],
	excluded: [],
	problems: [],
	locations: [],
	...more,
});
const anIncident = (more: Partial<Incident> = {}): Incident => ({
	id: 'one',
	key: 'INC-1',
	title: 'Checkout is down',
	description: '',
	category: 'availability',
	impact: 1,
	urgency: 1,
	priority: 'P1',
	status: 'new',
	createdAt: 0,
	startedAt: 0,
	detectedAt: 0,
	lastChangeAt: 0,
	isDeleted: false,
	evidence: [],
	timeline: [],
	...more,
});
/** What an incident opens into. */
const opened = (incident: Incident, parsed: ParsedText, isAnalyzing = false, rules = noRules): readonly Node[] => {
	const { id } = incident;
	const node: IncidentNode = { kind: 'incident', id, incidentId: id, summary: summaryOf(incident) };
	return incidentChildren(node, { incident, shown: incident, parsed, isAnalyzing }, rules);
};

/** These and all below them. */
const outlineNodes = (nodes: readonly Node[]): readonly Node[] =>
	nodes.flatMap((node) => [node, ...(node.kind === 'incident' ? [] : outlineNodes(childrenOf(node)))]);

/** The tree below a node, as indented words. */
function outline(nodes: readonly Node[]): string[] {
	return nodes.flatMap((node) => [
		wordsFor(node),
		...(node.kind === 'incident' ? [] : outline(childrenOf(node)).map((line) => `  ${line}`)),
	]);
}

function wordsFor(node: Node): string {
	switch (node.kind) {
		case 'frame':
			return `${node.of.function}${node.isInApp ? '' : ' (vendor)'}${node.isInnermost ? ' !' : ''}`;
		case 'exception':
			return node.times === 1 ? node.title : `${node.title} × ${node.times}`;
		case 'vendorFrames':
			return `${node.children.length} vendor`;
		case 'commit':
			return [node.commit.subject, node.verdict?.verdict, node.ruledOut].filter(Boolean).join(' · ');
		case 'reason':
			return node.reason.detail;
		case 'note':
			return `${node.note}: ${node.label}`;
		default:
			return node.kind;
	}
}

describe('the incidents tree', () => {
	it('folds vendor frames that follow each other and marks the innermost in-app frame', () => {
		const frames = [
			aVendorFrame(),
			aFrame(),
			aVendorFrame(),
			aVendorFrame(),
			aVendorFrame(),
			aFrame({ function: 'main' }),
		];
		assert.deepEqual(outline(opened(anIncident(), parsedOf(anException(frames)))), [
			'trace',
			'  next (vendor)',
			'  priceOf !',
			'  3 vendor',
			'    next (vendor)',
			'    next (vendor)',
			'    next (vendor)',
			'  main',
			'notAnalyzed: Not analyzed yet',
		]);
	});

	it('shows a trace that a log repeats once, with how often, and another one beside it', () => {
		const calls = [aFrame(), aFrame({ function: 'main' })];
		const traces = ['cart 1', 'cart 2', 'cart 3'].map((message) => ({
			format: 'node',
			exceptions: [anException(calls, { message }), anException(calls, { relation: 'cause', message })],
			range: [0, 1] as const,
		}));
		const other = {
			...traces[0],
			format: 'node',
			exceptions: [anException([aFrame({ line: 5 })])],
			range: [0, 1] as const,
		};
		const parsed = { traces: [...traces.slice(0, 2), other, ...traces.slice(2)], problems: [] };
		assert.deepEqual(outline(opened(anIncident(), parsed)), [
			'trace',
			'  TypeError: cart 1 × 3',
			'    priceOf !',
			'    main',
			'  Caused by TypeError: cart 1',
			'    priceOf !',
			'    main',
			'  TypeError: x is undefined',
			'    priceOf !',
			'notAnalyzed: Not analyzed yet',
		]);
	});

	it('takes a frame found in the repository for in-app, whatever its path looks like', () => {
		const place: FrameLocation = { path: 'lib/next.js', line: 1, confidence: 1, alternatives: [] };
		const incident = anIncident({ analysis: anAnalysis({ locations: [[[place, null]]] }) });
		const parsed = parsedOf(anException([aVendorFrame(), aFrame()]));
		assert.deepEqual(outline(opened(incident, parsed)), ['trace', '  next !', '  priceOf', 'secondOpinion']);
	});

	it('leaves the last word on a frame to the person’s rules, wherever it was found', () => {
		const place = (path: string): FrameLocation => ({ path, line: 1, confidence: 1, alternatives: [] });
		const incident = anIncident({
			analysis: anAnalysis({ locations: [[[place('src/generated/client.js'), place('vendor/acme/next.js')]]] }),
		});
		const parsed = parsedOf(anException([aFrame(), aVendorFrame()]));
		const shown = (rules = noRules) => outline(opened(incident, parsed, false, rules)).slice(1, 3);
		assert.deepEqual(shown(), ['  priceOf !', '  next (vendor)']);
		assert.deepEqual(shown(inAppRules(['vendor/acme'], ['src/generated/**'])), ['  priceOf (vendor)', '  next !']);
	});

	it('says how exceptions hang together when there are several', () => {
		const parsed = parsedOf(
			anException([aFrame()]),
			anException([aFrame()], { type: 'RangeError', relation: 'cause' }),
		);
		assert.deepEqual(outline(opened(anIncident(), parsed, true)), [
			'trace',
			'  TypeError: x is undefined',
			'    priceOf !',
			'  Caused by RangeError: x is undefined',
			'    priceOf !',
			'analyzing: Analyzing…',
		]);
	});

	it('has a way out beside a problem, where there is one', () => {
		const problems = [
			{ code: 'noFileAtRevision', message: 'No file is there.' },
			{ code: 'truncated', message: 'It is long.' },
		] as const;
		const incident = anIncident({ analysis: anAnalysis({ problems }) });
		const notes = opened(incident, parsedOf()).filter((node) => node.kind === 'note');
		assert.deepEqual(
			notes.map(({ remedy }) => remedy && [remedy.command, remedy.args]),
			[undefined, ['faultline.setDeployedRevision', [{ incidentId: 'one' }]], undefined],
		);
	});

	it('shows the frames of a bundle as those of its sources', () => {
		const original = {
			source: 'src/price.ts',
			line: 3,
			column: 1,
			function: 'priceOf',
			map: '/m/app.js.map',
			key: 'x',
		};
		const incident = anIncident({
			analysis: anAnalysis({ originals: [[[original, null]]], locations: [[[null, null]]] }),
		});
		const parsed = parsedOf(
			anException([aFrame({ function: 'e', file: 'https://h/app.js' }), aFrame({ function: 't' })]),
		);
		const [trace] = opened(incident, parsed);
		assert.ok(trace && trace.kind === 'trace');
		assert.deepEqual(
			childrenOf(trace).map((node) => node.kind === 'frame' && [node.of.function, node.of.file, node.isMapped]),
			[
				['priceOf', 'src/price.ts', true],
				['t', '/srv/app/src/price.js', false],
			],
		);
	});

	it('shows reasons under a suspect, and each problem of the analysis once', () => {
		const reason = { kind: 'blame', detail: 'introduced line 4', weight: 0.8 };
		const commit = {
			sha: SHA,
			score: 0.8,
			author: 'Ada',
			date: '2026-01-01T00:00:00Z',
			subject: 'Round prices',
			reasons: [reason],
		};
		const problem = { code: 'shallowClone', message: 'History is cut off.' } as const;
		const incident = anIncident({ analysis: anAnalysis({ commits: [commit], problems: [problem, problem] }) });
		assert.deepEqual(outline(opened(incident, parsedOf())), [
			'noTrace: No stack trace',
			'commits',
			'  Round prices',
			'    introduced line 4',
			'problem: History is cut off.',
		]);
	});

	it('takes of the place of a reason that somebody sent only what a place is', () => {
		const evil = {
			...{ kind: 'note', note: 'problem', label: 'introduced line 4', id: 'other', incidentId: 'other', parent: null },
			remedy: { title: 'Go to Line', command: 'workbench.action.terminal.sendSequence', args: [{ text: 'x' }] },
		};
		const at = { path: 'src/price.js', line: 4, ...evil };
		const reasons = [{ kind: 'blame', detail: 'introduced line 4', weight: 0.8, at }];
		const payload = anAnalysis({
			commits: [{ sha: SHA, score: 0.8, author: 'Ada', date: '2026-01-01T00:00:00Z', subject: 'x', reasons }],
		});
		const fields = (analysis: Analysis) => {
			const all = outlineNodes(opened(anIncident({ analysis }), parsedOf()));
			const reason = all.find((node) => node.kind === 'reason');
			return reason && [Object.keys(reason).sort(), reason.kind, reason.incidentId, reason.path, reason.line];
		};
		const keys = ['id', 'incidentId', 'kind', 'line', 'parent', 'path', 'reason', 'sha'];
		assert.deepEqual(fields(payload), [keys, 'reason', 'one', 'src/price.js', 4]);
	});

	it('leads from a reason to its line, or to the commit or the file that it is about', () => {
		const line = { kind: 'blame', detail: 'introduced line 4', weight: 0.5, at: { path: 'src/price.js', line: 4 } };
		const news = { kind: 'inWindow', detail: 'is new', weight: 0.3 };
		const commit = { sha: SHA, score: 0.8, author: 'Ada', date: '2026-01-01T00:00:00Z', subject: 'Round prices' };
		const file = {
			path: 'src/tax.js',
			score: 0.4,
			reasons: [{ kind: 'named', detail: 'is called like tax', weight: 0.4 }],
		};
		const analysis = anAnalysis({ commits: [{ ...commit, reasons: [line, news] }], files: [file] });
		assert.deepEqual(
			outlineNodes(opened(anIncident({ analysis }), parsedOf())).flatMap((node) =>
				node.kind === 'reason' ? [[node.reason.kind, node.sha, node.path, node.line]] : [],
			),
			[
				['blame', SHA, 'src/price.js', 4],
				['inWindow', SHA, undefined, undefined],
				['named', undefined, 'src/tax.js', undefined],
			],
		);
	});

	it('shows what an analysis that goes on points at by now, in place of what an earlier one said', () => {
		const suspect = (letter: string) => ({
			...{ sha: letter.repeat(40), author: 'Ada', date: '2026-01-01T00:00:00Z', subject: letter.toUpperCase() },
			...{ score: 0.5, reasons: [] },
		});
		const incident = anIncident({ analysis: anAnalysis({ commits: [suspect('a')] }) });
		const node: IncidentNode = { kind: 'incident', id: 'one', incidentId: 'one', summary: summaryOf(incident) };
		const soFar = { commits: [suspect('b')], files: [] };
		const state = { incident, shown: incident, parsed: parsedOf(), isAnalyzing: true, soFar };
		assert.deepEqual(outline(incidentChildren(node, state, noRules)), [
			'noTrace: No stack trace',
			'analyzing: Analyzing… so far:',
			'commits',
			'  B',
		]);
	});

	it('puts what is confirmed first, sets what is dismissed apart, and lists what was ruled out with the reason', () => {
		const commit = (letter: string) => ({
			...{ sha: letter.repeat(40), author: 'Ada', date: '2026-01-01T00:00:00Z', subject: letter.toUpperCase() },
		});
		const suspect = (letter: string) => ({ ...commit(letter), score: 0.5, reasons: [] });
		const said = (letter: string, verdict: 'confirmed' | 'dismissed') =>
			({ ...commit(letter), verdict, by: 'person', at: 0 }) as const;
		const analysis = anAnalysis({
			commits: [suspect('a'), suspect('b'), suspect('c')],
			excluded: [{ sha: 'e'.repeat(40), reason: 'committed after the start', subject: 'E' }],
		});
		const verdicts = [said('a', 'dismissed'), said('c', 'confirmed'), said('d', 'confirmed')];
		const incident = anIncident({ analysis, verdicts });
		assert.deepEqual(outline(opened(incident, parsedOf())), [
			'noTrace: No stack trace',
			'commits',
			'  D · confirmed',
			'  C · confirmed',
			'  B',
			'  dismissed',
			'    A · dismissed',
			'ruledOut',
			'  E · committed after the start',
		]);
		assert.deepEqual(outline(opened(anIncident({ verdicts }), parsedOf())).slice(1, 4), [
			'commits',
			'  C · confirmed',
			'  D · confirmed',
		]);
	});

	it('opens a second opinion into each rule, with the rule and why it names what it names', () => {
		const place: FrameLocation = { path: 'src/price.js', line: 4, confidence: 1, alternatives: [] };
		const incident = anIncident({ analysis: anAnalysis({ locations: [[[place]]] }) });
		const node = opened(incident, parsedOf()).find(({ kind }) => kind === 'secondOpinion');
		assert.ok(node?.kind === 'secondOpinion');
		const commit = { sha: SHA, subject: 'Round prices', author: 'Ada', date: 0, authoredAt: 0, parents: [] };
		const opinions = opinionNodes(node, [
			{ rule: 'sentry', about: 'The rule.', detail: 'The newest.', sha: SHA, commit },
			{ rule: 'datadog', about: 'Another.', detail: 'None.' },
		]);
		assert.deepEqual(
			opinions.map(({ sha, children }) => [sha, children.map(({ reason }) => reason.detail)]),
			[
				[SHA, ['The rule.', 'The newest.']],
				[undefined, ['Another.', 'None.']],
			],
		);
	});

	it('asks what Sentry itself names where an alert is of Sentry, and tells each of its commits from the rules', () => {
		const alert = recordOf(anAlert());
		const ofSentry = { ...alert, source: 'sentry https://shop.sentry.io' };
		const kinds = (alerts: Incident['alerts']) =>
			opened(anIncident({ analysis: anAnalysis(), ...(alerts && { alerts }) }), parsedOf()).map(({ kind }) => kind);
		assert.ok(!kinds([alert]).includes('secondOpinion'));
		assert.ok(kinds([ofSentry]).includes('secondOpinion'));
		const node = opened(anIncident({ analysis: anAnalysis(), alerts: [ofSentry] }), parsedOf()).find(
			({ kind }) => kind === 'secondOpinion',
		);
		assert.ok(node?.kind === 'secondOpinion');
		const own = { rule: 'monitor' as const, name: 'Sentry', about: 'Its own.', detail: '' };
		const opinions = opinionNodes(node, [{ ...own, rule: 'sentry' }, own, { ...own, elsewhere: 'abcdef0' }]);
		assert.equal(new Set(opinions.map(({ id }) => id)).size, 3);
		assert.deepEqual(
			opinions.map(({ opinion, children }) => [opinionWithout(opinion), children.length]),
			[
				['Sentry’s rule names none', 1],
				['Sentry itself names none', 1],
				['Sentry itself names abcdef0', 1],
			],
		);
	});

	it('gives every node below an incident an id of its own', () => {
		const parsed = parsedOf(anException([aVendorFrame(), aVendorFrame(), aFrame()]), anException([aFrame()]));
		const ids: string[] = [];
		const collect = (nodes: readonly Node[]) => {
			for (const node of nodes) {
				ids.push(node.id);
				collect(node.kind === 'incident' ? [] : childrenOf(node));
			}
		};
		collect(opened(anIncident(), parsed));
		assert.equal(new Set(ids).size, ids.length);
	});

	it('lists open incidents before those that are over, newest first', () => {
		const incidents = [
			anIncident({ id: 'closed', status: 'closed', createdAt: 9 }),
			anIncident({ id: 'old', createdAt: 1 }),
			anIncident({ id: 'new', createdAt: 2 }),
		];
		assert.deepEqual(
			inTreeOrder(incidents).map(({ id }) => id),
			['new', 'old', 'closed'],
		);
	});

	it('show the review, action items and what is verified once the incident is over, with what is open first', () => {
		const incident = anIncident({
			...{ status: 'resolved', priority: 'P1' },
			review: { text: '---\nstatus: draft\n---\n', at: 1, actor: '' },
			actions: [
				{ id: 'A', text: 'Done', kind: 'prevent', at: 1, done: { at: 2, actor: '', by: 'person' } },
				{ id: 'B', text: 'Open', kind: 'detect', at: 1 },
			],
			checks: [{ check: 'fixDeployed', at: 1, actor: '' }],
		});
		const closure = { gates: { P1: ['fixDeployed', 'alertQuiet'], P2: [], P3: [], P4: [] }, quietMinutes: 30 } as const;
		const node: IncidentNode = { kind: 'incident', id: 'one', incidentId: 'one', summary: summaryOf(incident) };
		const shown = { incident, shown: incident, parsed: parsedOf(), isAnalyzing: false, closure };
		const nodes = incidentChildren(node, shown, noRules);
		const words = nodes.flatMap((node) => {
			switch (node.kind) {
				case 'review':
					return [`review ${node.state} ${node.isDue}`];
				case 'actions':
				case 'checks':
					return [
						`${node.kind} ${node.count}`,
						...node
							.children(node)
							.map((one) =>
								one.kind === 'action' ? one.action.text : one.kind === 'check' ? `${one.check} ${one.isDone}` : '',
							),
					];
				default:
					return [];
			}
		});
		assert.deepEqual(words, [
			'review draft true',
			'actions 1',
			'Open',
			'Done',
			'checks 1',
			'fixDeployed true',
			'alertQuiet false',
		]);
	});
});
