import assert from 'node:assert/strict';
import { githubClient } from '../../../src/adapters/github/client';
import * as library from '../../../src/adapters/github/octokit';
import type { Incidents } from '../../../src/app/incidents';
import {
	isSentByItself,
	type LinkedIssue,
	receive,
	type SyncNeeds,
	send,
	waitingWords,
} from '../../../src/app/syncIssue';
import { FaultlineError } from '../../../src/base/errors';
import { numberInAddress } from '../../../src/core/github/remote';
import type { Incident } from '../../../src/core/incident/record';
import { GitHubDouble } from '../../support/github/double';
import type { Issue, Repository } from '../../support/github/state';
import { aNewIncident, memoryHome, silentLog, someIncidents } from '../../support/incidents';
import { never } from '../../support/repository';

const isCode = (code: string) => (error: unknown) => FaultlineError.is(error, code);

describe('an incident that is linked to an issue', function () {
	this.timeout(60_000);
	let github: GitHubDouble;
	let shop: Repository;
	let issue: Issue;
	let token: string;
	let incidents: Incidents;
	let linked: LinkedIssue;
	let id: string;

	const needs = (own = incidents): SyncNeeds => ({
		incidents: own,
		tracker: githubClient(
			library,
			{ host: github.host, api: github.api, token },
			{ log: silentLog, clock: { now: () => Date.now() } },
		),
		rules: { said: {}, categories: ['availability', 'data'] },
		placeOf: (url) => numberInAddress(url, { enterprise: [github.host], aliases: {} }),
	});
	const link = async (own: Incidents) => {
		const incident = await own.create(
			aNewIncident({ links: [{ kind: 'issue', url: linked.url, title: '#1 Checkout is down' }] }),
		);
		return incident.id;
	};
	const waiting = (incident: Incident) => waitingWords(incident, linked);
	const sendAll = async (with_ = needs()) => send(with_, id, linked, waiting((await incidents.get(id))!), never());
	const notes = (incident: Incident | undefined) =>
		(incident?.notes ?? []).map(({ actor, text }) => `${actor}: ${text}`);
	const writes = () => github.requests.filter(({ method }) => method !== 'GET').length;
	let ids = 5000;
	const comment = (body: string, author = 'bob', minute = 0) => {
		const at = `2026-01-02T03:0${minute}:05Z`;
		issue.comments.push({ id: ++ids, author, body, createdAt: at, updatedAt: at });
	};

	before(async () => {
		github = await GitHubDouble.start();
	});
	beforeEach(async () => {
		github.heal();
		github.requests.length = 0;
		github.state.clear();
		shop = github.state.addRepository('acme', 'shop');
		for (const name of ['P1', 'P2', 'availability', 'data']) {
			shop.labels.set(name, 'ededed');
		}
		issue = github.state.addIssue(shop, { title: 'Checkout is down', labels: ['P1', 'availability', 'bug'] });
		token = github.token('acme');
		const repository = { host: github.host, owner: 'acme', name: 'shop' };
		linked = { repository, number: issue.number, url: `${github.origin}/acme/shop/issues/${issue.number}` };
		incidents = someIncidents();
		id = await link(incidents);
		await receive(needs(), id, linked, never());
	});
	afterEach(() => github.check());
	after(() => github.close());

	it('takes in what changed there: title, labels, comments with author and time, and its end', async () => {
		Object.assign(issue, { title: 'Checkout fails', labels: ['P2', 'data'], state: 'closed' });
		comment('It was the **cache**.');
		const incident = await receive(needs(), id, linked, never());
		const { title, priority, category, status } = incident;
		assert.deepEqual([title, priority, category, status], ['Checkout fails', 'P2', 'data', 'resolved']);
		assert.deepEqual(
			incident.notes?.map(({ actor, text, at }) => [actor, text, at]),
			[['bob', 'It was the **cache**.', Date.parse('2026-01-02T03:00:05Z')]],
		);
		issue.state = 'open';
		assert.equal((await receive(needs(), id, linked, never())).status, 'investigating');
		assert.equal(writes(), 0, 'nothing was sent');
	});

	it('writes nothing where nothing is new, and asks by ETag', async () => {
		const before = (await incidents.get(id))?.timeline.length;
		const same = needs();
		await receive(same, id, linked, never());
		github.requests.length = 0;
		const incident = await receive(same, id, linked, never());
		assert.equal(incident.timeline.length, before);
		assert.deepEqual(
			github.requests.map(({ status }) => status),
			[304, 304],
		);
	});

	it('sends what changed here once it is told to, in which nobody is called and nothing is closed, and does not take it in again', async () => {
		await incidents.edit(id, { title: 'Checkout fails for @all', category: 'data' });
		await incidents.overridePriority(id, 'P2', 'fewer people');
		await incidents.addNote(id, 'We look at it, @bob. Fixes #1 <!-- faultline -->');
		await incidents.setStatus(id, 'resolved');
		assert.equal(waiting((await incidents.get(id))!).length, 5);
		await sendAll();
		assert.deepEqual(
			[issue.title, issue.state, issue.labels.toSorted()],
			['Checkout fails for @\u200Ball', 'closed', ['P2', 'bug', 'data']],
		);
		const [sent] = issue.comments;
		assert.match(sent?.body ?? '', /> We look at it, @\u200Bbob\. Fixes #\u200B1 &lt;!-- faultline --/);
		const before = notes(await incidents.get(id));
		const incident = await receive(needs(), id, linked, never());
		assert.deepEqual([notes(incident), incident.title, waiting(incident)], [before, 'Checkout fails for @all', []]);
		const done = writes();
		await sendAll();
		assert.equal(writes(), done, 'nothing is sent twice');
	});

	it('sends nothing that is another than it was when it was seen; that waits to be seen again', async () => {
		await incidents.edit(id, { title: 'Seen' });
		await incidents.addNote(id, 'seen as well');
		const seen = waiting((await incidents.get(id))!);
		await incidents.edit(id, { title: 'Unseen' });
		const { count } = await send(needs(), id, linked, seen, never());
		assert.deepEqual([count, issue.title, issue.comments.length], [1, 'Checkout is down', 1]);
		assert.deepEqual(
			waiting((await incidents.get(id))!).map(({ label }) => label),
			['Title: Unseen'],
		);
	});

	it('keeps what somebody changes here while it is being sent', async () => {
		await incidents.edit(id, { title: 'First' });
		let release = () => {};
		github.fail({ until: new Promise<void>((resolve) => (release = resolve)) }, 1, ({ method }) => method === 'PATCH');
		const sending = sendAll();
		while (writes() === 0) {
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		await incidents.edit(id, { title: 'Second' });
		release();
		await sending;
		const incident = await receive(needs(), id, linked, never());
		assert.deepEqual([issue.title, incident.title], ['First', 'Second']);
		await sendAll();
		assert.equal(issue.title, 'Second');
	});

	it('sends notes that are longer than GitHub takes as far as it takes them, so that others do not wait behind them', async () => {
		await incidents.addNote(id, '<\n&'.repeat(20_000));
		await incidents.addNote(id, 'short');
		await sendAll();
		assert.equal(issue.comments.length, 2);
		assert.ok(issue.comments.every(({ body }) => body.length <= 65_536));
		assert.deepEqual(notes(await receive(needs(), id, linked, never())).length, 2);
	});

	it('keeps both titles where both sides changed them, and says so in the timeline', async () => {
		issue.title = 'Theirs';
		await incidents.edit(id, { title: 'Ours' });
		const incident = await receive(needs(), id, linked, never());
		assert.equal(incident.title, 'Ours');
		assert.match(
			incident.timeline.at(-1)?.sentence ?? '',
			/The title was changed on both sides, here to “Ours” and on issue #1 to “Theirs”; both are kept\./,
		);
		await sendAll();
		assert.equal(issue.title, 'Theirs');
	});

	it('closes the issue by itself only after a person agreed once', async () => {
		const resolved = await incidents.setStatus(id, 'resolved');
		const [closing] = waiting(resolved);
		assert.equal(closing && isSentByItself(resolved, linked, closing.what), false);
		await sendAll();
		await incidents.setStatus(id, 'investigating', 'it is back');
		await sendAll();
		assert.equal(issue.state, 'open');
		const again = await incidents.setStatus(id, 'resolved');
		const [second] = waiting(again);
		assert.equal(second && isSentByItself(again, linked, second.what), true);
	});

	it('sends a note once where the answer is lost, and the rest where it was cut before', async () => {
		await incidents.addNote(id, 'one');
		await incidents.addNote(id, 'two');
		github.fail('cutAfter', 1, ({ method, path }) => method === 'POST' && path.endsWith('/comments'));
		await sendAll();
		assert.equal(issue.comments.length, 2);
		await incidents.addNote(id, 'three');
		github.fail('cut', 1, ({ method }) => method === 'POST');
		await assert.rejects(sendAll(), isCode('github.offline'));
		await sendAll();
		assert.equal(issue.comments.length, 3);
		assert.deepEqual(waiting((await incidents.get(id))!), []);
	});

	it('remembers what was sent where the sign-in is taken away in the middle, and goes on with another', async () => {
		await incidents.addNote(id, 'one');
		await incidents.addNote(id, 'two');
		let release = () => {};
		github.fail({ until: new Promise<void>((resolve) => (release = resolve)) }, 1, ({ method }) => method === 'POST');
		const sending = sendAll();
		const old = token;
		while (writes() === 0) {
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		github.fail({ status: 401, body: { message: 'Bad credentials' } }, 1, ({ method }) => method === 'POST');
		release();
		await assert.rejects(sending, isCode('github.unauthorized'));
		github.revoke(old);
		assert.equal(waiting((await incidents.get(id))!).length, 1);
		await assert.rejects(sendAll(), isCode('github.unauthorized'));
		token = github.token('acme');
		await sendAll();
		assert.deepEqual([issue.comments.length, waiting((await incidents.get(id))!).length], [2, 0]);
	});

	it('loses nothing where the host has trouble, or asks to slow down', async () => {
		await incidents.addNote(id, 'one');
		github.fail({ status: 502, body: { message: 'Bad Gateway' } }, 1, ({ method }) => method === 'POST');
		await assert.rejects(sendAll(), isCode('github.unavailable'));
		github.slowDown(120);
		await assert.rejects(receive(needs(), id, linked, never()), isCode('github.rateLimited'));
		assert.equal(waiting((await incidents.get(id))!).length, 1);
		await sendAll();
		assert.equal(issue.comments.length, 1);
	});

	it('follows a repository that was renamed, and says so where the issue is gone', async () => {
		github.state.rename(shop, 'store');
		comment('moved');
		await incidents.addNote(id, 'found');
		await sendAll();
		const incident = await receive(needs(), id, linked, never());
		assert.deepEqual(notes(incident).length, 2);
		assert.equal(issue.comments.length, 2);
		shop.issues.delete(issue.number);
		await assert.rejects(receive(needs(), id, linked, never()), isCode('github.notFound'));
		assert.equal(notes(await incidents.get(id)).length, 2, 'what was taken in stays');
	});

	it('takes a comment in once, also where two windows do at the same time', async () => {
		const home = memoryHome();
		const [one, other] = [home.open(), home.open()].map((events) => someIncidents({ events }));
		assert.ok(one && other);
		await other.load(never());
		id = await link(one);
		await receive(needs(one), id, linked, never());
		comment('me too');
		await Promise.all([receive(needs(one), id, linked, never()), receive(needs(other), id, linked, never())]);
		const all = [notes(await one.get(id)), notes(await other.get(id))];
		assert.deepEqual(all, [['bob: me too'], ['bob: me too']]);
	});

	it('tells two people who each keep an incident of their own what the other one notes, once', async () => {
		const theirs = someIncidents();
		const their = await link(theirs);
		await receive(needs(theirs), their, linked, never());
		await incidents.addNote(id, 'It is the cache.');
		await sendAll();
		const both = async () => {
			const mine = await receive(needs(), id, linked, never());
			const other = await receive(needs(theirs), their, linked, never());
			return [mine, other].map((one) => (one.notes ?? []).map(({ text }) => /It is the \w+/.exec(text)?.[0]));
		};
		assert.deepEqual(await both(), [['It is the cache'], ['It is the cache']]);
		assert.deepEqual(waitingWords((await theirs.get(their))!, linked), [], 'it does not go back');
		const change = await incidents.lastChange(id);
		await incidents.undo(id, change?.eventId ?? '');
		assert.deepEqual(await both(), [[], ['It is the cache']], 'what was taken back does not come back');
	});

	it('takes in nothing while it is not linked any more', async () => {
		await incidents.removeLink(id, linked.url);
		comment('late');
		assert.deepEqual(notes(await receive(needs(), id, linked, never())), []);
	});
});
