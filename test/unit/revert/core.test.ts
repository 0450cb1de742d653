import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { branchName, freeName, isBranchName } from '../../../src/core/revert/branchName';
import { asCommands, quoted } from '../../../src/core/revert/commands';
import { harmless, harmlessSubject } from '../../../src/core/revert/harmless';
import {
	pickMessage,
	revertedIn,
	revertMessage,
	revertTitle,
	rollbackMessage,
	takenOut,
} from '../../../src/core/revert/message';

const SHA = 'a'.repeat(40);
/** Any text, and such as somebody would write who means harm. */
const hostile = fc.oneof(
	fc.string({ unit: 'grapheme' }),
	fc.string({ unit: 'binary' }),
	fc.constantFrom(
		'--force',
		'-D',
		'a..b',
		'@{-1}',
		'x.lock',
		'/etc',
		'../..',
		'$(touch x)',
		'`id`',
		"'; rm -rf ~ #",
		'HEAD',
		'@',
		'refs/heads/main',
		'\n-x',
		'~^:?*[\\',
	),
);

describe('the name of a revert branch', () => {
	it('says what it is for', () => {
		assert.equal(branchName('revert', 'INC-7F3KQ', 'Round prices (#12)'), 'faultline/revert-inc-7f3kq-round-prices-12');
		assert.equal(
			branchName('pick', 'INC-7F3KQ', 'Ünïcode façade', 'origin/release/1.x'),
			'faultline/pick-inc-7f3kq-unicode-facade-origin-release-1-x',
		);
		assert.equal(branchName('rollback', 'INC-7F3KQ', '   '), 'faultline/rollback-inc-7f3kq');
	});

	it('is one that git takes, whatever the subject is', () => {
		fc.assert(
			fc.property(hostile, hostile, (subject, key) => {
				const name = branchName('revert', key, subject);
				assert.ok(isBranchName(name), name);
				assert.match(name, /^faultline\/revert[\p{L}\p{N}-]*$/u);
			}),
		);
	});

	it('is judged as git judges it, but that an option, a full ref or HEAD is none', function () {
		this.timeout(60_000); // a process for each
		const git = (name: string) => {
			try {
				execFileSync('git', ['check-ref-format', `refs/heads/${name}`], { stdio: 'pipe' });
				return !name.startsWith('-') && !name.startsWith('refs/') && name !== 'HEAD' && name !== '@';
			} catch {
				return false;
			}
		};
		const pieces = fc
			.array(
				fc.constantFrom(
					'a',
					'b',
					'.',
					'..',
					'/',
					'//',
					'-',
					'@',
					'{',
					'@{',
					'~',
					'^',
					':',
					'?',
					'*',
					'[',
					'\\',
					' ',
					'.lock',
					'\x7f',
					'ü',
					'HEAD',
					'refs/',
				),
				{ minLength: 1, maxLength: 5 },
			)
			.map((of) => of.join(''));
		fc.assert(
			fc.property(pieces, (name) => {
				assert.equal(isBranchName(name), git(name), JSON.stringify(name));
			}),
			{ numRuns: 150 },
		);
	});

	it('is another one where it is taken', () => {
		const taken = new Set(['a', 'a-2']);
		assert.equal(
			freeName('a', (name) => taken.has(name)),
			'a-3',
		);
		assert.equal(
			freeName('a/b', (name) => taken.has(name)),
			'a-b',
			'git keeps no branch a/b beside a branch a',
		);
	});
});

