import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fillTemplate, unfilled } from '../../../src/core/github/fillTemplate';
import { issueSections } from '../../../src/core/github/issueDraft';
import { type IssueTemplate, readTemplate } from '../../../src/core/github/templates';
import { anIncident } from '../../support/incidents';

const incident = anIncident({
	title: 'Checkout is down',
	description:
		'Nobody can pay, says @ada.\n\n## Steps to reproduce\n\n1. Open the cart\n2. Pay\n\n## Expected\n\nA receipt.',
	...{ priority: 'P1', release: 'v1.2.3', environment: 'production', service: 'checkout' },
	evidence: [{ id: 'one', text: 'Error: no country\n    at priceOf (price.js:4:48)', addedAt: 0 }] as never,
});
const sections = issueSections(incident, new Map());
const filled = (template: IssueTemplate) => fillTemplate(template, sections, incident);
const markdown = (text: string) => readTemplate('.github/ISSUE_TEMPLATE/bug.md', text) as IssueTemplate;
const form = (text: string) => readTemplate('.github/ISSUE_TEMPLATE/bug.yml', text) as IssueTemplate;

/** What stands under a heading, without blank lines. */
const under = (body: string, heading: string) => {
	const lines = body.split('\n');
	const start = lines.findIndex((line) => line.includes(heading));
	const rest = lines.slice(start + 1);
	const end = rest.findIndex((line) => /^(#|\*\*)/.test(line));
	return rest.slice(0, end < 0 ? undefined : end).filter((line) => line.trim() !== '');
};

describe('a template of issues with what an incident knows', () => {
	it('has it under the headings that ask for it, whether they are headings or lines in bold', () => {
		const body = filled(
			markdown(
				'**Describe the bug**\nA clear description.\n\n**To Reproduce**\nSteps:\n\n**Expected behavior**\n\n## Logs\n<!-- # Version -->\n\n## Version\n\n## Notes\n',
			),
		);
		assert.deepEqual(under(body, 'Describe the bug'), ['A clear description.', '> Nobody can pay, says @\u200Bada.']);
		assert.deepEqual(under(body, 'To Reproduce'), ['Steps:', '> 1. Open the cart', '> 2. Pay']);
		assert.deepEqual(under(body, 'Expected behavior'), ['> A receipt.']);
		assert.deepEqual(under(body, '## Logs').slice(0, 3), ['<!-- # Version -->', '```text', 'Error: no country']);
		assert.deepEqual(under(body, '## Version'), ['`v1.2.3`']);
		assert.equal(body.split('Error: no country').length, 2, 'once');
		assert.match(body, /## Notes\n\n- Incident: /);
	});

	it('tells behind it what no heading asks for, the description whole', () => {
		const body = filled(markdown('## Checklist\n\n- [ ] I searched'));
		assert.match(body, /^## Checklist\n\n- \[ \] I searched\n\n- Incident: /);
		assert.match(body, /> ## Steps to reproduce\n>\n> 1\. Open the cart/);
		assert.match(body, /## Stack trace/);
	});

	const outage = form(`name: Outage
body:
  - type: markdown
    attributes:
      value: "Thanks! label: no"
  - type: textarea
    id: what
    attributes:
      label: What happened?
      description: In your words
      value: |
        Since today:
          - it fails
    validations:
      required: true
  - type: dropdown
    attributes:
      label: Severity
      options:
        - P2 - high
        - "P1 - critical"
    validations:
      required: true
  - type: dropdown
    attributes:
      label: Environment
      options: [Staging, Production]
  - type: dropdown
    attributes:
      label: Version
      options:
        - 1.0
        - v1.2
    validations:
      required: true
  - type: input
    attributes:
      label: Your phone
    validations:
      required: true
  - type: checkboxes
    attributes:
      label: Terms
      options:
        - label: I agree
          required: true
        - label: Call me
`);

	it('keeps what a form begins with, and chooses only what is among its choices', () => {
		const body = filled(outage);
		assert.deepEqual(under(body, 'What happened?').slice(0, 3), [
			'Since today:',
			'  - it fails',
			'> Nobody can pay, says @\u200Bada.',
		]);
		assert.deepEqual(under(body, 'Severity'), ['P1 - critical']);
		assert.deepEqual(under(body, 'Environment'), ['Production']);
		assert.deepEqual(under(body, '### Version'), []);
		assert.deepEqual(under(body, 'Terms').slice(0, 2), ['- [ ] I agree', '- [ ] Call me']);
	});

	it('says which required fields it could not fill, until somebody does', () => {
		const body = filled(outage);
		assert.deepEqual(unfilled(outage, body), ['Version', 'Your phone', 'Terms']);
		const done = body
			.replace('### Version', '### Version\n\nv1.2')
			.replace('### Your phone', '### Your phone\n\n1')
			.replace('- [ ] I agree', '- [x] I agree');
		assert.deepEqual(unfilled(outage, done), []);
	});

	it('loses no line of a template, whatever it is', () => {
		const line = fc.oneof(
			fc.constantFrom('## Logs', '**Describe the bug**', '```', '<!--', '-->', '- [ ] x', '### Version', '~~~', ''),
			fc.string(),
		);
		fc.assert(
			fc.property(fc.array(line), (lines) => {
				const template = markdown(`x\n${lines.map((one) => one.trim()).join('\n')}`);
				const body = filled(template).split('\n');
				let at = 0;
				for (const wanted of template.body.split('\n')) {
					if (wanted.trim() !== '') {
						at = body.indexOf(wanted, at) + 1;
						assert.ok(at > 0, wanted);
					}
				}
			}),
		);
	});
});
