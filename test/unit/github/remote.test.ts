import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
	GITHUB,
	type HostedRepository,
	hostedRemotes,
	hostedRepository,
	keyOf,
	numberInAddress,
} from '../../../src/core/github/remote';

const known = { enterprise: ['git.acme.example', 'code.acme.example:8443'], aliases: { work: 'github.com' } };
const shop: HostedRepository = { host: GITHUB, owner: 'acme', name: 'shop' };

const names = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9-]{0,20}$/);
const repositoryNames = fc.stringMatching(/^[A-Za-z0-9._-]{1,20}$/).filter((name) => !/^\.{1,2}$|\.git$/i.test(name));
const hosts = fc.constantFrom('github.com', 'git.acme.example', 'GitHub.com');
const users = fc.constantFrom('', 'git@', 'ada@', 'ada:s3cret@', 'x-access-token:ghp_0@');
const ends = fc.constantFrom('', '.git', '/', '.git/', '//');

/** Writes a repository's address in one of the forms in which git takes it. */
const forms = fc.constantFrom<((host: string, path: string, user: string) => string)[]>(
	(host, path, user) => `https://${user}${host}/${path}`,
	(host, path, user) => `https://${user}${host}:443/${path}`,
	(host, path, user) => `http://${user}${host}/${path}`,
	(host, path) => `ssh://git@${host}/${path}`,
	(host, path) => `ssh://git@${host}:22/${path}`,
	(host, path) => `git+ssh://git@${host}/${path}`,
	(host, path) => `git://${host}/${path}`,
	(host, path) => `git@${host}:${path}`,
	(host, path) => `git@${host}:/${path}`,
	(host, path) => `${host}:${path}`,
);

describe('the repository that a remote leads to', () => {
	it('is told from every form of an address, whatever user, port and ending', () => {
		fc.assert(
			fc.property(forms, hosts, users, names, repositoryNames, ends, (form, host, user, owner, name, end) => {
				const url = form(host, `${owner}/${name}${end}`, user);
				assert.deepEqual(hostedRepository(url, known), { host: host.toLowerCase(), owner, name }, url);
			}),
		);
	});

	it('is never more than an owner and a name, whatever the text, so that neither can lead elsewhere', () => {
		const parts = fc.constantFrom(
			'https://',
			'ssh://',
			'git@',
			'github.com',
			':',
			'/',
			'..',
			'@',
			'?',
			'#',
			'%2e',
			' ',
			'\n',
			'a',
		);
		const texts = fc.oneof(
			fc.string(),
			fc.array(parts).map((some) => some.join('')),
		);
		fc.assert(
			fc.property(texts, (text) => {
				const found = hostedRepository(text, known);
				if (found) {
					assert.match(`${found.owner}/${found.name}`, /^[A-Za-z0-9_-]+\/[A-Za-z0-9._-]+$/);
					assert.notEqual(found.name, '..');
				}
			}),
		);
	});

	for (const url of [
		'https://gitlab.com/acme/shop.git',
		'https://github.com.evil.example/acme/shop',
		'https://evil.example/github.com/acme/shop',
		'https://github.com@evil.example/acme/shop',
		'https://github.com:8080/acme/shop',
		'https://github.com/acme',
		'https://github.com/acme/shop/tree/main',
		'https://github.com/-acme/shop',
		'https://github.com/acme/..',
		'git@personal:acme/shop.git',
		'/srv/git/acme/shop.git',
		'./github.com:acme/shop',
		'C:/acme/shop',
		'file:///srv/github.com/acme/shop',
		'ext::sh -c true github.com:acme/shop',
		'',
	]) {
		it(`is none of GitHub’s for ${JSON.stringify(url)}`, () => {
			assert.equal(hostedRepository(url, known), undefined);
		});
	}

	it('is found through the name that an SSH configuration gives GitHub, where that was configured, and not on the web', () => {
		assert.deepEqual(hostedRepository('git@work:acme/shop.git', known), shop);
		assert.equal(hostedRepository('https://work/acme/shop', known), undefined);
	});

	it('is found through GitHub’s other names, and on the port of https', () => {
		assert.deepEqual(hostedRepository('ssh://git@ssh.github.com:443/acme/shop.git', known), shop);
		assert.deepEqual(hostedRepository('https://www.github.com/acme/shop', known), shop);
	});

	it('keeps the port of an enterprise’s web address, which SSH does not have', () => {
		const here = { host: 'code.acme.example:8443', owner: 'acme', name: 'shop' };
		assert.deepEqual(hostedRepository('https://code.acme.example:8443/acme/shop', known), here);
		assert.deepEqual(hostedRepository('ssh://git@code.acme.example:2222/acme/shop', known), here);
		assert.equal(hostedRepository('https://code.acme.example/acme/shop', known), undefined);
	});
});

describe('the repositories of several remotes', () => {
	it('are each told once, upstream first, with the remotes that lead there', () => {
		const remotes = [
			{ name: 'mirror', url: 'https://gitlab.com/acme/shop.git' },
			{ name: 'backup', url: 'https://github.com/Acme/Shop' },
			{ name: 'origin', url: 'git@github.com:ada/shop.git' },
			{ name: 'upstream', url: 'git@github.com:acme/shop.git' },
		];
		assert.deepEqual(
			hostedRemotes(remotes, known).map(({ repository, remotes: some }) => [keyOf(repository), some]),
			[
				['github.com/acme/shop', ['backup', 'upstream']],
				['github.com/ada/shop', ['origin']],
			],
		);
	});
});

describe('the address of a page', () => {
	it('tells issues and pull requests, whatever comes behind the number', () => {
		const issue = { repository: shop, kind: 'issue', number: 7 };
		assert.deepEqual(numberInAddress('https://github.com/acme/shop/issues/7', known), issue);
		assert.deepEqual(numberInAddress(' https://github.com/acme/shop/issues/7#issuecomment-1 ', known), issue);
		assert.deepEqual(numberInAddress('https://github.com/acme/shop/pull/12/files?w=1', known), {
			repository: shop,
			kind: 'pullRequest',
			number: 12,
		});
	});

	it('tells nothing of other pages and other hosts', () => {
		for (const url of [
			'https://github.com/acme/shop/issues',
			'https://github.com/acme/shop/issues/0',
			'https://github.com/acme/shop/issues/7x',
			'https://gitlab.com/acme/shop/issues/7',
			'github.com/acme/shop/issues/7',
		]) {
			assert.equal(numberInAddress(url, known), undefined, url);
		}
	});
});