describe('the message of a revert', () => {
	it('is that of git, with the incident’s key as a trailer', () => {
		assert.equal(
			revertMessage({ sha: SHA, subject: 'Round prices' }, 'INC-7F3KQ'),
			`Revert "Round prices"\n\nThis reverts commit ${SHA}.\n\nIncident: INC-7F3KQ\n`,
		);
	});

	it('calls the revert of a revert what git calls it', () => {
		assert.equal(revertTitle('Revert "Round prices"'), 'Reapply "Round prices"');
		assert.equal(revertTitle('Revert "Revert "Round prices""'), 'Revert "Revert "Revert "Round prices"""');
		assert.equal(revertTitle('Reapply "Round prices"'), 'Revert "Reapply "Round prices""');
	});

	it('closes no issue and calls nobody, whatever the subject says', () => {
		assert.equal(
			harmless('Fixes #12, closes: a/b#3 and resolved https://github.com/a/b/issues/4'),
			'Fixes (#12), closes: (a/b#3) and resolved (https://github.com/a/b/issues/4)',
		);
		assert.equal(
			harmless('Fixing issue #1, closes:a/b#2, Fixes AB#3, resolves gh-4'),
			'Fixing issue (#1), closes:(a/b#2), Fixes (AB#3), resolves (gh-4)',
		);
		assert.equal(harmless('Thanks @all, mail a@b.c'), 'Thanks @ all, mail a@b.c');
		assert.equal(harmless('cc/@a -@b .@c @@d (@e/team)'), 'cc/@ a -@ b .@ c @@ d (@ e/team)');
		assert.equal(harmlessSubject('a\u202eb\u0007 c\u2028d'), 'a b c d');
		assert.equal(harmlessSubject('x'.repeat(500)).length, 200);
	});

	it('takes time that grows with the message, and no faster', () => {
		for (const text of ['fix/'.repeat(100_000), `fix${' '.repeat(400_000)}`, 'fix issue '.repeat(40_000)]) {
			assert.equal(harmless(text), text); // hours, were it the square
		}
	});

	it('has one first line and no line that the subject made', () => {
		fc.assert(
			fc.property(hostile, (subject) => {
				const [title, blank, what, ...rest] = revertMessage({ sha: SHA, subject }, 'INC-1').split('\n');
				assert.match(title ?? '', /^(Revert|Reapply) "/);
				assert.deepEqual([blank, what, ...rest], ['', `This reverts commit ${SHA}.`, '', 'Incident: INC-1', '']);
			}),
		);
	});

	it('names all that a rollback takes out, in a form that is found again', () => {
		const changes = [
			{ sha: SHA, subject: 'Two' },
			{ sha: 'b'.repeat(40), subject: 'One' },
		];
		const message = rollbackMessage('c'.repeat(40), changes, 'INC-1');
		assert.equal(message.split('\n', 1)[0], 'Roll back to cccccccccccc, before 2 changes');
		assert.deepEqual(
			revertedIn(message),
			changes.map(({ sha }) => sha),
		);
	});

	it('keeps the message of a fix', () => {
		assert.equal(
			pickMessage('Fix\n\nWhy.\n', SHA, 'INC-1'),
			`Fix\n\nWhy.\n\n(cherry picked from commit ${SHA})\nIncident: INC-1\n`,
		);
		assert.equal(
			pickMessage('Fix\n\nCloses #1, as @all know.\n\nSigned-off-by: Mia <mia@example.com>\n', SHA, 'INC-1'),
			`Fix\n\nCloses (#1), as @ all know.\n\nSigned-off-by: Mia <mia@example.com>\n\n(cherry picked from commit ${SHA})\nIncident: INC-1\n`,
		);
	});
});

describe('what is taken out already', () => {
	const [one, two, three, four] = ['1', '2', '3', '4'].map((digit) => digit.repeat(40)) as [
		string,
		string,
		string,
		string,
	];
	const reverts = (sha: string, ...named: readonly string[]) => ({
		sha,
		message: named.map((name) => `This reverts commit ${name}.`).join('\n'),
	});

	it('is told by messages, by beginnings of names as well', () => {
		assert.deepEqual(takenOut([one], [reverts(two, one.slice(0, 8))]), new Map([[one, two]]));
	});

	it('is not what was reapplied, and is what was reverted again after that', () => {
		assert.deepEqual(takenOut([one], [reverts(three, two), reverts(two, one)]), new Map());
		assert.deepEqual(
			takenOut([one], [reverts(four, three), reverts(three, two), reverts(two, one)]),
			new Map([[one, two]]),
		);
	});
});

describe('the commands of a revert', () => {
	it('are one word for each text in a POSIX shell', () => {
		fc.assert(
			fc.property(
				hostile.filter((text) => !text.includes('\0') && text.isWellFormed()),
				(text) => {
					const printed = execFileSync('/bin/sh', ['-c', `printf %s ${quoted(text, 'posix')}`], { encoding: 'utf8' });
					assert.equal(printed, text);
				},
			),
			{ numRuns: 100 },
		);
	});

	/**
	 * The words of a command as PowerShell reads them, by its documentation: a single quote, of which it knows five, begins a literal text that ends at the
	 * next one that is not doubled; beside that only what we take for plain is known to stand for itself.
	 *
	 * @see https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules
	 */
	const asPowerShellReads = (line: string): readonly string[] => {
		const words: string[] = [];
		for (let rest = line; rest !== ''; rest = rest.replace(/^ /, '')) {
			const [whole = '', literal, plain] =
				/^(?:['‘’‚‛]((?:[^'‘’‚‛]|['‘’‚‛]{2})*)['‘’‚‛]|([\w./:=-][\w./:=@%+-]*))(?= |$)/u.exec(rest) ?? [];
			assert.notEqual(whole, '', rest);
			assert.doesNotMatch(plain ?? '', /^-.*[.:]/, 'which is two words, for a program');
			words.push(plain ?? (literal ?? '').replace(/(['‘’‚‛])['‘’‚‛]/gu, '$1'));
			rest = rest.slice(whole.length);
		}
		return words;
	};

	it('are one word for each text in PowerShell, by its own rules, without a double quote that an older one would not hand on', () => {
		fc.assert(
			fc.property(
				fc.array(fc.oneof(hostile, fc.string({ unit: fc.constantFrom(...'\'‘’‚‛"$`@(){};,#|&%-.: \\\nx') })), {
					minLength: 1,
				}),
				(texts) => {
					const line = texts.map((text) => quoted(text, 'powershell')).join(' ');
					assert.deepEqual(
						asPowerShellReads(line),
						texts.map((text) => text.replaceAll('"', '”')),
					);
				},
			),
		);
	});

	it('double every quote that PowerShell knows', () => {
		assert.equal(quoted("it's ‘so’", 'powershell'), "'it''s ‘‘so’’'");
		assert.equal(quoted('$(x)', 'powershell'), "'$(x)'");
		assert.equal(quoted('Revert "x --amend y"', 'powershell'), "'Revert ”x --amend y”'");
		assert.equal(quoted('@args', 'powershell'), "'@args'");
		assert.equal(quoted('', 'posix'), "''");
	});

	it('are in a worktree, and push only where a remote is named', () => {
		const step = { kind: 'revert', sha: SHA, parent: SHA, mainline: 2, subject: 'x', message: 'Revert "x"\n' } as const;
		const plan = { base: { ref: 'refs/heads/main', sha: SHA }, steps: [step] };
		const place = { branch: 'faultline/x', folder: '/home/a b/w' };
		const lines = [
			`git worktree add -b faultline/x -- '/home/a b/w' ${SHA}`,
			`git -C '/home/a b/w' revert --no-commit -m 2 ${SHA}`,
			`git -C '/home/a b/w' commit --cleanup=whitespace -m 'Revert "x"'`,
			`git worktree remove -- '/home/a b/w'`,
		];
		assert.deepEqual(asCommands(plan, place, 'posix').trim().split('\n'), lines);
		assert.match(
			asCommands(plan, { ...place, remote: 'origin' }, 'posix'),
			/push --end-of-options origin refs\/heads\/faultline\/x:refs\/heads\/faultline\/x\n/,
		);
	});
});
