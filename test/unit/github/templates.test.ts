import assert from 'node:assert/strict';
import { filledIn, isTemplate, readTemplate } from '../../../src/core/github/templates';

describe('templates of issues', () => {
	it('are files where GitHub looks for them, but not its configuration', () => {
		const paths = [
			'.github/ISSUE_TEMPLATE/bug.md',
			'.github/ISSUE_TEMPLATE/bug.yml',
			'.github/ISSUE_TEMPLATE/config.yml',
			'.github/ISSUE_TEMPLATE.md',
			'docs/.github/ISSUE_TEMPLATE/bug.md',
			'.github/workflows/test.yml',
		];
		assert.deepEqual(paths.filter(isTemplate), [paths[0], paths[1], paths[3]]);
	});

	it('give name, title, labels and body of Markdown with a head', () => {
		const text = `---\r\nname: Bug report\r\nabout: what: else\r\ntitle: "[BUG] "\r\nlabels: bug, 'needs triage'\r\n---\r\n\r\n## What happened\r\n\r\n---\r\n## Logs\r\n`;
		assert.deepEqual(readTemplate('.github/ISSUE_TEMPLATE/bug.md', text), {
			...{ name: 'Bug report', title: '[BUG] ', labels: ['bug', 'needs triage'] },
			...{ body: '## What happened\n\n---\n## Logs', fields: [] },
		});
		assert.deepEqual(readTemplate('.github/ISSUE_TEMPLATE/bug.md', 'Only words'), {
			...{ name: 'bug', title: '', labels: [], body: 'Only words', fields: [] },
		});
		assert.equal(readTemplate('.github/ISSUE_TEMPLATE/bug.md', '---\nname: Bug\n---\n'), undefined);
	});

	it('give a heading for each field of a form', () => {
		const text = `name: Outage # the worst
description: Something is down
title: 'It''s down: '
labels:
  - incident
  - "P1"
body:
  - type: markdown
    attributes:
      value: |
        Thanks!
  - type: textarea
    id: what
    attributes:
      label: What happened?
      value: ""
  - type: checkboxes
    attributes:
      label: "Terms"
      options:
        - label: I agree
`;
		const template = readTemplate('.github/ISSUE_TEMPLATE/outage.yml', text);
		assert.deepEqual(
			[template?.name, template?.title, template?.labels, template?.body],
			['Outage', "It's down: ", ['incident', 'P1'], '### What happened?\n\n### Terms\n\n- [ ] I agree'],
		);
		assert.equal(readTemplate('.github/ISSUE_TEMPLATE/x.yml', 'name: x\nbody: []\n'), undefined);
	});

	it('of our own have our sections where they are named, and nothing else is taken for a name', () => {
		const text = '# {{key}}\n\n{{ trace }}\n\n{{links}}\n\n{{ toString }} {{unknown}}';
		assert.equal(
			filledIn(text, { key: 'INC-1', trace: '{{key}}', links: '' }),
			'# INC-1\n\n{{key}}\n\n{{ toString }} {{unknown}}',
		);
	});
});
